import Kafka
import Testing

@testable import OffsetBackup

/// A saved schema history held against the topic that it would go into.
@Suite struct SchemaHistoryPlanTests {
  private static let saved = [
    Backups.record(nil, #"{"ddl":"CREATE"}"#, offset: 7, topic: "old"),
    Backups.record(nil, nil, offset: 8, topic: "old"),
    Backups.record("", "", offset: 9, topic: "old"),
    Backups.record(nil, #"{"ddl":"CREATE"}"#, offset: 12, topic: "old"),
  ]
  private static let usual = [
    "cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1",
  ]

  private func plan(
    _ records: [OffsetRecord], partitions: Int? = 1, _ configuration: [String: String] = usual
  ) -> SchemaHistoryPlan {
    SchemaHistoryPlan(
      saved: Self.saved,
      into: SchemaHistoryPlan.Target(
        name: "history", partitions: partitions, records: records, configuration: configuration))
  }

  @Test func `a topic that is gone is made with one partition and unlimited retention`() {
    let plan = plan([], partitions: nil, [:])
    #expect(plan.deed == .make)
    #expect(plan.isWritten)
    #expect(plan.refusals == [])
    #expect(plan.settings.partitions == 1)
    #expect(plan.settings.configuration == Self.usual)
    #expect(plan.settings.replicationFactor == nil)
    #expect(plan.records.map(\.key) == Self.saved.map(\.key))
    #expect(plan.records.map(\.value) == Self.saved.map(\.value))
    #expect(plan.records.allSatisfy { $0.topic == "history" && $0.partition == 0 })
    #expect(plan.bytes == 32)
  }

  @Test(
    arguments: [
      (1, usual, nil),
      (1, [:], nil),
      (1, ["cleanup.policy": "delete", "retention.ms": "9223372036854775807"], nil),
      (3, usual, "it has 3 partitions"),
      (1, ["cleanup.policy": "compact"], "cleanup.policy is compact"),
      (1, ["retention.ms": "604800000"], "retention.ms=604800000"),
      (1, ["retention.bytes": "1000"], "retention.bytes=1000"),
      (1, ["retention.ms": "soon"], nil),
    ] as [(Int, [String: String], String?)])
  func `an empty topic is filled when it keeps what it gets`(
    partitions: Int, configuration: [String: String], defect: String?
  ) {
    let plan = plan([], partitions: partitions, configuration)
    #expect(plan.deed == .fill)
    #expect(plan.hasToBeMadeAnew == (defect != nil))
    #expect(plan.refusals.count == (defect == nil ? 0 : 1))
    if let defect { #expect(plan.refusals.first?.contains(defect) == true, "\(plan.refusals)") }
  }

  @Test func `a topic that holds records is compared, and never written into`() {
    let same = plan(Self.saved)
    #expect(same.deed == .keep(more: 0))
    #expect(!same.isWritten)
    let longer = plan(Self.saved + [Backups.record(nil, #"{"ddl":"ALTER"}"#, topic: "history")])
    #expect(longer.deed == .keep(more: 1))
    #expect(plan(Array(Self.saved.prefix(2))).deed == .lacks(2))
    #expect(plan([Backups.record(nil, "{}", topic: "history")]).deed == .lacks(4))
    // The same records in another order are another past.
    #expect(plan([Self.saved[2], Self.saved[0], Self.saved[1], Self.saved[3]]).deed == .lacks(1))
    // Null and empty are not the same.
    var other = Self.saved
    other[1].value = []
    #expect(plan(other).deed == .lacks(1))
    let limited = plan(Self.saved, ["retention.ms": "604800000"])
    #expect(limited.deed == .keep(more: 0))
    #expect(limited.refusals == [])
    #expect(limited.remarks.count == 1)
  }

  @Test func `what is read back has to be the same bytes in the same order, in one partition`() {
    let plan = plan([], partitions: nil)
    func topic(_ records: [OffsetRecord], partitions: Int32 = 1) -> OffsetTopic {
      var topic = Backups.topic("history", records, partitions: partitions)
      topic.history = records
      return topic
    }
    #expect(plan.defect(in: topic(Self.saved)) == nil)
    #expect(
      plan.defect(in: topic(Array(Self.saved.dropLast())))
        == "'history' holds 3 records of 16 bytes, and 4 of 32 were written: they are not the same")
    #expect(plan.defect(in: topic(Self.saved.reversed())) != nil)
    #expect(plan.defect(in: topic(Self.saved + Self.saved)) != nil)
    #expect(plan.defect(in: topic(Self.saved, partitions: 2)) == "'history' has 2 partitions")
  }
}
