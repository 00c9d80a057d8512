import Debezium
import Testing

@Suite struct OffsetDistanceTests {
  private func distance(_ first: String, _ second: String) throws -> OffsetDistance {
    let first: SourceOffset = try #require(SourceOffset(parsing: first))
    let second: SourceOffset = try #require(SourceOffset(parsing: second))
    return OffsetDistance(from: first, to: second)
  }

  private static let uuid = "4f1a1704-e584-11f1-a7a8-02fc00000001"

  @Test func `PostgreSQL offsets are apart by bytes of the log from which they go on`() throws {
    let found = try distance(
      #"{"lsn":5,"lsn_proc":100,"ts_usec":1000000}"#, #"{"lsn":6,"lsn_proc":350,"ts_usec":3500000}"#
    )
    #expect(found.bytes == 250)
    #expect(found.transactions == nil)
    #expect(found.seconds == 2.5)
    #expect(try distance(#"{"lsn":350}"#, #"{"lsn":100}"#).bytes == -250)
    #expect(try distance(#"{"lsn":1}"#, #"{"lsn":9223372036854775807}"#).bytes == .max - 1)
  }

  @Test(
    arguments: [
      ("1-10", "1-14", 4), ("1-14", "1-10", -4), ("1-10", "1-10", 0), ("1-5:8", "1-8", 2),
      ("1-5", "7-8", nil),
    ] as [(String, String, Int64?)])
  func `MySQL offsets are apart by transactions, unless each has what the other lacks`(
    first: String, second: String, count: Int64?
  ) throws {
    func offset(_ ranges: String) -> String {
      #"{"file":"b.1","pos":4,"gtids":"\#(Self.uuid):\#(ranges)"}"#
    }
    #expect(try distance(offset(first), offset(second)).transactions == count)
  }

  @Test func `MariaDB's last numbers count too`() throws {
    let found = try distance(
      #"{"file":"m.1","gtids":"0-1-42"}"#, #"{"file":"m.1","gtids":"0-1-50"}"#)
    #expect(found.transactions == 8)
  }

  @Test func `a place in the binary log is apart only within one file`() throws {
    #expect(try distance(#"{"file":"b.1","pos":4}"#, #"{"file":"b.1","pos":904}"#).bytes == 900)
    let across = try distance(#"{"file":"b.1","pos":4}"#, #"{"file":"b.2","pos":904}"#)
    #expect(across.bytes == nil)
    #expect(across.isUnknown)
    let far = try distance(
      #"{"file":"b","pos":-9223372036854775808}"#, #"{"file":"b","pos":9223372036854775807}"#)
    #expect(far.bytes == nil)
  }
}
