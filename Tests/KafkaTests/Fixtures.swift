import Kafka
import Runtime

extension Configuration {
  /// This configuration with more properties; for tests, where a wrong one is a mistake of ours.
  func setting(_ pairs: KeyValuePairs<String, String>) throws -> Configuration {
    var copy = self
    for (name, value) in pairs { try copy.set(name, value) }
    return copy
  }
}

extension EmbeddedCluster {
  /// Fills a topic with records of the given value size, spread over the partitions in turn.
  func fill(_ topic: String, partitions: Int32 = 1, count: Int, valueSize: Int = 10) throws {
    var producer = try Producer(configuration().setting(["linger.ms": "5"]))
    let value = [UInt8](repeating: 120, count: valueSize)
    for index in 0..<count {
      let partition = Int32(truncatingIfNeeded: index) % partitions
      try producer.send(
        ProducerRecord(topic: topic, partition: partition, key: [1, 2], value: value))
    }
    try producer.flush(timeout: .seconds(30))
  }
}

/// What a consumer handed out until it was told to stop.
struct Reading {
  var records: [OwnedRecord] = []
  var ends: [TopicPartition: Int64] = [:]
  var errors: [KafkaError] = []
  var statistics: [String] = []
}

extension [UInt8] {
  /// A copy of borrowed bytes; empty for none.
  init(_ bytes: RawSpan?) {
    self = []
    guard let bytes else { return }
    for offset in 0..<bytes.byteCount {
      append(unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
    }
  }
}

extension Consumer {
  /// Whether a poll brings neither records nor events.
  mutating func findsNothing(within timeout: Duration) -> Bool {
    let batch = poll(timeout: timeout)
    return batch.isEmpty
  }

  /// Polls until the condition holds or the time is over.
  mutating func read(
    for limit: Duration = .seconds(10), until isDone: (Reading) -> Bool
  ) -> Reading {
    var reading = Reading()
    let deadline = ContinuousClock.now + limit
    while !isDone(reading), .now < deadline {
      let batch = poll(timeout: .milliseconds(200))
      for index in batch.indices { reading.records.append(batch[index].detached()) }
      for event in batch.events {
        switch event {
        case .endOfPartition(let topic, let partition, let offset):
          let name = batch.name(of: topic) ?? "?"
          reading.ends[TopicPartition(topic: name, partition: partition)] = offset
        case .error(let error): reading.errors.append(error)
        case .statistics(let text): reading.statistics.append(text)
        }
      }
    }
    return reading
  }
}
