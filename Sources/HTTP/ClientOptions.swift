/// How a client talks to its servers.
public struct ClientOptions: Sendable {
  /// Where a proxy's address comes from.
  public enum Proxy: Sendable, Hashable {
    /// From `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, as curl does.
    case environment
    /// No proxy, whatever the environment says.
    case none
  }

  /// Longest wait for a connection: name, TCP and TLS together; zero counts as a millisecond.
  public var connectTimeout: Duration = .seconds(10)
  /// Longest time for a whole request with its answer; zero counts as a millisecond.
  public var timeout: Duration = .seconds(30)
  /// A PEM file of the CAs to trust instead of the machine's; nil for the machine's.
  public var authorityFile: String?
  /// A PEM file with the certificate to show to the server; nil for none.
  public var certificateFile: String?
  /// A PEM file with the certificate's key; nil when the certificate's file holds it.
  public var keyFile: String?
  /// A user and a password to send with each request; nil for none.
  public var credentials: Credentials?
  /// Signs the requests; nil for none.
  ///
  /// Queries have to be in the order of their names, and every request needs a `Content-Type` of its
  /// own.
  public var signature: AWSSignature?
  /// Where a proxy's address comes from.
  public var proxy: Proxy = .environment
  /// The largest body to take, in bytes; 64 MiB.
  public var largestBody = 64 << 20

  /// Ten seconds to connect, thirty in all, the machine's CAs, no credentials.
  public init() {}
}
