import Debezium
import Testing

@testable import OffsetBackup

/// What is written into an offsets topic itself.
@Suite struct TopicWritePlanTests {
  private static let key = #"["shop",{"server":"shop"}]"#
  private static let saved = Backups.record(key, #"{"lsn":1}"#, partition: 1)

  private func plan(
    _ saved: [OffsetRecord], now: [OffsetRecord]?, partitions: Int32 = 2, was: Int = 2,
    policy: String? = "compact", isExact: Bool = false, of connector: String = "shop"
  ) -> TopicWritePlan {
    let target = TopicWritePlan.Target(
      name: "connect-offsets", savedPartitions: was,
      now: now.map { Backups.topic("connect-offsets", $0, partitions: partitions) },
      cleanupPolicy: policy)
    return TopicWritePlan(records: saved, of: connector, into: [target], isExact: isExact)
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

  @Test func `a tombstone elsewhere hides the offset, so the offset is written there too`() {
    let now = [
      Self.saved, Backups.record(Self.key, nil, partition: 0), Backups.offset("other"),
    ]
    let plan = plan([Self.saved], now: now, isExact: true)
    #expect(plan.written.map(\.partition) == [0])
    #expect(plan.written.map(\.value) == [Self.saved.value])
    // In its own partition a tombstone is written over.
    let own = self.plan([Self.saved], now: [Backups.record(Self.key, nil, partition: 1)])
    #expect(own.written == [Self.saved])
  }

  @Test func `the other connectors' keys are left alone`() {
    let now = [Self.saved, Backups.offset("other")]
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

  @Test(arguments: [1, 3, 25, 50] as [Int32])
  func `with another number of partitions a key goes where Connect's producer writes it`(
    partitions: Int32
  ) {
    // Facts 9.5: 1850651844 is this key's hash.
    let record = Backups.record(#"["pg",{"server":"inventory"}]"#, #"{"lsn":1}"#, partition: 1)
    let plan = plan([record], now: [], partitions: partitions, of: "pg")
    #expect(plan.refusals == [])
    #expect(plan.values.map(\.partition) == [1_850_651_844 % partitions])
    #expect(plan.values.map(\.key) == [record.key])
    #expect(plan.values.map(\.value) == [record.value])
    #expect(plan.remarks.first?.contains(", and had 2 in the backup: each key goes") == true)
  }

  @Test func `where partitions were added, the key stays right in its old one too`() {
    let stale = Backups.record(Self.key, #"{"lsn":0}"#, partition: 1)
    let own = KeyPartition.of(Self.saved.key ?? [], partitions: 25)
    #expect(own != 1)
    let plan = plan([Self.saved], now: [stale], partitions: 25)
    #expect(plan.values.map(\.partition) == [own])
    #expect(plan.copies.map(\.partition) == [1])
    #expect(plan.copies.map(\.value) == [Self.saved.value])
    let done = Backups.topic("connect-offsets", plan.written, partitions: 25)
    #expect(plan.defects(in: [done]) == [])
  }

  @Test(arguments: [
    ("new", #"["new",{"server":"shop"}]"#),
    ("né/\u{1F600}", "[\"né/\u{1F600}\",{\"server\":\"shop\"}]"),
    (#"a"b\"#, #"["a\"b\\",{"server":"shop"}]"#),
  ])
  func `a connector's new name comes into the key as Connect writes it`(name: String, key: String) {
    let target = TopicWritePlan.Target(
      name: "connect-offsets", savedPartitions: 25,
      now: Backups.topic("connect-offsets", [Self.saved], partitions: 25), cleanupPolicy: "compact")
    let plan = TopicWritePlan(records: [Self.saved], of: name, into: [target], isExact: true)
    #expect(plan.values.map(\.key) == [Array(key.utf8)])
    #expect(plan.values.map(\.value) == [Self.saved.value])
    #expect(plan.values.map(\.partition) == [KeyPartition.of(Array(key.utf8), partitions: 25)])
    // What the old name has is its own.
    #expect(plan.written.count == 1)
    #expect(plan.remarks == [])
  }

  @Test func `a topic that no worker starts with is refused, and has to be made`() {
    let absent = plan([Self.saved], now: nil)
    #expect(absent.refusals == ["the cluster has no topic 'connect-offsets'"])
    let deleting = plan([Self.saved], now: [], policy: "compact,delete")
    #expect(deleting.refusals.first?.contains("cleanup.policy=compact,delete") == true)
    for plan in [absent, deleting] {
      #expect(plan.written == [])
      #expect(plan.topicsToMake.map(\.savedPartitions) == [2])
    }
    // A user who may not describe configurations can still write.
    #expect(plan([Self.saved], now: [], policy: nil).written == [Self.saved])
  }
}
