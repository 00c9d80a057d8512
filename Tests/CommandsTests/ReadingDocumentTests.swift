import JSON
import Runtime
import Snapshot
import Testing

@testable import Commands

@Suite struct ReadingDocumentTests {
  @Test func `what is not known is null, and every member is there`() {
    let reading = SnapshotReading(
      takenAt: Timestamp(milliseconds: 1_795_248_291_200), table: "public.t1",
      topic: "shop.public.t1")
    #expect(
      ReadingDocument.object(reading).text == """
        {"schema_version":1,"taken_at":"2026-11-21T08:04:51.200Z","connector":null,\
        "table":"public.t1","topic":"shop.public.t1","kind":"none","id":null,"state":"NONE",\
        "cause":null,"reads":null,"streamed":null,"tombstones":null,"unreadable":null,\
        "repeated":null,"chunks":{"done":null,"size":null},\
        "key":{"last":null,"maximum":null,"columns":null},"percent":null,"percent_from":null,\
        "rows_expected":null,"rows_expected_from":null,"rate_rows_per_second":null,\
        "eta_seconds":null,"remaining_tables":null,"started_at":null,"finished_at":null,\
        "task_starts":null,"sources":[],"warnings":[],"next":null}
        """)
  }

  @Test func `what is known stands in its member`() {
    #expect(
      ReadingDocument.object(Readings.running).text == """
        {"schema_version":1,"taken_at":"2026-11-21T08:04:51.200Z","connector":"shop",\
        "table":"public.orders_large","topic":"shop.public.orders_large","kind":"incremental",\
        "id":"adhoc-1","state":"RUNNING","cause":null,"reads":1280,"streamed":33,"tombstones":2,\
        "unreadable":0,"repeated":7,"chunks":{"done":5,"size":256},\
        "key":{"last":["1282"],"maximum":["900009"],"columns":["id"]},"percent":null,\
        "percent_from":null,"rows_expected":null,"rows_expected_from":null,\
        "rate_rows_per_second":860.4,"eta_seconds":null,\
        "remaining_tables":["public.order_items","public.sessions"],\
        "started_at":"2026-11-21T08:04:41.200Z","finished_at":null,"task_starts":1,\
        "sources":["notifications","offsets","signal table","rows"],"warnings":["one","two"],\
        "next":null}
        """)
  }

  @Test func `an ended reading tells its cause, its end and what helps`() {
    var reading = Readings.running
    reading.state = .incomplete
    reading.cause = "the scan ended with \"SQL_EXCEPTION\""
    reading.finishedAt = reading.takenAt
    reading.next = "INSERT"
    reading.remainingTables = []
    let object = ReadingDocument.object(reading)
    #expect(object["state"] == .string("INCOMPLETE"))
    #expect(object["cause"] == .string("the scan ended with \"SQL_EXCEPTION\""))
    #expect(object["finished_at"] == .string("2026-11-21T08:04:51.200Z"))
    #expect(object["next"] == .string("INSERT"))
    #expect(object["remaining_tables"] == .array([]))
  }

  @Test(arguments: SnapshotState.allCases)
  func `a state is its own word in capitals`(state: SnapshotState) {
    var reading = Readings.running
    reading.state = state
    let word = ReadingDocument.object(reading)["state"]?.stringValue
    #expect(word == "\(state)".uppercased())
  }
}
