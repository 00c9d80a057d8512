public import Runtime

/// A record of its own memory, which may be kept and sent anywhere.
public struct OwnedRecord: Sendable, Hashable {
  /// A header of its own memory.
  public struct Header: Sendable, Hashable {
    /// The header's name.
    public var name: String
    /// Its value, or nil when it has none.
    public var value: [UInt8]?

    /// A header with this name and value.
    public init(name: String, value: [UInt8]?) {
      self.name = name
      self.value = value
    }
  }

  /// The topic's name.
  public var topic: String
  /// The partition.
  public var partition: Int32
  /// The offset in the partition.
  public var offset: Int64
  /// When the record was made or appended; nil when it carries no time.
  public var timestamp: Timestamp?
  /// What the timestamp tells.
  public var timestampType: Record.TimestampType
  /// The key, or nil when there is none.
  public var key: [UInt8]?
  /// The value, or nil for a tombstone.
  public var value: [UInt8]?
  /// The headers in order; nil when their bytes could not be read.
  public var headers: [Header]?
}
