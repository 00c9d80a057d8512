import Debezium
import Testing

/// What is wrong with an offset whatever its database says, by the connector's kind.
@Suite struct OffsetDefectTests {
  @Test(
    arguments: [
      (#"{"lsn":1}"#, .postgresql, nil),
      ("{}", .postgresql, nil),
      ("{}", .mysql, "the offset is {}"),
      ("{}", nil, "the offset is {}"),
      (#"{"lsn":"abc"}"#, nil, "lsn is no whole number but \"abc\""),
      (#"{"lsn":1,"txId":1.5}"#, nil, "txId is no whole number but 1.5"),
      (#"{"lsn":1,"snapshot_completed":"yes"}"#, nil, "snapshot_completed is neither true nor"),
      (#"{"lsn":1,"last_snapshot_record":1}"#, nil, "last_snapshot_record is neither true nor"),
      (#"{"lsn_commit":1}"#, nil, "it has lsn_commit and neither lsn_proc nor lsn"),
      (#"{"lsn_commit":1,"lsn_proc":1}"#, nil, nil),
      (#"{"lsn":1,"snapshot":"SOME"}"#, nil, "snapshot is 'SOME'"),
      (#"{"file":"b.1","pos":4}"#, nil, nil),
      // The connector reads a number's text, too.
      (#"{"file":"b.1","pos":"4"}"#, .mariadb, nil),
      (#"{"file":"b.1","pos":"four"}"#, .mysql, "pos is no whole number but \"four\""),
      (#"{"pos":4}"#, nil, "file is missing"),
      (#"{"lsn":1}"#, .mysql, "file is missing"),
      (#"{"file":"b.1","pos":4,"gtids":" "}"#, .mysql, nil),
      (#"{"file":"b.1","pos":4,"gtids":"x"}"#, .mysql, "gtids is no GTID set: 'x'"),
      (#"{"commit_lsn":"x"}"#, nil, nil),
    ] as [(String, Engine?, String?)])
  func `an offset that no connector starts with says why`(
    text: String, engine: Engine?, start: String?
  ) throws {
    let defects = try #require(SourceOffset(parsing: text)).defects(for: engine)
    #expect(defects.count == (start == nil ? 0 : 1), "\(defects)")
    if let start { #expect(defects.first?.hasPrefix(start) == true, "\(defects)") }
  }
}
