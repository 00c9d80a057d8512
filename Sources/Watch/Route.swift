import Snapshot

/// What the records of a topic are for.
enum Route: Sendable {
  /// A table's changes: which tracker's, which of its tables, and the place of its counts.
  case rows(tracker: Int, table: SnapshotTracker.TableIndex, slot: Int)
  /// Debezium's notifications, of one connector or of several.
  case notifications
  /// Connect's offsets, of every connector.
  case offsets
  /// The change topic of a connector's signal table.
  case signalTable(tracker: Int)
  /// The same, of a signal table whose own snapshot is followed (a pattern may take it in).
  case signalTableRows(tracker: Int, table: SnapshotTracker.TableIndex, slot: Int)
  /// The topic of Kafka signals.
  case kafkaSignals
}
