/// What Connect's REST interface says of a connector and its task.
public struct ConnectorTaskState: Sendable, Hashable {
  /// The connector's and the task's state, in the words that matter to a snapshot.
  public enum State: Sendable, Hashable {
    /// The connector runs and so does its task.
    case running
    /// Paused over REST: streaming waits, while chunks are still read (facts 19).
    case paused
    /// Stopped over REST: there is no task.
    case stopped
    /// The connector's start or its task failed.
    case failed
    /// Connect's REST interface does not answer.
    case unreachable
    /// Between states, or no task yet.
    case other(String)
  }

  /// The state.
  public var state: State
  /// The first line of the task's stack trace; nil without one.
  public var reason: String?

  /// A state with its reason.
  public init(state: State, reason: String? = nil) {
    self.state = state
    self.reason = reason
  }
}
