/// In which Kafka partitions of a topic each key stands, among the newest records.
///
/// Tombstones hold nothing. A key should stand in one: which of several a worker takes is decided
/// anew at each of its starts, and is neither the newest nor always the same (facts 18).
public struct KeyPlaces: Sendable {
  /// A key of a topic.
  struct Key: Hashable {
    var topic: String
    var bytes: [UInt8]
  }

  private var partitions: [Key: [Int32]] = [:]

  /// From the newest record of each key and partition.
  public init(_ records: some Sequence<OffsetRecord>) {
    for record in records where !record.isTombstone {
      guard let bytes = record.key else { continue }
      partitions[Key(topic: record.topic, bytes: bytes), default: []].append(record.partition)
    }
  }

  /// The partitions of the topic in which the key stands, in order.
  public func partitions(of bytes: [UInt8], in topic: String) -> [Int32] {
    (partitions[Key(topic: topic, bytes: bytes)] ?? []).sorted()
  }

  /// The keys that stand in more than one partition, and which, in no order.
  var repeated: [(key: Key, partitions: [Int32])] {
    partitions.filter { $0.value.count > 1 }.map { ($0.key, $0.value.sorted()) }
  }

  /// "0 and 3 of connect-offsets".
  static func text(_ partitions: [Int32], of topic: String) -> String {
    "\(partitions.map(String.init).joined(separator: " and ")) of \(topic)"
  }
}
