import Debezium
import JSON
import KafkaConnect
import Testing

@testable import OffsetBackup

@Suite struct RestorePlanTests {
  private func record(
    _ value: String?, connector: String = "shop", server: String = "shop",
    topic: String = "connect-offsets", in partition: Int32 = 3
  ) -> OffsetRecord {
    OffsetRecord(
      topic: topic, partition: partition,
      key: Array(#"["\#(connector)",{"server":"\#(server)"}]"#.utf8),
      value: value.map { Array($0.utf8) }, offset: 0, time: nil)
  }

  private func live(_ server: String, _ offset: String) throws -> ConnectorOffset {
    ConnectorOffset(
      partition: .object([("server", .string(server))]), offset: try JSONValue.parse(offset))
  }

  private func plan(
    _ records: [OffsetRecord], live: [ConnectorOffset] = [], prefix: String? = "shop",
    isExact: Bool = false
  ) -> RestorePlan {
    RestorePlan(records: records, of: "shop", live: live, prefix: prefix, isExact: isExact)
  }

  @Test func `an older offset is written back, with how far that is`() throws {
    let plan = plan(
      [record(#"{"lsn_proc":100}"#), record(#"{"lsn_proc":7}"#, connector: "other")],
      live: [try live("shop", #"{"lsn_proc":350}"#)])
    #expect(plan.isPossible)
    #expect(plan.changes.count == 1)
    #expect(plan.changes.first?.distance?.bytes == -250)
    #expect(
      plan.offsets == [
        ConnectorOffset(
          partition: .object([("server", .string("shop"))]),
          offset: .object([("lsn_proc", .integer(100))]))
      ])
  }

  @Test func `what stands there already is not written`() throws {
    let plan = plan([record(#"{"lsn":1}"#)], live: [try live("shop", #"{"lsn":1}"#)])
    #expect(plan.isPossible)
    #expect(plan.changes.isEmpty)
    #expect(plan.unchanged.count == 1)
  }

  @Test func `a connector without an offset gets it`() throws {
    let plan = plan([record(#"{"lsn":1}"#)], live: [try live("shop", "null")])
    #expect(plan.changes.count == 1)
    #expect(plan.changes.first?.before == nil)
    #expect(plan.changes.first?.distance == nil)
  }

  @Test func `partitions that the backup lacks stay, and go only when asked`() throws {
    let found = [try live("shop", #"{"lsn":1}"#), try live("old", #"{"lsn":9}"#)]
    let plan = plan([record(#"{"lsn":2}"#)], live: found)
    #expect(plan.kept.map(\.text) == [#"{"server":"old"}"#])
    #expect(plan.changes.count == 1)
    let exact = self.plan([record(#"{"lsn":2}"#)], live: found, isExact: true)
    #expect(exact.kept.isEmpty)
    #expect(exact.offsets.map(\.offset.text) == [#"{"lsn":2}"#, "null"])
  }

  @Test(
    arguments: [
      ("{}", "the offset is {}"), ("rubbish", "the saved value of"),
      (#"{"lsn":"abc"}"#, "lsn is no whole number"), (#"{"gtids":"0-1-42"}"#, "file is missing"),
      (#"{"lsn":1,"snapshot":"SOME"}"#, "snapshot is 'SOME'"),
    ])
  func `an offset with which the task would fail is refused`(value: String, start: String) {
    let plan = plan([record(value)])
    #expect(!plan.isPossible)
    #expect(plan.refusals.first?.hasPrefix(start) == true, "\(plan.refusals)")
  }

  @Test func `another connector's backup, a foreign partition and two truths are refused`() {
    #expect(
      plan([record(#"{"lsn":1}"#, connector: "other")]).refusals
        == ["the backup has no offset of the connector 'shop'"])
    #expect(plan([record(nil)]).refusals == ["the backup has no offset of the connector 'shop'"])
    #expect(
      plan([record(#"{"lsn":1}"#, server: "other")]).refusals == [
        """
        the partition {"server":"other"} is not this connector's, whose topic.prefix is 'shop': it \
        would never be read
        """
      ])
    let both = plan([record(#"{"lsn":1}"#), record(#"{"lsn":2}"#, in: 17)])
    #expect(
      both.refusals == [
        """
        the backup has two offsets of {"server":"shop"}: connect-offsets[3] and connect-offsets[17] \
        differ
        """
      ])
    // The same in the connector's own topic and in the workers' copy.
    #expect(plan([record(#"{"lsn":1}"#), record(#"{"lsn":1}"#, topic: "shop-offsets")]).isPossible)
  }

  @Test func `an offset from the middle of a chunk is restored with a remark`() {
    let plan = plan([record(#"{"lsn":1,"snapshot":"INCREMENTAL"}"#)])
    #expect(plan.isPossible)
    #expect(plan.remarks.count == 1)
  }
}
