import Debezium
import JSON
import Testing

@testable import OffsetBackup

/// What is known of offsets while their topic is damaged.
@Suite struct RescuedOffsetsTests {
  private func topic(
    _ records: [OffsetRecord]?, partitions: Int32 = 25, policy: String? = "compact",
    saved: Int? = 25
  ) -> RescuedTopic {
    RescuedTopic(
      name: "connect-offsets",
      now: records.map { Backups.topic("connect-offsets", $0, partitions: partitions) },
      cleanupPolicy: policy, savedPartitions: saved)
  }

  @Test func `a topic is absent, made anew, or as Connect needs it`() {
    #expect(topic(nil).damage == .absent)
    #expect(topic([], partitions: 1).damage == .madeAnew)
    #expect(topic([], policy: "delete").damage == .madeAnew)
    #expect(topic([], policy: "compact,delete").damage == .madeAnew)
    #expect(topic([]).damage == .none)
    #expect(topic([], policy: nil).damage == .none)
    // Without a backup a compacted topic is taken for right, and else Connect's number is assumed.
    #expect(topic([], partitions: 50, saved: nil).damage == .none)
    let made = topic([], partitions: 1, policy: "delete", saved: nil)
    #expect(made.damage == .madeAnew)
    #expect(made.partitions == 25)
    #expect(made.isAssumed)
  }

  @Test func `what stands in the topic goes before Connect's word, and that before a backup`() {
    let now = topic([Backups.offset("a", lsn: 3)], partitions: 1, policy: "delete")
    let offsets = RescuedOffsets(
      topics: [now], told: [Backups.offset("a", lsn: 2), Backups.offset("b", lsn: 2)],
      saved: [Backups.offset("a"), Backups.offset("b"), Backups.offset("c")],
      connectors: ["a", "b", "c"])
    #expect(offsets.entries.map(\.key.connector) == ["a", "b", "c"])
    #expect(offsets.entries.map(\.origin) == [.topic, .connect, .backup])
    #expect(
      offsets.entries.map { $0.record.decodedValue?.members["lsn"]?.integerValue } == [3, 2, 1])
  }

  @Test func `a connector that Connect does not have is left out, when Connect told`() {
    let saved = [Backups.offset("a"), Backups.offset("gone")]
    for (known, names) in [(["a"] as Set, ["a"]), (nil, ["a", "gone"])]
      as [(Set<String>?, [String])]
    {
      let offsets = RescuedOffsets(topics: [topic([])], told: [], saved: saved, connectors: known)
      #expect(offsets.entries.map(\.key.connector) == names)
    }
  }

  @Test func `records go where they were saved, else where Java's producer writes them`() {
    let offsets = RescuedOffsets(
      topics: [topic([Backups.offset("a", lsn: 3), Backups.offset("m")], partitions: 1)], told: [],
      saved: [
        Backups.record(#"["a",{"server":"a"}]"#, #"{"lsn":1}"#, partition: 17),
        Backups.record(#"["b",{"server":"b"}]"#, #"{"lsn":1}"#, partition: 99),
      ], connectors: nil)
    let key = Array(#"["b",{"server":"b"}]"#.utf8)
    #expect(
      offsets.entries.map(\.record.partition) == [17, KeyPartition.of(key, partitions: 25), 2])
  }

  @Test func `the newest of two records of one key counts, and strays are told from the rest`() {
    let own = Backups.record(#"["m",{"server":"m"}]"#, #"{"lsn":1}"#, partition: 2, offset: 5)
    let stray = Backups.record(#"["m",{"server":"m"}]"#, #"{"lsn":2}"#, partition: 0, offset: 9)
    let late = topic([own, stray])
    #expect(late.strays == [stray])
    #expect(late.newestStrays == [stray])
    let offsets = RescuedOffsets(topics: [late], told: [], saved: [], connectors: nil)
    #expect(offsets.entries.map(\.record.value) == [stray.value])
    var newer = own
    newer.time = Backups.moment
    #expect(topic([newer, stray]).strays == [stray])
    #expect(topic([newer, stray]).newestStrays == [])
  }

  @Test func `a backup of them is sound, and gives back every record`() throws {
    let topics = [topic(nil)]
    let offsets = RescuedOffsets(
      topics: topics, told: [], saved: (0..<60).map { Backups.offset("c\($0)", lsn: $0) },
      connectors: nil)
    let read = offsets.contents(of: topics)
    let contents = BackupContents(
      takenAt: Backups.moment, source: .rescue, clusterID: nil, topics: read,
      connectors: (0..<60).map { Backups.connector("c\($0)") }.sorted { $0.name < $1.name },
      histories: [], findings: [])
    let store = MemoryStore()
    let new = try NewBackup.write(
      contents, into: store, toolVersion: "1", libraryVersion: "2")
    #expect(new.backup.live.count == 60)
    #expect(new.backup.manifest.source == .rescue)
    #expect(new.backup.manifest.topics.first?.partitions.count == 25)
    let again = try EarlierOffsets(store)
    #expect(again.records.count == 60)
    #expect(again.partitions(of: "connect-offsets", isCompacted: true) == 25)
  }

  @Test func `earlier backups tell together, and a newer tombstone is not undone`() {
    func backup(_ records: [OffsetRecord], partitions: Int32) -> SoundBackup {
      SoundBackup(
        manifest: BackupManifest(
          takenAt: Backups.moment, source: .kafka, toolVersion: "", libraryVersion: "",
          clusterID: nil, contentHash: "",
          topics: [
            BackupManifest.Topic(
              name: "connect-offsets",
              partitions: Backups.topic("connect-offsets", records, partitions: partitions)
                .partitions, records: 0, tombstones: 0)
          ], files: [], connectors: [], unreadable: [], findings: []), records: records,
        warnings: [])
    }
    let key = #"["reset",{"server":"reset"}]"#
    // The newest was taken of a topic that the broker had made anew.
    let earlier = EarlierOffsets(newestFirst: [
      backup([Backups.offset("a", lsn: 9)], partitions: 1),
      backup([Backups.record(key, nil), Backups.offset("b", lsn: 5)], partitions: 25),
      backup(
        [Backups.record(key, #"{"lsn":1}"#), Backups.offset("a"), Backups.offset("b")],
        partitions: 25),
    ])
    #expect(
      earlier.records.map { $0.decodedValue?.members["lsn"]?.integerValue } == [9, 5])
    #expect(earlier.partitions(of: "connect-offsets", isCompacted: false) == 25)
    #expect(earlier.partitions(of: "connect-offsets", isCompacted: true) == 1)
    #expect(earlier.partitions(of: "other", isCompacted: true) == nil)
  }
}
