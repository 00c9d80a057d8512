import JSON
import Testing

@testable import Commands

@Suite struct LastPositionTests {
  @Test(arguments: [
    (#""uuid-1:42""#, "--gtids uuid-1:1-41"), (#""uuid-1:1""#, "--file binlog.000002 --position 7"),
    (#""0-1-42""#, "--gtids 0-1-41"), ("null", "--file binlog.000002 --position 7"),
    (#""uuid:tag""#, "--file binlog.000002 --position 7"),
    (#""0-1--9223372036854775808""#, "--file binlog.000002 --position 7"),
  ])
  func `the flags go to just before the change`(gtid: String, flags: String) throws {
    let envelope = try JSONValue.parse(
      #"{"source":{"file":"binlog.000002","pos":7,"gtid":\#(gtid)},"op":"c"}"#)
    #expect(LastPosition(envelope)?.flags == flags)
    let wrapped = JSONValue.object([("schema", .null), ("payload", envelope)])
    #expect(LastPosition(wrapped) == LastPosition(envelope))
  }

  @Test(arguments: [
    "{}", #"{"source":{"lsn":1}}"#, #"{"source":{"file":"","pos":4}}"#, "null",
    #"{"source":{"file":"b.1; reboot","pos":4}}"#,
  ])
  func `what tells no place in a binary log is none`(text: String) throws {
    #expect(LastPosition(try JSONValue.parse(text)) == nil)
  }

  @Test func `files are numbered, and a longer number is a later one`() throws {
    func at(_ file: String, _ position: Int) throws -> LastPosition {
      try #require(
        LastPosition(JSONValue.parse(#"{"source":{"file":"\#(file)","pos":\#(position)}}"#)))
    }
    #expect(try at("b.000002", 1).isAfter(at("b.000001", 9)))
    #expect(try at("b.000002", 10).isAfter(at("b.000002", 9)))
    #expect(try at("b.1000000", 4).isAfter(at("b.999999", 9)))
    #expect(try !at("b.000002", 9).isAfter(at("b.000002", 9)))
  }
}
