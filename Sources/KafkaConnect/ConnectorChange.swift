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

extension ConnectCluster {
  /// Asks for the change; returns before it has come about.
  public mutating func make(_ change: ConnectorChange, of name: String) throws(ConnectError) {
    switch change {
    case .stop: try stop(name)
    case .resume: try resume(name)
    case .restart(let onlyFailed): try restart(name, onlyFailed: onlyFailed)
    }
  }
}
