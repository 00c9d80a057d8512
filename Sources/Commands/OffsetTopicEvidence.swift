import Debezium
import JSON
import OffsetBackup
import Runtime

/// What offsets topics tell of one connector: which offsets it has had, and where its key stands.
struct OffsetTopicEvidence {
  /// Every offset of the connector's partition that the topics still have, oldest first.
  private(set) var offsets: [SourceOffset]
  /// The Kafka partitions that hold the key, of the topic that has it most often.
  let keyPartitions: [Int32]

  init(_ topics: [OffsetTopic], connector: String, prefix: String) {
    // The bytes that the task itself looks up: with a space more it is another key.
    let key = JSONValue.array([.string(connector), ConnectorOffsets.partition(prefix)])
    let bytes = Array(key.text.utf8)
    offsets = topics.flatMap(\.history).filter { $0.key == bytes }.compactMap(\.decodedValue)
    keyPartitions =
      topics.map { KeyPlaces($0.latest).partitions(of: bytes, in: $0.name) }
      .max { $0.count < $1.count } ?? []
  }

  /// Takes in what the connector had under another name; its key there is not looked up.
  mutating func add(_ former: OffsetTopicEvidence) { offsets += former.offsets }
}
