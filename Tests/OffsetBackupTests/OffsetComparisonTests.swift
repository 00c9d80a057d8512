import Debezium
import JSON
import Testing

@testable import OffsetBackup

@Suite struct OffsetComparisonTests {
  private static let uuid = "9a343b4a-e5cc-11f1-b7e7-02fc00000001"

  private func distance(_ first: String, _ second: String) throws -> OffsetDistance {
    OffsetDistance(
      from: try #require(SourceOffset(parsing: first)),
      to: try #require(SourceOffset(parsing: second)))
  }

  @Test func `PostgreSQL is bytes of WAL, time and transactions`() throws {
    let found = try distance(
      #"{"lsn":100,"lsn_commit":90,"lsn_proc":90,"txId":700,"ts_usec":1000000}"#,
      #"{"lsn":2000,"lsn_commit":1980,"lsn_proc":1990,"txId":1934,"ts_usec":193000000}"#)
    #expect(found.bytes == 1900)
    #expect(found.milliseconds == 192_000)
    #expect(found.transactions == 1234)
    #expect(found.log == "WAL")
    #expect(!found.isFork)
  }

  @Test func `MySQL and MariaDB count transactions by their GTIDs, bytes in one file`() throws {
    let mysql = try distance(
      #"{"file":"b.1","pos":4,"gtids":"\#(Self.uuid):1-5","ts_sec":10}"#,
      #"{"file":"b.1","pos":900,"gtids":"\#(Self.uuid):1-25","ts_sec":20}"#)
    #expect(mysql.transactions == 20)
    #expect(mysql.bytes == 896)
    #expect(mysql.milliseconds == 10_000)
    let other = try distance(#"{"file":"b.1","pos":4}"#, #"{"file":"b.2","pos":900}"#)
    #expect(other.bytes == nil)
    #expect(other.transactions == nil)
    let mariadb = try distance(
      #"{"file":"b.2","pos":4,"gtids":"0-1-50"}"#, #"{"file":"b.1","pos":4,"gtids":"0-1-42"}"#)
    #expect(mariadb.transactions == -8)
    let fork = try distance(
      #"{"gtids":"\#(Self.uuid):1-5"}"#, #"{"gtids":"\#(Self.uuid):1-3:9"}"#)
    #expect(fork.isFork)
    #expect(fork.onlyInFirst == 2)
    #expect(fork.onlyInSecond == 1)
  }

  @Test func `numbers at the ends of their range do not trap`() throws {
    let found = try distance(
      #"{"lsn":-1,"txId":-9223372036854775808,"ts_usec":-9223372036854775808}"#,
      #"{"lsn":0,"txId":9223372036854775807,"ts_usec":9223372036854775807}"#)
    #expect(found.transactions == nil)
    #expect(found.bytes == -.max || found.bytes != nil)
    let positions = try distance(
      #"{"file":"f","pos":-9223372036854775808}"#, #"{"file":"f","pos":9223372036854775807}"#)
    #expect(positions.bytes == nil)
  }

  @Test func `members in another order are the same, and a partition too`() throws {
    let first = OffsetState([
      Backups.record(#"["a",{"server":"a","database":"x"}]"#, #"{"lsn":1,"txId":2}"#)
    ])
    let second = OffsetState([
      Backups.record(#"["a",{"database":"x","server":"a"}]"#, #"{"txId":2,"lsn":1}"#)
    ])
    #expect(try #require(OffsetComparison(first, second)).isSame)
  }

  @Test func `a connector's newest offset counts where two topics have one`() throws {
    let state = OffsetState([
      Backups.offset("a", lsn: 5, at: 9), Backups.offset("a", lsn: 1, at: 3),
    ])
    #expect(state.offsets.count == 1)
    #expect(state.offsets.values.first?.lsn?.position == 5)
  }

  @Test func `what only one side has is told, and a file's offsets meet by their partitions`()
    throws
  {
    let both = OffsetState([Backups.offset("a"), Backups.offset("b", at: 1)])
    let one = OffsetState([Backups.offset("a")])
    let entries = try #require(OffsetComparison(both, one)).entries
    #expect(entries.count == 2)
    guard case .same = entries[0].change, case .onlyInFirst = entries[1].change else {
      Issue.record("\(entries)")
      return
    }
    let answer = try JSONValue.parse(
      #"{"offsets":[{"partition":{"server":"a"},"offset":{"lsn":1,"txId":7}}]}"#)
    let file = try #require(OffsetState(connectAnswer: answer, connector: nil))
    #expect(try #require(OffsetComparison(one, file)).isSame)
    let twins = OffsetState([
      Backups.record(#"["a",{"server":"a"}]"#, #"{"lsn":1}"#),
      Backups.record(#"["b",{"server":"a"}]"#, #"{"lsn":1}"#),
    ])
    #expect(OffsetComparison(twins, file) == nil)
    #expect(OffsetComparison(twins.of("a"), file) != nil)
  }

  @Test(arguments: [
    "[]", "{}", #"{"offsets":{}}"#, #"{"offsets":[1]}"#, #"{"offsets":[{"partition":1}]}"#,
    #"{"offsets":[{"partition":{},"offset":[]}]}"#,
  ])
  func `what is no answer of Connect is refused`(text: String) throws {
    #expect(OffsetState(connectAnswer: try JSONValue.parse(text), connector: nil) == nil)
  }
}
