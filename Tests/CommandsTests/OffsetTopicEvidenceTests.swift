import Debezium
import JSON
import OffsetBackup
import Testing

@testable import Commands

@Suite struct OffsetTopicEvidenceTests {
  private static func record(_ key: String, _ lsn: Int) -> OffsetRecord {
    OffsetRecord(
      topic: "offsets", partition: 0, key: Array(key.utf8),
      value: Array(#"{"lsn":\#(lsn)}"#.utf8), offset: Int64(lsn), time: nil)
  }

  private static func lsns(
    _ records: [OffsetRecord], formerName: String? = nil
  ) -> [Int64?] {
    let topic = OffsetTopic(name: "offsets", partitions: [], latest: records, history: records)
    return OffsetTopicEvidence(
      [topic], connector: "shop", formerName: formerName, prefix: "p"
    ).offsets
      .map { $0.members["lsn"]?.integerValue }
  }

  @Test func `a connector's own offsets count, and no other's beside them`() {
    #expect(
      Self.lsns([
        Self.record(#"["shop",{"server":"p"}]"#, 1), Self.record(#"["old",{"server":"p"}]"#, 2),
        Self.record(#"["shop",{"server":"p"}]"#, 3),
      ]) == [1, 3])
  }

  @Test func `offsets under a former name that is known count beside its own`() {
    let records = [
      Self.record(#"["old",{"server":"p"}]"#, 2), Self.record(#"["other",{"server":"p"}]"#, 5),
      Self.record(#"["shop",{"server":"p"}]"#, 3),
    ]
    #expect(Self.lsns(records, formerName: "old") == [3, 2])
  }

  @Test func `what never had one has delivered what its old self did, under the same prefix`() {
    #expect(
      Self.lsns([
        Self.record(#"["old",{"server":"p"}]"#, 2), Self.record(#"["old",{"server":"q"}]"#, 4),
        // Bytes that no task looks up.
        Self.record(#"["old", {"server":"p"}]"#, 8),
      ]) == [2])
  }
}
