public import Kafka

/// What a rehearsal of a restore makes: a scratch topic for each topic of a backup, with all of its
/// live records.
public struct RehearsalPlan: Sendable {
  /// One scratch topic.
  public struct Topic: Sendable {
    /// The topic that was backed up.
    public var original: String
    /// The scratch topic's name.
    public var name: String
    /// How many partitions it gets: as many as were backed up.
    public var partitions: Int
    /// How many copies; nil for the broker's own number, as where the original is not there.
    public var replicas: Int?
    /// Whether it is there already, and never held a record.
    public var exists: Bool
    /// The records, with the scratch topic's name.
    public var records: [OffsetRecord]

    /// What it is made with; a record without a key does not go into a compacted topic.
    public var settings: NewTopic {
      let isKeyed = records.allSatisfy { $0.key != nil }
      return NewTopic(
        name: name, partitions: partitions, replicationFactor: replicas,
        configuration: isKeyed
          ? ["cleanup.policy": "compact"] : ["cleanup.policy": "delete", "retention.ms": "-1"])
    }
  }

  /// The scratch topics, by name.
  public private(set) var topics: [Topic] = []
  /// Why it must not be done; sentences without a full stop.
  public private(set) var refusals: [String] = []

  /// The scratch topics' names by those of the backup's topics: the name itself for one topic, else
  /// the name with a number behind it, in the order of the topics' names.
  public static func names(of backup: SoundBackup, into name: String) -> [String: String] {
    let topics = backup.manifest.topics.map(\.name).sorted()
    guard topics.count > 1 else { return topics.first.map { [$0: name] } ?? [:] }
    return Dictionary(
      topics.enumerated().map { ($0.element, "\(name)-\($0.offset + 1)") },
      uniquingKeysWith: { first, _ in first })
  }

  /// Plans it; `written` are the topics of those names in which a record was ever written.
  public init(
    _ backup: SoundBackup, into name: String, metadata: ClusterMetadata, written: Set<String>
  ) {
    guard backup.manifest.source != .rest else {
      refusals = ["the backup was taken over REST: it knows no partitions"]
      return
    }
    let there = Dictionary(
      metadata.topics.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let records = Dictionary(grouping: backup.live, by: \.topic)
    let names = Self.names(of: backup, into: name)
    let own = Set(
      backup.manifest.topics.map(\.name) + backup.manifest.connectors.compactMap(\.history?.topic))
    for original in backup.manifest.topics {
      guard let scratch = names[original.name] else { continue }
      if own.contains(scratch) {
        refusals.append("'\(scratch)' is a topic of the backup itself")
        continue
      }
      let count = original.partitions.count
      look(at: scratch, partitions: count, there: there, isWritten: written.contains(scratch))
      topics.append(
        Topic(
          original: original.name, name: scratch, partitions: count,
          replicas: there[original.name]?.partitions.first.map(\.replicas.count),
          exists: there[scratch] != nil,
          records: (records[original.name] ?? []).map { record in
            var record = record
            record.topic = scratch
            return record
          }))
    }
  }

  private mutating func look(
    at name: String, partitions: Int, there: [String: TopicMetadata], isWritten: Bool
  ) {
    if name.hasPrefix("__") {
      refusals.append("'\(name)' is named like a topic of Kafka's own")
    } else if name.lowercased().contains("offset") {
      refusals.append(
        "'\(name)' is named like a worker's offsets topic: the next backup would take it for one")
    } else if isWritten {
      refusals.append("'\(name)' has held records: a rehearsal needs a topic of its own")
    } else if let topic = there[name], topic.partitions.count != partitions {
      refusals.append(
        "'\(name)' is there with \(topic.partitions.count) partitions, and \(partitions) are needed"
      )
    }
  }
}
