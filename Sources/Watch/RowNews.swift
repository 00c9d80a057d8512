import Debezium
import Runtime
import Snapshot

/// What the records of a change topic tell a tracker.
struct RowNews: Sendable {
  enum Content: Sendable {
    case row(RowFact)
    /// The key of the newest read, and when it was made.
    case lastKey(RecordKey, Timestamp)
    /// A run id's fingerprint, and when a record with it was made.
    case runID(UInt64, Timestamp)
    /// From here on the records are given.
    case beginning(Timestamp)
    /// The topic was read to an end that was taken then.
    case end(Timestamp)
  }

  var content: Content
  var tracker: Int
  var table: SnapshotTracker.TableIndex?

  func give(to tracker: inout SnapshotTracker) {
    if case .runID(let fingerprint, let time) = content { tracker.runID(fingerprint, at: time) }
    guard let table else { return }
    switch content {
    case .row(let row): tracker.record(row, of: table)
    case .lastKey(let key, let time): tracker.lastRead(key: key, at: time, of: table)
    case .beginning(let time): tracker.rowsAreRead(from: time, of: table)
    case .end(let time): tracker.rowsWereRead(until: time, of: table)
    case .runID: break
    }
  }
}
