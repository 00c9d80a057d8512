import Debezium
import JSON
import Kafka
import Runtime

/// Reads a connector's newest heartbeats.
struct HeartbeatReading {
  let configuration: Configuration
  let timeout: Duration
  let stop: StopFlag

  /// How many are read: a quarter of an hour of one a second.
  private static let tail: Int64 = 1000

  /// When they were sent, in the topic's order; none where the topic is not there.
  ///
  /// Debezium writes all of them into partition 0; connectors may share the topic.
  func times(in topic: String, of prefix: String) throws(KafkaError) -> [Timestamp] {
    var admin = try Admin(configuration)
    let known = try admin.metadata(timeout: timeout).topics.contains { $0.name == topic }
    guard known else { return [] }
    var consumer = try Consumer(configuration)
    try consumer.assign(
      [Assignment(topic: topic, partition: 0, from: .tail(Self.tail))], timeout: timeout)
    let deadline = Deadline(after: timeout)
    var times: [Timestamp] = []
    while !deadline.hasPassed, !stop.isRaised {
      let batch = consumer.poll(timeout: deadline.clamped(to: .milliseconds(200)).remaining)
      for index in batch.indices {
        let record = batch[index].detached()
        let time = Self.time(
          key: record.key, value: record.value, at: record.timestamp, of: prefix)
        if let time { times.append(time) }
      }
      for event in batch.events {
        if case .endOfPartition = event { return times }
      }
    }
    return times
  }

  /// When a heartbeat of that connector was sent; nil for another's.
  ///
  /// Key `{"serverName":PREFIX}`, value `{"ts_ms":MILLISECONDS}`, either with a schema around it; of
  /// one that is no JSON the record's own time counts.
  static func time(
    key: [UInt8]?, value: [UInt8]?, at recordTime: Timestamp?, of prefix: String
  ) -> Timestamp? {
    let key = key.flatMap { try? JSONValue.parse($0) }
    if let name = (key?["payload"] ?? key)?["serverName"]?.stringValue, name != prefix {
      return nil
    }
    let value = value.flatMap { try? JSONValue.parse($0) }
    let sent = (value?["payload"] ?? value)?["ts_ms"]?.integerValue
    return sent.map(Timestamp.init(milliseconds:)) ?? recordTime
  }
}
