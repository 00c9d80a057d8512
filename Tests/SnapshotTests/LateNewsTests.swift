import Debezium
import Runtime
import Snapshot
import Testing

/// Each topic is fetched by itself, so after an outage the rows may come before the notifications
/// that were sent with them, or behind.
@Suite struct LateNewsTests {
  /// Rows 1 to 10, a new start of the task, and rows 6 to 20 in two chunks.
  private static let rows: [(key: UInt64, at: Duration)] =
    (1...10).map { ($0, .milliseconds(2000 + Int64($0))) }
    + (6...13).map { ($0, .milliseconds(11_000 + Int64($0))) }
    + (14...20).map { ($0, .milliseconds(11_500 + Int64($0))) }

  private static func tell(_ facts: inout Facts, scanned: Int) throws {
    let name = #""connector_name":"shop""#
    try facts.note("SKIPPED", after: .seconds(10), aggregate: "Initial", name)
    try facts.note(
      "TABLE_SCAN_COMPLETED", after: .seconds(12),
      #"\#(name),"scanned_collection":"public.t1","status":"SUCCEEDED","total_rows_scanned":"\#(scanned)""#
    )
    try facts.note("COMPLETED", after: .seconds(12), name)
  }

  private static func begun() throws -> Facts {
    var facts = Facts()
    facts.tracker.rowsAreRead(from: begin, of: facts.table)
    try facts.note(
      "STARTED", after: .seconds(1),
      #""connector_name":"shop","data_collections":"public.t1""#)
    return facts
  }

  private static func read(_ rows: some Sequence<(key: UInt64, at: Duration)>, _ facts: inout Facts)
  {
    for row in rows { facts.read(.incremental, after: row.at, fingerprint: row.key) }
  }

  @Test(arguments: [0, 10, 18, 25], [15, 16])
  func `rows that come before the word of a new start of the task are counted from it`(
    before: Int, scanned: Int
  ) throws {
    var facts = try Self.begun()
    Self.read(Self.rows.prefix(before), &facts)
    try Self.tell(&facts, scanned: scanned)
    Self.read(Self.rows.dropFirst(before), &facts)
    facts.tracker.rowsWereRead(until: begin + .seconds(100), of: facts.table)
    let reading = facts.reading(after: .seconds(100))
    #expect(reading.reads == 25)
    #expect(reading.repeated == 5)
    #expect(reading.taskStarts == 2)
    #expect(reading.state == (scanned == 15 ? .completed : .incomplete))
    if scanned == 16 {
      #expect(
        reading.cause == "16 rows were scanned and only 15 arrived as reads and 0 as changes")
    }
  }

  @Test func `rows of several partitions may come in any order of time`() throws {
    var facts = try Self.begun()
    let odd = Self.rows.filter { $0.key % 2 == 1 }
    let even = Self.rows.filter { $0.key % 2 == 0 }
    Self.read(odd + even, &facts)
    try Self.tell(&facts, scanned: 16)
    facts.tracker.rowsWereRead(until: begin + .seconds(100), of: facts.table)
    #expect(
      facts.reading(after: .seconds(100)).cause
        == "16 rows were scanned and only 15 arrived as reads and 0 as changes")
  }
}
