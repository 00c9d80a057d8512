public import Debezium
public import Runtime

/// A signal that somebody sent, as the signal table's topic or the Kafka signal topic shows it.
///
/// That it was captured does not prove that the connector acted on it (facts 19).
public struct SignalEntry: Sendable {
  /// The way that it came.
  public enum Channel: Sendable {
    /// A row of the signal table.
    case table
    /// A record of the Kafka signal topic.
    case kafka
  }

  /// What it asks for.
  public var signal: Signal
  /// The way that it came.
  public var channel: Channel
  /// When it was made: by the connector's clock in the signal table, by the sender's through Kafka.
  public var time: Timestamp

  /// A signal, the way it came and when.
  public init(signal: Signal, channel: Channel, time: Timestamp) {
    self.signal = signal
    self.channel = channel
    self.time = time
  }
}
