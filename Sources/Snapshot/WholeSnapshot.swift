import Runtime

/// The initial or blocking snapshot that is under way, which notifications tell of connector by
/// connector rather than table by table.
struct WholeSnapshot: Sendable {
  var begin: Timestamp?
  var kind = SnapshotKind.initial
  var id: String?
  var isOpen = false
  /// The first offset record that no longer speaks of it.
  var left: Timestamp?
}

/// The offset record before the newest, to see what has changed between the two.
struct OffsetMemory: Sendable {
  var time: Timestamp
  var isWholeUnderWay: Bool
}
