public import Runtime

/// A record to be produced.
public struct ProducerRecord: Sendable, Hashable {
  /// The topic's name.
  public var topic: String
  /// The partition, or nil to let the configured partitioner choose by the key.
  public var partition: Int32?
  /// The key, or nil for none; an empty key is a key.
  public var key: [UInt8]?
  /// The value, or nil for a tombstone; an empty value is no tombstone.
  public var value: [UInt8]?
  /// The headers in order; names may repeat.
  public var headers: [OwnedRecord.Header]
  /// The record's time, or nil for now.
  public var timestamp: Timestamp?

  /// A record to be produced.
  public init(
    topic: String, partition: Int32? = nil, key: [UInt8]? = nil, value: [UInt8]?,
    headers: [OwnedRecord.Header] = [], timestamp: Timestamp? = nil
  ) {
    self.topic = topic
    self.partition = partition
    self.key = key
    self.value = value
    self.headers = headers
    self.timestamp = timestamp
  }
}
