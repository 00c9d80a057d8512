/// What can be said of a table's newest snapshot.
public enum SnapshotState: String, Sendable, Hashable, CaseIterable {
  /// No snapshot of the table is known.
  case none = "NONE"
  /// A signal asked for it and there is no answer yet.
  case requested = "REQUESTED"
  /// Accepted; other tables are read first.
  case queued = "QUEUED"
  /// A signal asked for it and the time in which an answer comes has passed.
  case unanswered = "UNANSWERED"
  /// Rows are being read.
  case running = "RUNNING"
  /// A pause signal holds it.
  case paused = "PAUSED"
  /// It should move and does not.
  case stalled = "STALLED"
  /// Every row was read.
  case completed = "COMPLETED"
  /// It has ended and rows are missing.
  case incomplete = "INCOMPLETE"
  /// A stop signal, or a restart that does not take it up again, has ended it.
  case aborted = "ABORTED"
  /// The connector's task has failed while it ran.
  case failed = "FAILED"
  /// The connector decided at its start that no snapshot is needed.
  case skipped = "SKIPPED"
  /// What is there does not tell.
  case unknown = "UNKNOWN"

  /// Whether nothing more will come of it by itself.
  public var hasEnded: Bool {
    switch self {
    case .completed, .incomplete, .aborted, .failed, .unanswered: true
    case .none, .requested, .queued, .running, .paused, .stalled, .skipped, .unknown: false
    }
  }
}
