/// Why there is no answer.
///
/// An answer with a status of 400 or 500 is none of these: it is a `Response`.
public struct HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, for those who decide by it.
  public enum Kind: Sendable, Hashable {
    /// The URL is none, or neither `http` nor `https`.
    case badURL
    /// A header has a line end or another byte that cannot be sent.
    case badHeader
    /// The host's name is not known.
    case resolve
    /// Nobody takes the connection.
    case unreachable
    /// No connection or no whole answer in time.
    case timeout
    /// The connection was not made secure.
    case tls(TLSFailure)
    /// The connection ended before the answer did.
    case interrupted
    /// What answered does not speak HTTP, or speaks it wrongly.
    case notHTTP
    /// The answer is larger than `ClientOptions.largestBody`, or its head than 256 KiB.
    case tooLarge
    /// More redirects than the request allows, or one to something else than http.
    case redirect
    /// The command was asked to stop meanwhile.
    case stopped
    /// Anything else, with libcurl's code for it.
    case other(code: Int)
  }

  /// What was done, such as `GET`.
  public let operation: String
  /// To what: the URL without user information.
  public let url: RedactedURL
  /// What went wrong, for those who decide by it.
  public let kind: Kind
  /// What libcurl and its TLS library said, word for word; our own words where they were not asked.
  public let reason: String
  /// Whether the server cannot have heard the request.
  public let isBeforeSending: Bool

  /// `sentBytes` are those of the request that went out.
  init(request: Request, kind: Kind, reason: String, sentBytes: Int = 0) {
    isBeforeSending = sentBytes == 0 || kind.isBeforeSending
    operation = request.method.rawValue
    url = RedactedURL(request.url)
    self.kind = kind
    self.reason = reason
  }

  /// What could not be done, to what, and why.
  public var description: String { "cannot \(operation) \(url): \(reason)" }

  /// What to do next; nil where the reason says all.
  public var hint: String? {
    switch kind {
    case .badURL: "a URL looks like http://host:8083 or https://host:8443/path"
    case .badHeader: "is there a line end in a user, a password or a token?"
    case .resolve: "is the host's name right, and can this machine's resolver find it?"
    case .unreachable: "does the server run, and is its port reachable from here?"
    case .timeout: "is the server overloaded, or a firewall in between? allow more time"
    case .tls(let failure): failure.hint
    case .interrupted: "the server or a proxy closed the connection; its log may say why"
    case .notHTTP: "is this the right port? one that wants TLS needs https://"
    case .tooLarge: "is this the right server?"
    case .redirect: "give the address that it redirects to"
    case .stopped, .other: nil
    }
  }
}

extension HTTPError.Kind {
  // A client certificate is refused behind the handshake, when the request may have gone out.
  fileprivate var isBeforeSending: Bool {
    switch self {
    case .badURL, .badHeader, .resolve, .unreachable, .tls: true
    case .timeout, .interrupted, .notHTTP, .tooLarge, .redirect, .stopped, .other: false
    }
  }
}
