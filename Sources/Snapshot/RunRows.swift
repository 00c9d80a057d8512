import Debezium
import Runtime

/// The counts of one snapshot of one table, from its change topic.
struct RunRows: Sendable {
  /// The records since one start of the connector's task: `total_rows_scanned` counts since then.
  struct Segment: Sendable {
    var begin: Timestamp
    var counts = RowCounts()
  }

  private(set) var reads: Int64 = 0
  private(set) var streamed: Int64 = 0
  private(set) var tombstones: Int64 = 0
  private(set) var unreadable: Int64 = 0
  private(set) var readsWithoutKey: Int64 = 0
  private(set) var firstRead: Timestamp?
  private(set) var lastRead: Timestamp?
  private(set) var segments: [Segment]
  private var stretches = RowStretches()
  private(set) var rate = RateMeter()
  /// Whether a read said that it is the table's last one (`last_in_data_collection`, `last`).
  private(set) var hasLastMark = false
  /// The newest read's key.
  private(set) var lastKey: RecordKey?
  private var lastKeyTime: Timestamp?
  private var repeats: Int64 = 0
  private var seen = SeenKeys()

  init(begin: Timestamp) {
    segments = [Segment(begin: begin)]
  }

  /// How many reads had a key that came before; nil when that is not known.
  var repeated: Int64? {
    seen.hasOverflowed || readsWithoutKey > 0 ? nil : repeats
  }

  /// Whether more keys came than are kept.
  var hasTooManyKeys: Bool { seen.hasOverflowed }

  /// The records since the last start of the task before that moment.
  func segment(at time: Timestamp) -> Segment? {
    segments.last { $0.begin <= time } ?? segments.first
  }

  /// Rows after this moment belong to a new start of the task, those too that were counted before
  /// its word came.
  mutating func beginSegment(at time: Timestamp) {
    guard let last = segments.last, time > last.begin else { return }
    let moved = stretches.counts(since: time)
    segments[segments.endIndex - 1].counts -= moved
    segments.append(Segment(begin: time, counts: moved))
  }

  mutating func countRead(_ row: RowFact, marker: SnapshotMarker) {
    reads += 1
    switch marker {
    case .last, .lastInDataCollection: hasLastMark = true
    case .first, .firstInDataCollection: hasLastMark = false
    default: break
    }
    count(at: row.time) { $0.reads += 1 }
    if firstRead == nil { firstRead = row.time }
    if let lastRead, row.time <= lastRead {} else { lastRead = row.time }
    rate.add(at: row.time)
    guard let fingerprint = row.fingerprint else {
      readsWithoutKey += 1
      return
    }
    if seen.insert(fingerprint) { repeats += 1 }
  }

  /// Keeps the key of a read when it is the newest: by its time, and among the partitions of one
  /// moment the greater one, since a chunk's rows are sent in the order of their keys.
  mutating func noteLast(_ key: RecordKey, at time: Timestamp) {
    if let lastKeyTime, let lastKey {
      guard time >= lastKeyTime else { return }
      if time == lastKeyTime, let old = lastKey.number, let new = key.number, new < old { return }
    }
    lastKey = key
    lastKeyTime = time
  }

  mutating func countStreamed(at time: Timestamp) {
    streamed += 1
    count(at: time) { $0.streamed += 1 }
  }

  mutating func countTombstone() { tombstones += 1 }

  mutating func countUnreadable() { unreadable += 1 }

  /// Gives back the memory that only a run under way needs; the counts stay.
  mutating func release() {
    seen.release()
    stretches = RowStretches()
  }

  private mutating func count(at time: Timestamp, _ body: (inout RowCounts) -> Void) {
    let index = segments.lastIndex { $0.begin <= time } ?? segments.startIndex
    body(&segments[index].counts)
    stretches.count(at: time, body)
  }
}

extension RecordKey {
  /// The value of a key of one column that holds a whole number.
  fileprivate var number: Int64? { values.count == 1 ? values.first.flatMap { Int64($0) } : nil }
}
