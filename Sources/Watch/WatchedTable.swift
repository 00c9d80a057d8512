import Debezium
import EnvelopeReader
import Runtime
import Snapshot

/// A table whose change topic is read.
struct WatchedTable: Sendable {
  let tracker: Int
  let index: SnapshotTracker.TableIndex
  let topic: String
  /// The time of the newest record by partition: a tombstone has none and follows its delete.
  private var newest: [Timestamp?] = []
  /// When the ends that are being read to were taken.
  var targetTaken = Timestamp(milliseconds: 0)
  /// The first record's time is still to be told to the tracker.
  var tellsItsFirstTime = false
  /// The number, within the batch at hand, of the newest snapshot read.
  var lastReadInBatch: Int?
  var lastReadTime = Timestamp(milliseconds: 0)

  init(tracker: Int, index: SnapshotTracker.TableIndex, topic: String) {
    self.tracker = tracker
    self.index = index
    self.topic = topic
  }

  /// The moment to which a record belongs: the connector's own time in a change event, the delete's
  /// for its tombstone, else the record's timestamp.
  mutating func time(of reading: Reading, timestamp: Timestamp?, partition: Int32) -> Timestamp {
    let place = Int(max(0, partition))
    while newest.count <= place, newest.count < 100_000 { newest.append(nil) }
    guard place < newest.count else { return timestamp ?? Timestamp(milliseconds: 0) }
    let fallback = timestamp ?? newest[place] ?? Timestamp(milliseconds: 0)
    guard case .change(let envelope) = reading else { return newest[place] ?? fallback }
    let time = envelope.time ?? fallback
    newest[place] = time
    return time
  }
}
