internal import CCurl

extension HTTPError.Kind {
  /// What a result code of libcurl means; `reason` is its text, `verification` the verdict of
  /// OpenSSL over the server's certificate.
  init(code: CURLcode, reason: String, verification: Int) {
    switch code {
    case CURLE_URL_MALFORMAT: self = .badURL
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .resolve
    case CURLE_COULDNT_CONNECT, CURLE_PROXY: self = .unreachable
    case CURLE_OPERATION_TIMEDOUT: self = .timeout
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING: self = .interrupted
    // In TLS 1.3 a server refuses a client's certificate after the handshake.
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR:
      self = reason.contains("alert") ? .tls(TLSFailure(alert: reason)) : .interrupted
    case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      self = .notHTTP
    // The request's own scheme was looked at before: "Received HTTP/0.9 when not allowed", or a
    // redirect to ftp.
    case CURLE_UNSUPPORTED_PROTOCOL: self = reason.contains("HTTP/0.9") ? .notHTTP : .redirect
    case CURLE_TOO_MANY_REDIRECTS: self = .redirect
    case CURLE_FILESIZE_EXCEEDED: self = .tooLarge
    case CURLE_ABORTED_BY_CALLBACK: self = .stopped
    case CURLE_PEER_FAILED_VERIFICATION: self = .tls(TLSFailure(verification: verification))
    case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE: self = .tls(.ourFiles)
    case CURLE_SSL_CONNECT_ERROR: self = .tls(TLSFailure(alert: reason))
    case CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED: self = .tls(.handshake)
    default: self = .other(code: Int(code.rawValue))
    }
  }
}

extension TLSFailure {
  /// From OpenSSL's number for the error; 0 or 1 when libcurl looked at the host's name before it.
  fileprivate init(verification: Int) {
    switch verification {
    case 0, 1, 62, 64: self = .wrongHost
    case 9, 10: self = .expired
    default: self = .untrustedAuthority
    }
  }

  fileprivate init(alert reason: String) {
    let isAboutOurs = reason.contains("alert") && reason.contains("certificate")
    self = isAboutOurs ? .clientCertificate : .handshake
  }
}
