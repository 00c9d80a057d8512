import Kafka
import Testing

@testable import OffsetBackup

@Suite(.serialized) struct OffsetTopicContentTests {
  private static let topic = "connect-offsets"

  private func write(
    _ records: [(key: String?, value: String?, partition: Int32)],
    to cluster: borrowing EmbeddedCluster
  ) throws {
    var producer = try Producer(cluster.configuration())
    for record in records {
      try producer.send(
        ProducerRecord(
          topic: Self.topic, partition: record.partition, key: record.key.map { Array($0.utf8) },
          value: record.value.map { Array($0.utf8) }))
    }
    try producer.flush(timeout: .seconds(20))
  }

  private func reader(_ cluster: borrowing EmbeddedCluster) throws -> OffsetTopicReader {
    try OffsetTopicReader(cluster.configuration(), timeout: .seconds(10))
  }

  @Test func `a topic is read whole, with tombstones, empty values and records without a key`()
    throws
  {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic(Self.topic, partitions: 5)
    try write(
      [
        ("a", "1", 0), ("a", "2", 0), ("b", nil, 0), ("b", "", 3), (nil, "x", 3), ("a", "3", 3),
      ], to: cluster)
    var reader = try reader(cluster)
    let topic = try reader.read(Self.topic)
    #expect(topic.partitions.map(\.readTo) == [3, 0, 0, 3, 0])
    let found = topic.latest.map { record in
      "\(record.partition) \(record.key.map { String(decoding: $0, as: UTF8.self) } ?? "-")"
        + " \(record.value.map { "'\(String(decoding: $0, as: UTF8.self))'" } ?? "null")"
    }
    #expect(found == ["0 a '2'", "0 b null", "3 - 'x'", "3 a '3'", "3 b ''"])
    #expect(topic.live.count == 4)
    #expect(topic.history.isEmpty)
  }

  @Test func `the history is every record, by partition and offset`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic(Self.topic, partitions: 2)
    try write((0..<2500).map { ("k\($0 % 3)", "\($0)", Int32($0 % 2)) }, to: cluster)
    var reader = try reader(cluster)
    let topic = try reader.read(Self.topic, keepsHistory: true)
    #expect(topic.history.count == 2500)
    #expect(topic.history.map(\.offset) == Array(0..<1250) + Array(0..<1250))
    #expect(topic.latest.count == 6)
    // What is written after the ends were taken belongs to the next reading.
    try write([("k0", "late", 0)], to: cluster)
    #expect(try reader.read(Self.topic).partitions.map(\.readTo) == [1251, 1250])
  }
}
