import Debezium
import EnvelopeReader
import Runtime
import Testing

@testable import Commands
@testable import Watch

@Suite struct EventsReportTests {
  private static func counts() -> EventCounts {
    var counts = EventCounts()
    var offset: Int64 = 0
    func place() -> EventCounts.Position {
      defer { offset += 1 }
      return EventCounts.Position(
        partition: 0, offset: offset,
        time: Timestamp(milliseconds: 1_795_248_291_200 + offset * 1000))
    }
    func add(_ operation: Debezium.Operation?, _ marker: SnapshotMarker) {
      let envelope = Envelope(
        form: operation == nil ? .schemaChange : .debezium, operation: operation, marker: marker)
      count(.change(envelope))
    }
    func count(_ reading: Reading) {
      let place = place()
      counts.count(reading, at: place, in: "shop.public.t1", markerText: "odd\u{1B}")
      counts.reached(place)
    }
    for _ in 0..<1200 { add(.read, .incremental) }
    add(.create, .false)
    add(.create, .absent)
    add(.update, .other)
    add(nil, .true)
    count(.tombstone)
    count(.unreadable(.notJSON))
    return counts
  }

  private static let report = EventsReport(
    topic: "shop.public.t1", counts: counts(), took: .milliseconds(2500), style: .plain)

  @Test func `the object has the contract's members in their order`() {
    #expect(
      Self.report.text(.jsonl) == """
        {"schema_version":1,"topic":"shop.public.t1","records":1206,"tombstones":1,\
        "unreadable":1,"by":[{"op":"r","snapshot":"incremental","count":1200},\
        {"op":"c","snapshot":null,"count":1},{"op":"c","snapshot":"false","count":1},\
        {"op":"u","snapshot":"odd\\u001b","count":1},{"op":null,"snapshot":"true","count":1}],\
        "first":{"partition":0,"offset":0,"time":"2026-11-21T08:04:51.200Z"},\
        "last":{"partition":0,"offset":1205,"time":"2026-11-21T08:24:56.200Z"},\
        "seconds":2.500,"rate_records_per_second":482.4}

        """)
  }

  @Test func `the table has a row for each class`() {
    #expect(
      Self.report.text(.table) == #"""
        shop.public.t1: 1,206 records in 2.5s, 482 records/s
        OP             SNAPSHOT     COUNT
        r (read)       incremental  1,200
        c (create)     -                1
        c (create)     false            1
        u (update)     odd\u{1B}        1
        schema change  true             1
        tombstone      -                1
        unreadable     -                1
        first  partition 0 offset 0 at 2026-11-21T08:04:51.200Z
        last   partition 0 offset 1205 at 2026-11-21T08:24:56.200Z

        """#)
  }

  @Test func `a record that cannot be read is named by its place`() {
    #expect(
      UnreadableText.lines(Self.report.counts.unreadable) == [
        "cdcwatch: unreadable: shop.public.t1 partition 0 offset 1205: not JSON, or cut off"
      ])
  }

  @Test func `an empty topic has no events and no places`() {
    let report = EventsReport(topic: "t", counts: EventCounts(), took: .zero, style: .plain)
    #expect(!report.hasEvents)
    #expect(UnreadableText.lines(report.counts.unreadable) == [])
    #expect(
      report.text(.jsonl) == """
        {"schema_version":1,"topic":"t","records":0,"tombstones":0,"unreadable":0,"by":[],\
        "first":null,"last":null,"seconds":0.000,"rate_records_per_second":0.0}

        """)
    #expect(report.text(.table) == "t: 0 records in 0ms, 0 records/s\n")
  }
}

@Suite struct TextTableTests {
  @Test func `columns are as wide as their widest cell, and lines end without spaces`() {
    var table = TextTable([("NAME", .left), ("COUNT", .right), ("NOTE", .left)])
    table.add(["a", "1", ""])
    table.add(["日本", "1,000", "wide"])
    table.add(["\u{1B}[31mred\u{1B}[0m", "12", "colour"])
    #expect(
      table.text == """
        NAME  COUNT  NOTE
        a         1
        日本  1,000  wide
        \u{1B}[31mred\u{1B}[0m      12  colour

        """)
  }

  @Test func `a short row is short, and cells without a column are left out`() {
    var table = TextTable([("A", .left), ("B", .left)])
    table.add(["x"])
    table.add(["y", "z", "no column"])
    #expect(table.text == "A  B\nx\ny  z\n")
  }
}
