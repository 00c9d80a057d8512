import Debezium
import JSON
import OffsetBackup
import Runtime

/// What offsets topics tell of one connector: which offsets it has had, and where its key stands.
struct OffsetTopicEvidence {
  /// Every offset of the connector's partition that the topics still have, oldest first; where its
  /// name never had one, those of the other names that wrote into topics of this prefix.
  let offsets: [SourceOffset]
  /// The Kafka partitions that hold the key, of the topic that has it most often.
  let keyPartitions: [Int32]

  /// `formerName`: another name whose offsets count beside its own; its key is not looked up.
  init(
    _ topics: [OffsetTopic], connector: String, formerName: String? = nil, prefix: String
  ) {
    let bytes = Self.key(of: connector, prefix: prefix)
    let records = topics.flatMap(\.history)
    let own = records.filter { $0.key == bytes }
    let former = formerName.map { Self.key(of: $0, prefix: prefix) }
    let known =
      own.isEmpty
      ? Self.ofOthers(records, prefix) : own + records.filter { former != nil && $0.key == former }
    offsets = known.compactMap(\.decodedValue)
    keyPartitions = Self.keyPartitions(Self.places(topics), connector: connector, prefix: prefix)
  }

  /// Where each topic has its keys, to look several connectors up in.
  static func places(_ topics: [OffsetTopic]) -> [(topic: String, keys: KeyPlaces)] {
    topics.map { ($0.name, KeyPlaces($0.latest)) }
  }

  /// The Kafka partitions that hold a connector's key, of the topic that has it most often.
  static func keyPartitions(
    _ places: [(topic: String, keys: KeyPlaces)], connector: String, prefix: String
  ) -> [Int32] {
    let bytes = key(of: connector, prefix: prefix)
    return places.map { $0.keys.partitions(of: bytes, in: $0.topic) }
      .max { $0.count < $1.count } ?? []
  }

  /// What connectors of any name had for this prefix: a renamed one has delivered what its old self
  /// did, and nothing tells the old name but the topic.
  private static func ofOthers(_ records: [OffsetRecord], _ prefix: String) -> [OffsetRecord] {
    records.filter { record in
      guard let decoded = record.decodedKey, decoded.prefix == prefix else { return false }
      return record.key == key(of: decoded.connector, prefix: prefix)
    }
  }

  /// The bytes that the task itself looks up: with a space more it is another key.
  private static func key(of connector: String, prefix: String) -> [UInt8] {
    let key = JSONValue.array([.string(connector), ConnectorOffsets.partition(prefix)])
    return Array(key.text.utf8)
  }
}
