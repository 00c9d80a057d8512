/// What became of one record that was sent.
public struct Delivery: Sendable, Hashable {
  /// A record's number within its producer: 1, 2, 3 in the order of sending.
  public struct ID: Sendable, Hashable {
    /// The number.
    public let number: UInt
  }

  /// Which record.
  public var id: ID
  /// The topic it was sent to.
  public var topic: String
  /// The partition it went to; nil when it failed before one was chosen.
  public var partition: Int32?
  /// Its offset, or why it was not delivered.
  ///
  /// The offset is nil when the broker tells none (`acks=0`).
  public var result: Result<Int64?, KafkaError>
}
