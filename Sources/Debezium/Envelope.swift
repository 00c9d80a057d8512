public import Runtime

/// What counts in a change event, without its row: a plain value, made once a record.
public struct Envelope: Sendable, Hashable {
  /// How the record was written.
  public enum Form: UInt8, Sendable, Hashable {
    /// Debezium's envelope, with or without Kafka Connect's schema.
    case debezium
    /// Made flat by ExtractNewRecordState, told by its added `__` members.
    case flattened
    /// A record of the schema change topic, which has no operation.
    case schemaChange
  }

  /// What a record is to someone who counts a snapshot's rows.
  public enum Classification: UInt8, Sendable, Hashable {
    /// A row read by an initial or blocking snapshot, which look the same.
    case snapshot
    /// A row read by an incremental snapshot.
    case incremental
    /// A change, truncate or message from the database's log.
    case streamed
    /// A change of a table's definition.
    case schemaChange
  }

  /// How the record was written.
  public var form: Form
  /// `op`; nil only for a schema change.
  public var operation: Operation?
  /// `source.snapshot`.
  public var marker: SnapshotMarker
  /// `ts_ms`: when the connector built the event; nil when it is absent or no whole number.
  public var time: Timestamp?

  /// An envelope of these parts.
  public init(
    form: Form, operation: Operation?, marker: SnapshotMarker = .absent,
    time: Timestamp? = nil
  ) {
    self.form = form
    self.operation = operation
    self.marker = marker
    self.time = time
  }

  /// What the record is, by its operation first.
  ///
  /// A streamed change stays one whatever its marker says: after a restart such changes carry
  /// `true`.
  public var classification: Classification {
    switch operation {
    case .read: marker == .incremental ? .incremental : .snapshot
    case .some: .streamed
    case nil: .schemaChange
    }
  }
}
