/// What became of a change of the ledger; each has exactly one.
public enum SentinelClass: String, Sendable, Hashable, CaseIterable {
  /// It arrived as its own event.
  case arrived
  /// A snapshot's read shows the state that it made.
  case snapshotRow = "as_snapshot_row"
  /// A later state of its row came, its own event did not.
  case superseded
  /// It is not in the topic.
  case lost
  /// It may have been in a stretch of the topic that was gone before it was read.
  case notChecked = "not_checked"
  /// It is not in the topic, and the last sentinel is not either: it may still come.
  case notArrived = "not_arrived"
}
