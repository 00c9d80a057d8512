/// What happened to a snapshot, in Debezium's words.
public enum NotificationType: Sendable, Hashable, CustomStringConvertible {
  /// `STARTED`.
  case started
  /// `IN_PROGRESS`: a table's reading began (initial), or a chunk was read (incremental).
  case inProgress
  /// `TABLE_SCAN_COMPLETED`: a table's reading ended, well or not.
  case tableScanCompleted
  /// `TABLE_CHUNK_IN_PROGRESS`, of parallel initial snapshots since 3.5.
  case tableChunkInProgress
  /// `TABLE_CHUNK_COMPLETED`, of parallel initial snapshots since 3.5.
  case tableChunkCompleted
  /// `COMPLETED`, which does not say that every table was read.
  case completed
  /// `ABORTED`: the snapshot, or only the tables named.
  case aborted
  /// `SKIPPED`: the task started and took no initial snapshot.
  case skipped
  /// `PAUSED`.
  case paused
  /// `RESUMED`.
  case resumed
  /// Another type, by its own text.
  case other(String)

  private static let known: [(NotificationType, String)] = [
    (.started, "STARTED"), (.inProgress, "IN_PROGRESS"),
    (.tableScanCompleted, "TABLE_SCAN_COMPLETED"),
    (.tableChunkInProgress, "TABLE_CHUNK_IN_PROGRESS"),
    (.tableChunkCompleted, "TABLE_CHUNK_COMPLETED"), (.completed, "COMPLETED"),
    (.aborted, "ABORTED"), (.skipped, "SKIPPED"), (.paused, "PAUSED"), (.resumed, "RESUMED"),
  ]

  /// The type that Debezium calls `text`.
  public init(_ text: String) {
    self = Self.known.first { $0.1 == text }?.0 ?? .other(text)
  }

  /// Debezium's own word.
  public var description: String {
    if case .other(let text) = self { return text }
    return Self.known.first { $0.0 == self }?.1 ?? ""
  }
}
