/// One question to a server.
public struct Request: Sendable {
  /// What to do with an answer that names another place.
  public enum Redirects: Sendable, Hashable {
    /// The answer is the response.
    case report
    /// Go there, at most so many times; to `http` and `https` only.
    case follow(limit: Int)
  }

  /// What is asked for.
  public var method: Method
  /// `http://` or `https://`, a host, and the path with everything in it percent-encoded; `.` and
  /// `..` in it are sent as they are.
  ///
  /// User information in it counts as a user and a password, and never appears in an error.
  public var url: String
  /// Headers beside those that belong to the protocol.
  public var headers: [Header]
  /// The body's bytes; nil for none, which is not the same as an empty one.
  public var body: [UInt8]?
  /// What to do with an answer that names another place.
  public var redirects: Redirects
  /// Whether it may be sent again where nobody knows whether the server has heard it.
  ///
  /// A server may close a connection that was kept open just as a request goes out; libcurl then
  /// sends it again over a new one. What may not be sent twice takes a connection of its own.
  public var isRepeatable = true

  /// A request.
  public init(
    _ method: Method, _ url: String, headers: [Header] = [], body: [UInt8]? = nil,
    redirects: Redirects = .report
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.redirects = redirects
  }

  /// What it does, for messages: `GET http://host:8083/connectors`, without user information.
  public var description: String { "\(method.rawValue) \(RedactedURL(url))" }

  /// Why it cannot be sent, or nil.
  var objection: HTTPError.Kind? {
    let scheme = url.prefix { $0 != ":" }.lowercased()
    // libcurl takes what looks like a host without a scheme, and cuts a text at its first zero.
    guard scheme == "http" || scheme == "https", url.dropFirst(scheme.count).hasPrefix("://"),
      url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return .badURL }
    return headers.allSatisfy(\.isSendable) ? nil : .badHeader
  }
}

extension Request: CustomStringConvertible {}
