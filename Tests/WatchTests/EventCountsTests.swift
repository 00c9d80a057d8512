import Debezium
import EnvelopeReader
import Runtime
import Testing

@testable import Watch

private func position(_ partition: Int32, _ offset: Int64, _ time: Int64? = nil)
  -> EventCounts.Position
{
  EventCounts.Position(
    partition: partition, offset: offset, time: time.map(Timestamp.init(milliseconds:)))
}

extension EventCounts {
  fileprivate mutating func add(
    _ operation: Operation?, _ marker: SnapshotMarker, text: String? = nil,
    at position: Position = position(0, 0)
  ) {
    let envelope = Envelope(
      form: operation == nil ? .schemaChange : .debezium, operation: operation, marker: marker)
    count(.change(envelope), at: position, in: "t", markerText: text)
    reached(position)
  }

  fileprivate var words: [String] {
    classes.map { "\($0.operation?.text ?? "-") \($0.snapshot ?? "-") \($0.count)" }
  }
}

@Suite struct EventCountsTests {
  @Test func `classes come in the order of operations and then of markers`() {
    var counts = EventCounts()
    counts.add(nil, .true)
    counts.add(.delete, .false)
    counts.add(.create, .absent)
    counts.add(.create, .false)
    for _ in 0..<3 { counts.add(.read, .incremental) }
    counts.add(.read, .last)
    counts.add(.read, .first)
    counts.add(.message, .false)
    counts.add(.truncate, .false)
    counts.add(.update, .true)
    #expect(
      counts.words == [
        "r first 1", "r last 1", "r incremental 3", "c - 1", "c false 1", "u true 1", "d false 1",
        "t false 1", "m false 1", "- true 1",
      ])
    #expect(counts.records == 12)
  }

  @Test func `texts that no Debezium writes keep their own, after the known ones`() {
    var counts = EventCounts()
    counts.add(.read, .other, text: "zebra")
    counts.add(.read, .other, text: "alpha")
    counts.add(.read, .other, text: "zebra")
    counts.add(.read, .incremental)
    counts.add(.create, .other, text: nil)
    #expect(counts.words == ["r incremental 1", "r alpha 1", "r zebra 2", "c  1"])
  }

  @Test func `a topic of ever new texts takes bounded memory`() {
    var counts = EventCounts()
    for number in 0..<1500 { counts.add(.read, .other, text: "marker \(number)") }
    #expect(counts.classes.count == 1001)
    #expect(counts.classes.first == .init(operation: .read, snapshot: "(others)", count: 500))
  }

  @Test func `tombstones and unreadable records count and are in no class`() {
    var counts = EventCounts()
    counts.count(.tombstone, at: position(0, 0), in: "t", markerText: nil)
    for offset in 1...12 {
      counts.count(
        .unreadable(.notJSON), at: position(1, Int64(offset)), in: "t", markerText: nil)
    }
    #expect(counts.records == 13)
    #expect(counts.tombstones == 1)
    #expect(counts.classes.isEmpty)
    #expect(counts.unreadable.count == 12)
    #expect(counts.unreadable.first.map(\.offset) == Array(1...10))
    #expect(
      counts.unreadable.first.first
        == UnreadableRecord(topic: "t", partition: 1, offset: 1, reason: "not JSON, or cut off"))
  }

  @Test func `first and last are by time across partitions and by offset within one`() {
    var counts = EventCounts()
    #expect(counts.first == nil)
    #expect(counts.last == nil)
    counts.add(.read, .true, at: position(2, 10, 500))
    counts.add(.read, .true, at: position(1, 7, 400))
    counts.add(.read, .true, at: position(1, 8, 300))
    counts.add(.read, .true, at: position(0, 3, 900))
    // Within a partition the offset counts, even where the time goes back.
    counts.add(.read, .true, at: position(0, 4, 450))
    #expect(counts.first == position(1, 7, 400))
    #expect(counts.last == position(2, 10, 500))
  }

  @Test func `without times the partitions' numbers decide`() {
    var counts = EventCounts()
    counts.add(.read, .true, at: position(1, 0))
    counts.add(.read, .true, at: position(0, 0))
    counts.add(.read, .true, at: position(0, 1))
    #expect(counts.first == position(0, 0))
    #expect(counts.last == position(1, 0))
  }
}
