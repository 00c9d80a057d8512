import Debezium
import Testing

@testable import OffsetBackup

/// What is written into an offsets topic itself.
@Suite struct TopicWritePlanTests {
  private static let key = #"["shop",{"server":"shop"}]"#
  private static let saved = Backups.record(key, #"{"lsn":1}"#, partition: 1)

  private func plan(
    _ saved: [OffsetRecord], now: [OffsetRecord]?, partitions: Int32 = 2, was: Int = 2,
    policy: String? = "compact", isExact: Bool = false
  ) -> TopicWritePlan {
    let target = TopicWritePlan.Target(
      name: "connect-offsets", savedPartitions: was,
      now: now.map { Backups.topic("connect-offsets", $0, partitions: partitions) },
      cleanupPolicy: policy)
    return TopicWritePlan(records: saved, of: "shop", into: [target], isExact: isExact)
  }

  @Test func `the saved bytes go into the saved partition, and what stands there stays`() {
    let plan = plan([Self.saved], now: [Backups.record(Self.key, #"{"lsn":2}"#, partition: 1)])
    #expect(plan.written == [Self.saved])
    #expect(plan.refusals == [])
    let same = self.plan([Self.saved], now: [Self.saved])
    #expect(same.written == [])
    #expect(same.unchanged == [Self.saved])
    // A space more is another key (facts 9.4).
    let other = Backups.record(#"["shop", {"server":"shop"}]"#, #"{"lsn":1}"#, partition: 1)
    #expect(self.plan([Self.saved], now: [other]).values == [Self.saved])
  }

  @Test func `a key in another partition gets the same value there, never a tombstone`() {
    let stray = Backups.record(Self.key, #"{"lsn":9}"#, partition: 0)
    let plan = plan([Self.saved], now: [Self.saved, stray])
    #expect(plan.values == [])
    #expect(plan.copies.map(\.partition) == [0])
    #expect(plan.copies.map(\.value) == [Self.saved.value])
    #expect(plan.strays == plan.copies)
    #expect(plan.tombstones == [])
    let done = Backups.topic("connect-offsets", plan.written + [Self.saved])
    #expect(plan.defects(in: [done]) == [])
    #expect(
      plan.defects(in: [Backups.topic("connect-offsets", [Self.saved, stray])])
        == ["connect-offsets[0] has another value"])
    #expect(
      plan.defects(in: [Backups.topic("connect-offsets", plan.copies)])
        == ["connect-offsets[1] does not have the record"])
  }

  @Test func `a tombstone is no stray, and the other connectors' keys are left alone`() {
    let now = [
      Self.saved, Backups.record(Self.key, nil, partition: 0), Backups.offset("other"),
    ]
    #expect(plan([Self.saved], now: now, isExact: true).written == [])
  }

  @Test func `what the backup lacks goes where it stands when that is asked for`() {
    let extra = Backups.record(#"["shop",{"server":"old"}]"#, #"{"lsn":3}"#, partition: 0)
    #expect(plan([Self.saved], now: [Self.saved, extra]).written == [])
    let exact = plan([Self.saved], now: [Self.saved, extra], isExact: true)
    #expect(exact.tombstones.map(\.partition) == [0])
    #expect(exact.tombstones.allSatisfy { $0.key == extra.key && $0.isTombstone })
    #expect(
      exact.defects(in: [Backups.topic("connect-offsets", [Self.saved, extra])])
        == ["connect-offsets[0] still has the key"])
  }

  @Test func `a topic that no worker starts with is refused, and has to be made`() {
    let absent = plan([Self.saved], now: nil)
    #expect(absent.refusals == ["the cluster has no topic 'connect-offsets'"])
    let narrow = plan([Self.saved], now: [], partitions: 1)
    #expect(
      narrow.refusals.first?.hasPrefix("'connect-offsets' has 1 partition, and had 2") == true)
    let deleting = plan([Self.saved], now: [], policy: "compact,delete")
    #expect(deleting.refusals.first?.contains("cleanup.policy=compact,delete") == true)
    for plan in [absent, narrow, deleting] {
      #expect(plan.written == [])
      #expect(plan.topicsToMake.map(\.savedPartitions) == [2])
    }
    // A user who may not describe configurations can still write.
    #expect(plan([Self.saved], now: [], policy: nil).written == [Self.saved])
  }
}
