import Debezium
import EnvelopeReader
import Kafka
import Runtime
import Snapshot
import Testing

@testable import Watch

private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

@Suite struct TopicProgressTests {
  @Test func `a topic is complete when each partition was read to its end`() {
    var progress = TopicProgress()
    progress.aim(0, start: 0, target: 10)
    progress.aim(1, start: 5, target: 6)
    #expect(!progress.isComplete)
    progress.reached(0, offset: 10)
    #expect(!progress.isComplete)
    progress.reached(1, offset: 6)
    #expect(progress.isComplete)
    #expect(progress.counts == (read: 11, total: 11))
  }

  @Test func `a topic of empty partitions is complete at once`() {
    var progress = TopicProgress()
    #expect(progress.isComplete)
    progress.aim(0, start: 7, target: 7)
    #expect(progress.isComplete)
    #expect(progress.counts == (read: 0, total: 0))
  }

  @Test func `reading never goes back, and unknown partitions change nothing`() {
    var progress = TopicProgress()
    progress.aim(0, start: 2, target: 10)
    progress.reached(0, offset: 8)
    progress.reached(0, offset: 3)
    progress.reached(9, offset: 100)
    #expect(progress.positions.map(\.next) == [8])
    #expect(progress.positions.map(\.partition) == [0])
  }

  @Test func `records beyond the end do not count as more than there were`() {
    var progress = TopicProgress()
    progress.aim(0, start: 0, target: 10)
    progress.reached(0, offset: 25)
    #expect(progress.counts == (read: 10, total: 10))
  }

  @Test func `a later end reopens a topic that was complete`() {
    var progress = TopicProgress()
    progress.aim(0, start: 0, target: 1)
    progress.reached(0, offset: 1)
    progress.aim(0, target: 3)
    #expect(!progress.isComplete)
    #expect(progress.counts == (read: 1, total: 3))
    // A partition that was never assigned is not waited for.
    progress.aim(5, target: 3)
    progress.reached(0, offset: 3)
    #expect(progress.isComplete)
  }
}

@Suite struct RowStartTests {
  private static let marks = Watermarks(beginning: 100, end: 200)

  @Test(
    arguments: [
      (StartPosition.beginning, 100), (.end, 200), (.offset(150), 150), (.offset(0), 100),
      (.offset(900), 200), (.offset(-1), 100), (.tail(10), 190), (.tail(0), 200),
      (.tail(1000), 100), (.tail(-5), 200), (.tail(.max), 100),
    ] as [(StartPosition, Int64)])
  func `a place lies within what the partition holds`(position: StartPosition, offset: Int64) {
    #expect(RowStart.position(position).offset(within: Self.marks, at: nil) == offset)
  }

  @Test(
    arguments: [
      (.offset(150), 150), (.offset(3), 100), (.atEnd, 200), (nil, 100),
    ] as [(OffsetAtTime?, Int64)])
  func `a moment is where the broker says, and the beginning where it does not`(
    found: OffsetAtTime?, offset: Int64
  ) {
    #expect(RowStart.time(at(0)).offset(within: Self.marks, at: found) == offset)
  }
}

@Suite struct ClusterClockTests {
  @Test func `a connector whose clock is ahead carries this one along`() {
    var clock = ClusterClock { at(1_000_000) }
    #expect(clock.now() == at(1_000_000))
    clock.saw(at(1_002_500))
    #expect(clock.now() == at(1_002_500))
    #expect(clock.adjusted(at(2_000_000)) == at(2_002_500))
    // The most that was seen counts.
    clock.saw(at(1_001_000))
    #expect(clock.now() == at(1_002_500))
  }

  @Test(arguments: [0, 999_999, 4_600_000, .max, .min] as [Int64])
  func `the past, and a clock that is wrong by an hour, change nothing`(milliseconds: Int64) {
    var clock = ClusterClock { at(1_000_000) }
    clock.saw(at(milliseconds))
    #expect(clock.now() == at(1_000_000))
  }
}

@Suite struct WatchedTableTests {
  private func table() -> WatchedTable {
    var tracker = SnapshotTracker(settings: TrackerSettings())
    return WatchedTable(
      tracker: 0, index: tracker.follow(table: "public.t1", topic: "shop.public.t1"),
      topic: "shop.public.t1")
  }

  private func change(_ operation: Operation, _ time: Timestamp?) -> Reading {
    .change(Envelope(form: .debezium, operation: operation, time: time))
  }

  @Test func `a tombstone belongs to the moment of its delete, partition by partition`() {
    var table = table()
    #expect(table.time(of: change(.delete, at(500)), timestamp: at(900), partition: 0) == at(500))
    #expect(table.time(of: change(.delete, at(700)), timestamp: at(901), partition: 1) == at(700))
    #expect(table.time(of: .tombstone, timestamp: at(950), partition: 0) == at(500))
    #expect(table.time(of: .tombstone, timestamp: at(950), partition: 1) == at(700))
  }

  @Test func `the first record's timestamp counts where no event has told a time`() {
    var table = table()
    #expect(table.time(of: .tombstone, timestamp: at(950), partition: 0) == at(950))
    #expect(table.time(of: .unreadable(.notJSON), timestamp: nil, partition: 0) == at(0))
    #expect(table.time(of: change(.read, nil), timestamp: at(960), partition: 0) == at(960))
  }

  @Test(arguments: [.min, -1, 99_999, 100_000, .max] as [Int32])
  func `a partition's number is taken as it comes`(partition: Int32) {
    var table = table()
    let time = table.time(of: change(.read, at(500)), timestamp: at(900), partition: partition)
    #expect(time == (partition < 100_000 ? at(500) : at(900)))
    table.noteRead(at: 0, partition: partition, time: time)
    table.forgetReads()
    #expect(table.lastReads.isEmpty)
  }

  @Test func `the last read of each stretch is kept until the batch is dealt with`() {
    var table = table()
    table.noteRead(at: 3, partition: 0, time: at(1))
    table.noteRead(at: 4, partition: 0, time: at(50))
    table.noteRead(at: 5, partition: 2, time: at(51))
    table.noteRead(at: 9, partition: 0, time: at(52))
    // A pause: another snapshot perhaps.
    table.noteRead(at: 10, partition: 0, time: at(102))
    table.noteRead(at: 11, partition: 0, time: at(103))
    #expect(table.lastReads.map(\.position) == [4, 5, 9, 11])
    table.forgetReads()
    #expect(table.lastReads.isEmpty)
  }
}
