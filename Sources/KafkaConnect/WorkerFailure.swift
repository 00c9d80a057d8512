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

  /// Whether the worker cannot have heard what was asked.
  let isBeforeTheRequest: Bool

  init(worker: WorkerURL, error: HTTPError) {
    self.worker = worker.description
    reason = error.reason
    kind = error.kind
    isBeforeTheRequest = error.isBeforeSending
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
    // A proxy says so also of a worker that went away with the request.
    isBeforeTheRequest = false
    hint = "the worker may be starting, or be gone behind its proxy"
  }
}
