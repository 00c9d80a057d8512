public import Runtime

/// What can be said of one snapshot of one table at one moment.
///
/// Counts are of this snapshot and this table. What a source did not tell is nil, never made up.
public struct SnapshotReading: Sendable, Equatable {
  /// A position in the table's key: the key columns' values as text, as the rows' own keys write
  /// them.
  public struct Key: Sendable, Equatable {
    /// The newest read's key; nil before the first.
    public var last: [String]?
    /// The greatest key when the scan began, which ends it; nil where no source told.
    public var maximum: [String]?
    /// The key's columns; empty where no record told.
    public var columns: [String] = []

    /// A key of which nothing is known.
    public init() {}
  }

  /// The wall clock when the reading was made.
  public var takenAt: Timestamp
  /// The connector's name in Connect.
  public var connector: String?
  /// The table's id, such as `public.orders_large`.
  public var table: String
  /// The table's change topic.
  public var topic: String
  /// How it reads.
  public var kind = SnapshotKind.none
  /// The id of the signal that asked for it; nil for an initial snapshot.
  public var id: String?
  /// What can be said of it.
  public var state = SnapshotState.none
  /// Why it is in that state, where that needs saying.
  public var cause: String?
  /// Its `r` records, repeats included; nil when the change topic was not read from its beginning.
  public var reads: Int64?
  /// Creates, updates and deletes between its beginning and its end.
  public var streamed: Int64?
  /// Null values in that time.
  public var tombstones: Int64?
  /// Records in that time that are no change events.
  public var unreadable: Int64?
  /// Reads whose key came before in the same snapshot; nil when not known (`warnings` says why).
  public var repeated: Int64?
  /// Distinct chunks that held rows.
  public var chunksDone: Int64?
  /// Rows a chunk, as configured.
  public var chunkSize: Int?
  /// How far it has come.
  public var key = Key()
  /// Rows read a second over the last ten seconds.
  public var rate: Double?
  /// Tables that are read after this one; nil where no source told.
  public var remainingTables: [String]?
  /// When it began, as the connector told.
  public var startedAt: Timestamp?
  /// When it ended.
  public var finishedAt: Timestamp?
  /// One, and the starts of the task seen since it began.
  public var taskStarts: Int?
  /// The sources that told of it.
  public var sources: FactSources = []
  /// What else the reader must know.
  public var warnings: [String] = []
  /// The command, or the signal row, that helps.
  public var next: String?
  /// Whether the change topic was read to a point after the snapshot's end, so that the counts are
  /// final.
  public var isSettled = false

  /// Whether the rows up to the snapshot's end have to be read before more can be said.
  public var awaitsRows = false

  /// A reading of a table of which nothing is known yet.
  public init(takenAt: Timestamp, table: String, topic: String) {
    self.takenAt = takenAt
    self.table = table
    self.topic = topic
  }
}
