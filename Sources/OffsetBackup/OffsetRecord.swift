public import Debezium
internal import JSON
public import Runtime

/// One record of an offsets topic, byte for byte.
///
/// Connect finds an offset by the bytes of its key alone (facts 9.4), so these are what is kept,
/// compared and put back.
public struct OffsetRecord: Sendable, Hashable {
  /// The topic.
  public var topic: String
  /// The partition in which it lies.
  public var partition: Int32
  /// The key's bytes; nil for a record without a key, which Connect ignores.
  public var key: [UInt8]?
  /// The value's bytes; nil is a tombstone, which is not the same as an empty value.
  public var value: [UInt8]?
  /// Its offset in the partition.
  public var offset: Int64
  /// When it was written; nil when it carries no time.
  public var time: Timestamp?

  /// A record.
  public init(
    topic: String, partition: Int32, key: [UInt8]?, value: [UInt8]?, offset: Int64,
    time: Timestamp?
  ) {
    self.topic = topic
    self.partition = partition
    self.key = key
    self.value = value
    self.offset = offset
    self.time = time
  }

  /// Whether it says that there is no offset any more.
  public var isTombstone: Bool { value == nil }

  /// The connector and its source partition; nil when the key is none of Connect's.
  public var decodedKey: SourceOffsetKey? {
    key.flatMap { try? JSONValue.parse($0) }.flatMap { SourceOffsetKey($0) }
  }

  /// The offset; nil for a tombstone and for a value that is no JSON object.
  public var decodedValue: SourceOffset? {
    value.flatMap { try? JSONValue.parse($0) }.flatMap { SourceOffset($0) }
  }
}
