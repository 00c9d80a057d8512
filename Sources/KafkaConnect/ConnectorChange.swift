public import Runtime

/// A change of what a connector does, and when it has come about.
public enum ConnectorChange: Sendable, Hashable {
  /// Its tasks end; configuration and offsets stay.
  case stop
  /// It runs again.
  case resume
  /// It and its tasks start anew, or those only that have failed.
  case restart(onlyFailed: Bool)

  /// Whether a connector in that state needs it.
  public func isNeeded(for status: ConnectorStatus) -> Bool {
    switch self {
    case .stop: !status.isStopped
    case .resume: status.state == .stopped || status.state == .paused
    case .restart(onlyFailed: true): status.hasFailed
    case .restart(onlyFailed: false): true
    }
  }

  /// What a status says of it.
  public func outcome(_ status: ConnectorStatus) -> Outcome {
    switch self {
    case .stop: return status.isStopped ? .done : .pending
    case .resume, .restart:
      if status.hasFailed { return .failed }
      let isRunning =
        status.state == .running && !status.tasks.isEmpty
        && status.tasks.allSatisfy { $0.state == .running }
      return isRunning ? .done : .pending
    }
  }

  /// Whether a change has come about.
  public enum Outcome: Sendable, Hashable {
    case done
    case pending
    /// The connector or a task has FAILED.
    case failed
  }
}

extension ConnectorChange {
  /// How many answers in turn have to say the same.
  ///
  /// A task that fails at its start does so within seconds, and RUNNING right after the call may be
  /// the state before it.
  fileprivate var proofs: Int {
    switch self {
    case .stop: 1
    case .resume, .restart: 8
    }
  }
}

extension ConnectCluster {
  /// Asks for the change; returns before it has come about.
  public mutating func make(_ change: ConnectorChange, of name: String) throws(ConnectError) {
    switch change {
    case .stop: try stop(name)
    case .resume: try resume(name)
    case .restart(let onlyFailed): try restart(name, onlyFailed: onlyFailed)
    }
  }

  /// Waits until the change has come about or failed; gives back the last status, which says whether
  /// it came to that within the time.
  ///
  /// Asks four times a second; a stop under load takes 5 s and more (facts 17).
  public mutating func wait(
    for change: ConnectorChange, of name: String, within limit: Duration, stop: StopFlag
  ) throws(ConnectError) -> ConnectorStatus {
    let deadline = Deadline(after: limit)
    var seen = 0
    while true {
      let status = try status(name)
      seen = change.outcome(status) == .pending ? 0 : seen + 1
      if seen >= change.proofs || deadline.hasPassed { return status }
      if stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil { throw .stopped }
    }
  }
}
