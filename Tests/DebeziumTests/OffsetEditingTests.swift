import Debezium
import JSON
import Testing

@Suite struct OffsetEditingTests {
  private let old = SourceOffset(
    parsing: #"{"file":"binlog.000003","pos":200,"gtids":"0-1-5","event":3,"row":1,"ts_sec":9}"#)

  @Test func `an edited GTID set keeps file and position, and swallows no row`() throws {
    let old = try #require(old)
    let new = try #require(SourceOffset.after(gtids: "0-1-7", from: old))
    #expect(
      new.members.text
        == #"{"file":"binlog.000003","pos":200,"ts_sec":9,"gtids":"0-1-7","event":0,"row":0}"#)
  }

  @Test func `a place replaces file and position`() throws {
    let new = try #require(SourceOffset.at(file: "binlog.000004", position: 4, from: nil))
    #expect(new.members.text == #"{"file":"binlog.000004","pos":4,"event":0,"row":0}"#)
  }

  @Test(arguments: [
    (UInt64(0x1_0000_0000), "4294967296"), (UInt64.max, "-1"),
    (UInt64(Int64.max) + 1, "-9223372036854775808"),
  ])
  func `a position of any size is written as Debezium reads it`(position: UInt64, number: String)
    throws
  {
    let new = try #require(SourceOffset.at(LSN(position: position), from: nil))
    #expect(
      new.members.text == #"{"lsn":\#(number),"lsn_proc":\#(number),"lsn_commit":\#(number)}"#)
    #expect(new.processedLSN == LSN(position: position))
  }

  @Test(arguments: [
    (#""snapshot":"INITIAL","last_snapshot_record":true,"snapshot_completed":true"#, false),
    (#""snapshot":"INCREMENTAL","last_snapshot_record":false,"snapshot_completed":false"#, false),
    (#""snapshot":"INITIAL","last_snapshot_record":false,"snapshot_completed":false"#, true),
  ])
  func `only an initial snapshot that had not ended is still told of`(text: String, stays: Bool)
    throws
  {
    let old = try #require(SourceOffset(parsing: "{\(text),\"incremental_x\":1}"))
    let new = try #require(SourceOffset.at(LSN(position: 5), from: old))
    #expect((new.snapshot == .initial) == stays)
    #expect((new.members["snapshot_completed"] != nil) == stays)
    #expect(new.members["incremental_x"] == .integer(1))
  }

  @Test func `members that tell of one event alone go with their position`() throws {
    let old = try #require(
      SourceOffset(
        parsing: #"{"lsn":1,"lsn_proc":1,"lsn_events_processed":2,"messageType":"BEGIN","xmin":3}"#)
    )
    let new = try #require(SourceOffset.at(LSN(position: 5), from: old))
    #expect(new.members.text == #"{"xmin":3,"lsn":5,"lsn_proc":5,"lsn_commit":5}"#)
  }
}
