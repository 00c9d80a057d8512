public import Runtime

/// A token for SASL OAUTHBEARER.
public struct OAuthToken: Sendable, Hashable {
  /// The token as the broker gets it.
  public var text: String
  /// When it ends.
  public var expires: Timestamp
  /// Whom it is for; librdkafka wants a name, and does not send it.
  public var principal: String

  /// A token; see the properties.
  public init(text: String, expires: Timestamp, principal: String) {
    self.text = text
    self.expires = expires
    self.principal = principal
  }
}

/// Why there is no token.
public struct OAuthTokenFailure: Error, Sendable, Hashable {
  /// What went wrong, for people; never the token.
  public var reason: String

  /// A failure with its reason.
  public init(_ reason: String) { self.reason = reason }
}
