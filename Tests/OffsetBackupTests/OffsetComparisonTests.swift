import Debezium
import JSON
import Testing

@testable import OffsetBackup

@Suite struct OffsetComparisonTests {
  private func distance(_ first: String, _ second: String) throws -> OffsetDistance {
    OffsetDistance(
      from: try #require(SourceOffset(parsing: first)),
      to: try #require(SourceOffset(parsing: second)))
  }

  @Test func `PostgreSQL's distance has transactions by their ids`() throws {
    let found = try distance(
      #"{"lsn":100,"lsn_proc":90,"txId":700,"ts_usec":1000000}"#,
      #"{"lsn":2000,"lsn_proc":1990,"txId":1934,"ts_usec":193000000}"#)
    #expect(found.bytes == 1900)
    #expect(found.seconds == 192)
    #expect(found.transactions == 1234)
    let far = try distance(
      #"{"lsn":-1,"txId":-9223372036854775808,"ts_usec":-9223372036854775808}"#,
      #"{"lsn":0,"txId":9223372036854775807,"ts_usec":9223372036854775807}"#)
    #expect(far.transactions == nil)
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
