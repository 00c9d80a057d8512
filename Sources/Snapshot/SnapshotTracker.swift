public import Debezium
public import Runtime

/// Follows every snapshot of one connector, fed with what its topics say.
///
/// A value without I/O: facts and the time come in, readings go out. The four sources (notifications,
/// offsets, signals, rows) may come in any order among each other; those of one topic come in its
/// order. Notifications, offsets and signals that lie before the first row are best given first, so
/// that rows find their snapshot. Memory: a run a snapshot and table, and the keys of those under
/// way (`SeenKeys`).
public struct SnapshotTracker: Sendable {
  /// A table that is followed, for as long as the tracker lives.
  public struct TableIndex: Sendable, Hashable {
    let position: Int
  }

  let settings: TrackerSettings
  var connector = ConnectorLog()
  var tables: [TableLog] = []
  private var positions: [String: Int] = [:]
  var whole = WholeSnapshot()
  var lastOffset: OffsetMemory?

  /// A tracker that knows nothing yet.
  public init(settings: TrackerSettings) {
    self.settings = settings
  }

  // MARK: Tables

  /// Follows a table by the id that Debezium gives it, such as `public.orders_large`; known ones
  /// keep their index.
  @discardableResult
  public mutating func follow(table: String, topic: String) -> TableIndex {
    if let position = positions[table] { return TableIndex(position: position) }
    positions[table] = tables.count
    tables.append(TableLog(table: table, topic: topic))
    learnRequests(of: tables.count - 1)
    return TableIndex(position: tables.count - 1)
  }

  /// The tables followed and those that a source named, by id, in the order in which they came.
  public var knownTables: [String] { tables.map(\.table) }

  /// How many tables are known.
  public var tableCount: Int { tables.count }

  /// The index of a table that is known; nil for another.
  public func index(of table: String) -> TableIndex? {
    positions[table].map(TableIndex.init)
  }

  // MARK: Facts

  /// Counts one record of a table's change topic.
  ///
  /// Allocates nothing but the room for its key.
  public mutating func record(_ row: RowFact, of table: TableIndex) {
    tables[table.position].record(row)
  }

  /// The key of the newest snapshot read of a table: wanted once a batch, not for each record.
  public mutating func lastRead(key: RecordKey, at time: Timestamp, of table: TableIndex) {
    tables[table.position].noteLastKey(key, at: time)
  }

  /// A `__debezium.context.runId` header: another one means that the task was started anew.
  public mutating func runID(_ fingerprint: UInt64, at time: Timestamp) {
    connector.saw(runID: fingerprint, at: time)
  }

  /// What Connect's REST interface says now.
  public mutating func status(_ status: ConnectorTaskState?) {
    connector.status = status
  }

  // MARK: Readings

  /// The newest snapshot of a table, judged at `now`.
  public func reading(of table: TableIndex, at now: Timestamp) -> SnapshotReading {
    SnapshotJudge(tracker: self, log: tables[table.position], now: now).newest()
  }

  /// Every snapshot of a table that its sources tell of, oldest first, judged at `now`.
  public func history(of table: TableIndex, at now: Timestamp) -> [SnapshotReading] {
    SnapshotJudge(tracker: self, log: tables[table.position], now: now).all()
  }

  /// When the newest snapshot of the table began, as an order of records; nil when no source but
  /// the rows themselves could tell.
  public func beginOfNewest(of table: TableIndex) -> Timestamp? {
    guard let run = tables[table.position].runs.last(where: { $0.origin > .rows }) else {
      return nil
    }
    return run.isBeginKnown ? run.begin : nil
  }

  /// From `time` on the records of a table's change topic are given; those before are not.
  public mutating func rowsAreRead(from time: Timestamp, of table: TableIndex) {
    tables[table.position].rowsFrom = time
  }

  /// The change topic of a table has been read to an end offset that was taken at `time`.
  public mutating func rowsWereRead(until time: Timestamp, of table: TableIndex) {
    tables[table.position].rowsUntil = time
  }

  // MARK: For the rules

  /// When the oldest incremental snapshot that has not ended began; far away when there is none.
  var beginOfOpenRuns: Timestamp {
    let begins = tables.compactMap { log in log.firstOpen(.chunked).map { log.runs[$0].begin } }
    return begins.min() ?? Timestamp(milliseconds: .max)
  }

  /// The newest sign of progress of any table.
  var lastMove: Timestamp {
    tables.reduce(Timestamp(milliseconds: .min)) { newest, log in
      log.runs.reduce(newest) { max($0, max($1.lastMove, $1.scanEnd?.at ?? $1.begin)) }
    }
  }

  /// Whether the newest scan of a table failed and the whole snapshot's end was not told since.
  func hasFailedScan(_ log: TableLog) -> Bool {
    guard let run = log.runs.last, let scan = run.scanEnd, run.completed == nil else {
      return false
    }
    switch scan.status {
    case .sqlException, .other: return true
    case .succeeded, .empty, .noPrimaryKey, .skipped, .unknownSchema, nil: return false
    }
  }

  /// Changes the log of a table, which is followed from now on if it was not.
  mutating func withLog(of table: String, _ body: (inout TableLog) -> Void) {
    let index = follow(table: table, topic: settings.topic(of: table))
    body(&tables[index.position])
  }

  mutating func withEveryLog(_ body: (inout TableLog) -> Void) {
    for position in tables.indices { body(&tables[position]) }
  }

  /// The rows from here on belong to a new start of the task.
  mutating func taskStarted(at time: Timestamp) {
    withEveryLog { $0.beginSegment(at: time) }
  }
}
