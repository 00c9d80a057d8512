/// Why a connection was not made secure.
public enum TLSFailure: Sendable, Hashable {
  /// The server's certificate was signed by nobody whom this machine trusts, or by itself.
  case untrustedAuthority
  /// The certificate is for another host.
  case wrongHost
  /// The certificate is no longer, or not yet, valid.
  case expired
  /// The server wants a certificate from us, or refuses ours.
  case clientCertificate
  /// The CA file, the client's certificate or its key cannot be read or do not belong together.
  case ourFiles
  /// Anything else, such as a server without TLS on that port.
  case handshake

  /// What to do next.
  public var hint: String {
    switch self {
    case .untrustedAuthority:
      "the certificate's CA is not trusted here: give the file of the CA that signed it"
    case .wrongHost: "use the host's name as it stands in the certificate"
    case .expired: "renew the server's certificate, and check the clocks of both machines"
    case .clientCertificate: "give a client certificate and its key that the server accepts"
    case .ourFiles: "check the CA, certificate and key files: PEM, readable, and a pair"
    case .handshake: "does this port speak TLS? without it the URL begins with http://"
    }
  }
}
