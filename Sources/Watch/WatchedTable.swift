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
  /// The tracker knows that the rows up to then were read.
  var toldUntil: Timestamp?
  /// The first record's time is still to be told to the tracker.
  var tellsItsFirstTime = false
  /// The last snapshot reads of each stretch of the batch at hand, oldest first within a partition.
  private(set) var lastReads: [LastRead] = []

  /// A snapshot read: its number within the batch at hand, its partition and its time.
  struct LastRead: Sendable {
    var position: Int
    var partition: Int32
    var time: Timestamp
  }

  init(tracker: Int, index: SnapshotTracker.TableIndex, topic: String) {
    self.tracker = tracker
    self.index = index
    self.topic = topic
  }

  /// Notes a snapshot read of the batch at hand.
  ///
  /// A pause may be the end of one snapshot and the beginning of the next, so the read before it is
  /// kept too.
  mutating func noteRead(at position: Int, partition: Int32, time: Timestamp) {
    let read = LastRead(position: position, partition: partition, time: time)
    if let last = lastReads.last, last.partition == partition, time - last.time < Self.pause {
      lastReads[lastReads.count - 1] = read
    } else {
      lastReads.append(read)
    }
  }

  /// The rows of one chunk come far closer together, those of two snapshots hardly ever.
  private static let pause = Duration.milliseconds(50)

  /// The batch at hand has been dealt with.
  mutating func forgetReads() { lastReads.removeAll(keepingCapacity: true) }

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
