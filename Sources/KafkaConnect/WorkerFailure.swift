public import HTTP

/// Why one worker did not answer.
public struct WorkerFailure: Sendable, Hashable, CustomStringConvertible {
  /// The worker's address without user information.
  public let worker: String
  /// What its connection or the proxy before it said, word for word.
  public let reason: String
  /// The kind of failure; nil when a proxy answered that the worker is away (502, 503, 504).
  public let kind: HTTPError.Kind?
  /// What to do next; nil where the reason says all.
  public let hint: String?

  /// The worker and the reason.
  public var description: String { "\(worker): \(reason)" }

  /// Whether there was no connection yet, so that the worker cannot have heard what was asked.
  var isBeforeTheRequest: Bool {
    switch kind {
    case .badURL, .badHeader, .resolve, .unreachable, .tls: true
    case .timeout, .interrupted, .notHTTP, .tooLarge, .redirect, .stopped, .other, nil: false
    }
  }

  init(worker: WorkerURL, error: HTTPError) {
    self.worker = worker.description
    reason = error.reason
    kind = error.kind
    switch error.kind {
    case .tls(.untrustedAuthority):
      hint = "give the file of the CA that signed the worker's certificate with --connect-ca"
    case .tls(.clientCertificate):
      hint = "give a client certificate with --connect-cert and --connect-key"
    default: hint = error.hint
    }
  }

  init(worker: WorkerURL, status: Int, message: String) {
    self.worker = worker.description
    reason = "\(status): \(message)"
    kind = nil
    hint = "the worker may be starting, or be gone behind its proxy"
  }
}
