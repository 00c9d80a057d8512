import Debezium
import Runtime

/// One snapshot of one table: the newest word of each source, with the time of the record that
/// brought it.
///
/// The four sources arrive each at its own pace, so nothing here depends on their order among each
/// other: a member is the latest of its kind, and `SnapshotJudge` reads the state out of them.
struct SnapshotRun: Sendable {
  /// How the run became known; a later, better source raises it.
  enum Origin: Int, Sendable, Comparable {
    case rows, offsets, progress, announced

    static func < (left: Origin, right: Origin) -> Bool { left.rawValue < right.rawValue }
  }

  /// The end of a table's scan, as a notification told it.
  struct ScanEnd: Sendable {
    var at: Timestamp
    var status: Notification.ScanStatus?
    var totalRows: Int64?
  }

  var kind: SnapshotKind
  /// The signal's id; nil for an initial snapshot and where no source told it.
  var id: String?
  /// Ids under which later notifications spoke of it: a signal that comes while it runs renames it.
  var aliases: Set<String> = []
  var origin: Origin
  /// Rows after this moment belong to this run.
  var begin: Timestamp
  /// Whether that is its beginning; else some source only met it under way.
  var isBeginKnown: Bool
  /// When it began, as its start was told; nil when no source told.
  var startedAt: Timestamp?
  var sources: FactSources = []

  // Notifications.
  var firstProgress: Timestamp?
  var lastProgress: Timestamp?
  var lastProcessedKey: NotificationKey?
  var maximumKey: NotificationKey?
  private(set) var chunks = DistinctChunks()
  var scanEnd: ScanEnd?
  var completed: Timestamp?
  var aborted: Timestamp?
  /// A newer snapshot of the table began though no end of this one was told.
  var superseded: Timestamp?
  /// The tables that the newest notification or offset lists beside this one, in their order.
  var remainingTables: [String]?

  // Offsets.
  var offsetLastKey: JavaKeyArray?
  var offsetMaximumKey: JavaKeyArray?
  /// The newest offset record that said something new of this run.
  var lastOffsetMove: Timestamp?
  /// Whether an offset record called it a blocking snapshot.
  var offsetSaysBlocking = false
  /// The first offset record that no longer has the table in its queue.
  var leftQueue: Timestamp?

  var rows: RunRows

  init(kind: SnapshotKind, id: String?, origin: Origin, begin: Timestamp) {
    self.kind = kind
    self.id = id
    self.origin = origin
    self.begin = begin
    isBeginKnown = origin == .announced
    rows = RunRows(begin: begin)
  }

  /// Whether a notification or an offset under this id speaks of this run.
  func isKnown(as other: String?) -> Bool {
    guard let other else { return id == nil }
    return id == other || aliases.contains(other)
  }

  /// The moment of the record that ended it, if one has and nothing came after that.
  var end: Timestamp? {
    // COMPLETED speaks of all tables together; this one's own end may lie long before it.
    let whole = scanEnd == nil ? later(completed, leftQueue) : nil
    guard let end = later(later(scanEnd?.at, whole), later(aborted, superseded)) else { return nil }
    return hasResumed(after: end) ? nil : end
  }

  private func later(_ left: Timestamp?, _ right: Timestamp?) -> Timestamp? {
    guard let left, let right else { return left ?? right }
    return left < right ? right : left
  }

  /// Whether rows or progress came clearly later than `end`: a worker that crashed before it
  /// flushed its offsets reads the last part again, under the same id.
  func hasResumed(after end: Timestamp) -> Bool {
    if let lastProgress, lastProgress > end { return true }
    guard let lastRead = rows.lastRead else { return false }
    return lastRead > end + Self.lateness
  }

  /// Whether a stop can mean this run: it is open, or COMPLETED came just before without an end of
  /// its scan, which is how a stop of the whole snapshot is told (facts 19).
  func canBeAborted(at time: Timestamp) -> Bool {
    guard aborted == nil, superseded == nil else { return false }
    guard end != nil else { return true }
    guard scanEnd == nil, let completed else { return false }
    return time - completed <= .seconds(5)
  }

  /// How much later than its end's record a row may come without being a new reading: the last row
  /// of an initial snapshot is held back until the end (facts 1.4).
  static let lateness = Duration.seconds(2)

  /// The newest sign that it moves.
  var lastMove: Timestamp {
    [rows.lastRead, lastProgress, lastOffsetMove].compactMap { $0 }.reduce(begin, max)
  }

  /// How long rows may come after the word that their scan has ended: a producer that has to try
  /// again (a broker that died) sends each partition's records when it can.
  static let patience = Duration.seconds(15)

  /// Whether fewer rows have arrived since the task's last start, as reads or as changes, than were
  /// scanned; false where no source told how many were.
  var lacksScannedRows: Bool {
    guard let scanEnd, let total = scanEnd.totalRows, let segment = rows.segment(at: scanEnd.at)
    else { return false }
    return segment.counts.reads + segment.counts.streamed < total
  }

  /// Notes a chunk that was read, by the key it ended with.
  mutating func noteChunk(endingAt key: String) {
    chunks.insert(key)
  }
}

/// The chunks of a run, told apart by the key that each ended with: after a crash the same chunk is
/// announced again.
struct DistinctChunks: Sendable {
  private var found: Int64 = 0
  private var seen = SeenKeys()

  /// How many there are; nil past what can be kept.
  var count: Int64? { seen.hasOverflowed ? nil : found }

  mutating func insert(_ lastKey: String) {
    // `Hasher` is seeded anew in each process, which is all that a set in memory needs.
    var hasher = Hasher()
    hasher.combine(lastKey)
    if !seen.insert(UInt64(bitPattern: Int64(hasher.finalize()))) { found += 1 }
  }
}
