/// A property of the shadow connector's configuration.
public struct ShadowProperty: Sendable, Hashable {
  /// Where its value is from.
  public enum Origin: Sendable, Hashable {
    /// The live connector's configuration.
    case copied
    /// The drill.
    case own
  }

  /// Its name.
  public var name: String
  /// Its value: may be a secret, never print it without `ConfigurationSecret.redacted`.
  public var value: String
  /// Where the value is from.
  public var origin: Origin

  /// A property; see the properties.
  public init(_ name: String, _ value: String, _ origin: Origin) {
    self.name = name
    self.value = value
    self.origin = origin
  }
}

/// A property of the live connector that its shadow does not have.
public struct DroppedProperty: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Why, words that follow the name and a colon.
  public var reason: String

  /// A property; see the properties.
  public init(_ name: String, _ reason: String) {
    self.name = name
    self.reason = reason
  }
}
