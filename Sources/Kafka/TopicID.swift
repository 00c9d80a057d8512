/// A topic's number within one consumer: 0, 1, 2 in the order in which the consumer met them.
///
/// It is small enough for an array's index and costs no allocation; `Consumer.name(of:)` and
/// `RecordBatch.name(of:)` tell its name. Numbers of different consumers have nothing in common.
public struct TopicID: Sendable, Hashable {
  /// The number.
  public let index: Int
}
