public import Kafka

/// Writes records into offsets topics, each into the partition that it names, byte for byte.
///
/// The partitioner never chooses: librdkafka's is another than Java's (facts 9.5). Belongs to the
/// thread that made it.
public struct TopicWriter: ~Copyable {
  private var producer: Producer
  private let timeout: Duration

  /// A writer that has written nothing; throws what is wrong with the configuration.
  public init(_ configuration: Configuration, timeout: Duration) throws(KafkaError) {
    var configuration = configuration
    // "acks=all": what a single broker took may be gone with it.
    try configuration.set("request.required.acks", "-1")
    producer = try Producer(configuration)
    self.timeout = timeout
  }

  /// Writes the records and waits for the report on each; a value of nil is a tombstone.
  ///
  /// Throws why the first one was not delivered, or `.timedOut`: some may then have been written.
  public mutating func write(_ records: [OffsetRecord]) throws(KafkaError) {
    for record in records {
      let wanted = ProducerRecord(
        topic: record.topic, partition: record.partition, key: record.key, value: record.value)
      do throws(KafkaError) {
        try producer.send(wanted)
      } catch {
        guard error.code == .queueFull else { throw error }
        try producer.flush(timeout: timeout)
        try producer.send(wanted)
      }
    }
    try producer.flush(timeout: timeout)
    let delivered = producer.takeDeliveries()
    guard delivered.count == records.count else {
      throw KafkaError(
        operation: "deliver \(records.count) records",
        reason: "\(delivered.count) of them were reported on", code: .timedOut)
    }
  }
}
