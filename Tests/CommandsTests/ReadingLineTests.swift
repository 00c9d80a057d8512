import Foundation
import Runtime
import Snapshot
import Testing

@testable import Commands

@Suite struct ReadingLineTests {
  @Test func `a wide line says everything`() {
    #expect(
      ReadingLine.text(Readings.running, catchUp: nil, style: .plain) == """
        orders_large [adhoc-1] · 1,280 rows read · 860 rows/s · 33 streamed · 7 read again · \
        chunk 5 · key 1282 of 900009 · RUNNING
        """)
  }

  @Test(arguments: [40, 50, 60, 80, 100, 120])
  func `a narrower line says less and still shows the state`(columns: Int) {
    let line = ReadingLine.text(Readings.running, catchUp: nil, style: .plain, columns: columns)
    #expect(DisplayText.columns(of: line) <= columns)
    #expect(line.hasPrefix("orders_large [adhoc-1] · "))
    #expect(line.hasSuffix(" · RUNNING"))
  }

  @Test func `a terminal narrower than the name and the state still gets both`() {
    let line = ReadingLine.text(Readings.running, catchUp: nil, style: .plain, columns: 10)
    #expect(line == "orders_large [adhoc-1] · RUNNING")
  }

  @Test func `colour takes no columns`() {
    let plain = ReadingLine.text(Readings.running, catchUp: nil, style: .plain, columns: 60)
    let colored = ReadingLine.text(
      Readings.running, catchUp: nil, style: Style(hasColor: true, zone: .utc), columns: 60)
    #expect(DisplayText.columns(of: colored) == DisplayText.columns(of: plain))
    #expect(colored.hasSuffix("\u{1B}[32mRUNNING\u{1B}[0m"))
  }

  @Test func `catching up is said first, and a cause last`() {
    var reading = Readings.running
    reading.state = .stalled
    reading.cause = "no progress for 61 s"
    let line = ReadingLine.text(
      reading, catchUp: CatchUp((read: 1000, total: 20_000)), style: .plain, columns: 90)
    #expect(line.hasPrefix("orders_large [adhoc-1] · catching up: 1,000 of 20,000 records · "))
    #expect(line.hasSuffix(" · STALLED: no progress for 61 s"))
  }

  @Test func `names from elsewhere cannot steer the terminal`() {
    var reading = Readings.running
    reading.id = "\u{1B}[2Jx"
    reading.key.last = ["a\r"]
    reading.cause = "b\u{7}"
    let line = ReadingLine.text(reading, catchUp: nil, style: .plain)
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
    #expect(line.contains(#"[\u{1B}[2Jx]"#))
  }

  @Test func `no snapshot has no rows`() {
    var reading = SnapshotReading(
      takenAt: Timestamp(milliseconds: 0), table: "public.t1", topic: "shop.public.t1")
    reading.reads = 0
    #expect(ReadingLine.text(reading, catchUp: nil, style: .plain) == "t1 · NONE")
  }
}

@Suite struct StyleTests {
  @Test(
    arguments: [
      (.completed, 32), (.running, 32), (.paused, 33), (.queued, 33), (.requested, 33),
      (.unknown, 33), (.none, 33), (.skipped, 33), (.unanswered, 31), (.stalled, 31),
      (.incomplete, 31), (.aborted, 31), (.failed, 31),
    ] as [(SnapshotState, Int)])
  func `green is well, yellow waits, red needs somebody`(state: SnapshotState, color: Int) {
    #expect(
      Style(hasColor: true, zone: .utc).state(state)
        == "\u{1B}[\(color)m\(state.rawValue)\u{1B}[0m")
    #expect(Style.plain.state(state) == state.rawValue)
  }

  @Test func `a time is in the reader's zone, with its distance from UTC`() {
    let time = Timestamp(milliseconds: 1_795_248_291_250)
    #expect(Style.plain.time(time) == "2026-11-21T08:04:51.250Z")
    // The machine's zone may be any; the distance from UTC stands behind the time.
    let local = Style(hasColor: false, zone: .local).time(time)
    #expect(local.wholeMatch(of: /2026-11-2\dT\d\d:\d\d:51\.250[+-]\d\d:\d\d/) != nil, "\(local)")
  }

  @Test func `a time for people is to the millisecond the one that machines are told`() {
    let times = (0..<1000).map { Timestamp(milliseconds: 1_795_248_291_000 + $0) }
    let different = times.filter { Style.plain.time($0) != $0.description }
    #expect(different.map(\.description) == [])
  }
}

@Suite struct ExitStatusTests {
  @Test(
    arguments: [
      (.completed, 0), (.running, 0), (.queued, 0), (.paused, 0), (.none, 0), (.skipped, 0),
      (.requested, 3), (.unknown, 3), (.unanswered, 2), (.stalled, 2), (.incomplete, 2),
      (.aborted, 2), (.failed, 2),
    ] as [(SnapshotState, Int32)])
  func `each state has its exit status`(state: SnapshotState, status: Int32) {
    #expect(ExitStatus(state).rawValue == status)
  }

  @Test(
    arguments: [
      ([.completed, .unknown], 3), ([.unknown, .failed, .completed], 2), ([.failed, .unknown], 2),
      ([.paused, .running], 0), ([.requested, .stalled], 2),
    ] as [([SnapshotState], Int32)])
  func `of several readings the worst counts, and 2 is worse than 3`(
    states: [SnapshotState], status: Int32
  ) {
    #expect(states.map { ExitStatus($0) }.max()?.rawValue == status)
  }
}
