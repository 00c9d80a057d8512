public import Debezium
public import Runtime

/// One record of a table's change topic, as far as a snapshot's counts need it.
public struct RowFact: Sendable {
  /// What the record is.
  public enum Content: Sendable {
    /// A change event or a snapshot read.
    case change(Envelope)
    /// A null value.
    case tombstone
    /// Bytes that are no change event.
    case unreadable
  }

  /// When the connector made the event (the envelope's `ts_ms`), else the Kafka record's timestamp.
  ///
  /// The connector's clock stands in its notifications too, and so orders the records of its topics
  /// among each other. The Kafka record's timestamp does not: it is the time at which a whole batch
  /// was sent, one millisecond for the start of a snapshot and its first rows.
  public var time: Timestamp
  /// What the record is.
  public var content: Content
  /// A hash of the key's bytes; nil when the record has no key.
  public var fingerprint: UInt64?

  /// A record of the change topic.
  ///
  /// A time outside the years 1970 to 9999, as a broken client may write it, is taken as the nearer
  /// end of that range.
  public init(time: Timestamp, content: Content, fingerprint: UInt64?) {
    self.time = min(max(time, Self.earliest), Self.latest)
    self.content = content
    self.fingerprint = fingerprint
  }

  private static let earliest = Timestamp(milliseconds: 0)
  private static let latest = Timestamp(milliseconds: 253_402_300_799_999)
}
