public import HTTP

/// Why Connect did not tell what it was asked for.
public enum ConnectError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A worker's address is none.
  case badURL(RedactedURL, reason: String)
  /// No worker answered, each for its own reason, in the order in which they were asked.
  case unreachable([WorkerFailure])
  /// A worker wants other credentials (401) or forbids the call (403).
  case unauthorized(RedactedURL, status: Int, message: String)
  /// No connector has that name.
  case notFound(connector: String)
  /// The worker's web server takes no such name in a path, since Connect 4: one with `/`, `%` or
  /// `\`, or a name of dots.
  case nameNotInPath(connector: String, message: String)
  /// The workers were sharing out their connectors (409) for as long as there was patience.
  case rebalancing(RedactedURL, message: String, waited: Duration)
  /// This Connect does not have the path; `since` is the version that brought it, nil when every
  /// Connect should have it.
  case unsupported(RedactedURL, since: String?)
  /// Connect refused the call or failed at it, in its own words; `code` is its `error_code`, nil
  /// when the answer had none.
  case server(RedactedURL, status: Int, code: Int?, message: String)
  /// Something answers there that is no Kafka Connect.
  case notConnect(RedactedURL, reason: String)
  /// The command was asked to stop meanwhile.
  case stopped

  /// Whether Connect has said that it did not do what it was asked; false where it may have, and the
  /// answer was lost.
  public var isRefusal: Bool {
    switch self {
    case .badURL, .unauthorized, .notFound, .nameNotInPath, .rebalancing, .unsupported: true
    case .server(_, let status, _, _): (400..<500).contains(status)
    case .unreachable(let failures): failures.allSatisfy(\.isBeforeTheRequest)
    case .notConnect, .stopped: false
    }
  }

  /// What could not be done, to what, and why.
  public var description: String {
    switch self {
    case .badURL(let url, let reason): "'\(url)' is no address of a Connect worker: \(reason)"
    case .unreachable(let failures) where failures.count == 1:
      "cannot reach Connect at \(failures.map(\.description).joined())"
    case .unreachable(let failures):
      "cannot reach any of \(failures.count) Connect workers: "
        + failures.map(\.description).joined(separator: "; ")
    case .unauthorized(let url, let status, let message):
      "Connect at \(url) refuses with \(status): \(message)"
    case .notFound(let connector): "there is no connector '\(connector)'"
    case .nameNotInPath(let connector, let message):
      "Connect's web server does not take the name '\(connector)' in a path: \(message)"
    case .rebalancing(let url, let message, let waited):
      "Connect at \(url) was still rebalancing after \(waited): \(message)"
    case .unsupported(let url, nil): "Connect does not know \(url)"
    case .unsupported(let url, let since?): "Connect does not know \(url), which came with \(since)"
    case .server(let url, let status, nil, let message):
      "Connect answers \(status) to \(url): \(message)"
    case .server(let url, let status, let code?, let message):
      "Connect answers \(status) to \(url): \(message) (error_code \(code))"
    case .notConnect(let url, let reason):
      "\(url) is no Kafka Connect REST interface: \(reason)"
    case .stopped: "asked to stop"
    }
  }

  /// What to do next; nil when the command was asked to stop.
  public var hint: String? {
    switch self {
    case .badURL: "an address looks like http://host:8083"
    case .unreachable(let failures):
      failures.lazy.compactMap(\.hint).first ?? "does a worker run there?"
    case .unauthorized(_, 401, _): "give a user and a password with --connect-user"
    case .unauthorized: "this user may not do that: ask whoever runs Connect"
    case .notFound: "`cdcwatch connector list` shows the names"
    case .nameNotInPath:
      "`cdcwatch connector list` still shows it; its offsets are in Kafka's topic"
    case .rebalancing: "a worker may be joining and leaving again and again: look at its log"
    case .unsupported(_, nil): "check the path in the address"
    case .unsupported: "upgrade Connect, or check the path in the address"
    case .server(_, 500..., _, _): "the worker's log has the whole error"
    case .server: "check the call that Connect names"
    case .notConnect: "check the host, the port and the path: Connect listens on 8083 by default"
    case .stopped: nil
    }
  }
}
