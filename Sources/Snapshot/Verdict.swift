/// A state and why.
struct Verdict: Sendable, Equatable {
  var state: SnapshotState
  var cause: String?
  var remedy: Remedy?

  init(_ state: SnapshotState, _ cause: String? = nil, _ remedy: Remedy? = nil) {
    self.state = state
    self.cause = cause
    self.remedy = remedy
  }

  /// What would help, before it is put into words for this connector.
  enum Remedy: Sendable, Equatable {
    /// Read what lies after the last key, or the whole table where that cannot be said.
    case readTheRest
    /// Read the whole table again.
    case readAgain
    /// Send a resume signal.
    case resume
    /// Pause and resume, which frees a queue that hangs.
    case free
    /// Look at the connector's and its task's state.
    case lookAtConnector
  }
}
