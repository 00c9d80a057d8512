public import Kafka

/// Why an offsets topic could not be read whole; what was read of it is thrown away.
public enum OffsetReadError: Error, Sendable {
  /// Kafka refused, or does not answer.
  case kafka(KafkaError)
  /// Records stopped coming before these partitions' ends; the reason is the last that Kafka gave.
  case incomplete(topic: String, partitions: [Int32], reason: String?)
  /// A signal, or the caller, asked to stop.
  case interrupted
}
