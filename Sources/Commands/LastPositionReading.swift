import Debezium
import JSON
import Kafka
import Runtime

/// Reads the ends of a connector's change topics for the place that its last change came from.
struct LastPositionReading {
  let configuration: Configuration
  let timeout: Duration
  let stop: StopFlag

  /// Transactions' markers and tombstones lie behind the last change.
  private static let tail: Int64 = 20
  /// More topics than these are not looked at.
  private static let bound = 500

  /// The furthest place; nil when no topic of the prefix holds a change with one.
  func furthest(
    of connector: ConnectorConfiguration, in metadata: ClusterMetadata
  ) throws(KafkaError) -> LastPosition? {
    guard let prefix = connector.topicPrefix else { return nil }
    let start = prefix + connector.topicDelimiter
    let topics = metadata.topics.filter { $0.name.hasPrefix(start) }.prefix(Self.bound)
    guard !topics.isEmpty else { return nil }
    var consumer = try Consumer(configuration)
    try consumer.assign(
      topics.flatMap { topic in
        topic.partitions.map {
          Assignment(topic: topic.name, partition: $0.id, from: .tail(Self.tail))
        }
      }, timeout: timeout)
    var open = Set(
      topics.flatMap { topic in
        topic.partitions.map { TopicPartition(topic: topic.name, partition: $0.id) }
      })
    let deadline = Deadline(after: timeout)
    var furthest: LastPosition?
    while !open.isEmpty, !deadline.hasPassed, !stop.isRaised {
      let ended = Self.take(
        consumer.poll(timeout: deadline.clamped(to: .milliseconds(200)).remaining), &furthest)
      for (topic, partition) in ended {
        guard let name = consumer.name(of: topic) else { continue }
        open.remove(TopicPartition(topic: name, partition: partition))
      }
    }
    return furthest
  }

  /// Looks at the records; returns the partitions that came to their ends.
  private static func take(
    _ batch: borrowing RecordBatch, _ furthest: inout LastPosition?
  ) -> [(TopicID, Int32)] {
    for index in batch.indices {
      guard let value = batch[index].detached().value, let json = try? JSONValue.parse(value),
        let found = LastPosition(json), furthest.map(found.isAfter) ?? true
      else { continue }
      furthest = found
    }
    var ended: [(TopicID, Int32)] = []
    for event in batch.events {
      if case .endOfPartition(let topic, let partition, _) = event {
        ended.append((topic, partition))
      }
    }
    return ended
  }
}
