public import Debezium

/// What one record's value is.
public enum Reading: Sendable, Hashable {
  /// A change event.
  case change(Envelope)
  /// A null value: what follows a delete, for compaction.
  case tombstone
  /// Something else, and why.
  case unreadable(Unreadable)
}
