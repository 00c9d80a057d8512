public import JSON
public import Runtime

/// The position up to which a Debezium connector has read, as Connect's offsets topic keeps it.
///
/// A member that is missing, null or of another type is nil here and still stands in ``members``;
/// Connect's REST interface lets any value in. A tombstone is no offset: its record has no value.
public struct SourceOffset: Sendable, Hashable {
  /// The snapshot in which the offset was written.
  public enum Snapshot: Sendable, Hashable {
    /// `INITIAL`; `true` until Debezium 3.0, and MongoDB's `initsync`.
    case initial
    /// `BLOCKING`.
    case blocking
    /// `INCREMENTAL`: the offset of a chunk's row.
    case incremental
    /// Another text, with which the connector would not start.
    case other(String)
  }

  /// The whole offset as it came, an object.
  public let members: JSONValue
  /// The database's kind as far as the members tell it.
  public let engine: Engine
  /// PostgreSQL: the position of the last event (`lsn`).
  public let lsn: LSN?
  /// PostgreSQL: the position up to which everything is processed (`lsn_proc`).
  public let processedLSN: LSN?
  /// PostgreSQL: the position of the last commit (`lsn_commit`).
  public let committedLSN: LSN?
  /// MySQL, MariaDB: the transactions read completely, as the offset writes them.
  public let gtidText: String?
  /// ``gtidText`` as a set; nil also when it is no GTID set.
  public let gtids: GTIDSet?
  /// MySQL, MariaDB: the binary log's file.
  public let file: String?
  /// MySQL, MariaDB: the position within ``file``.
  public let position: Int64?
  /// The snapshot in which the offset was written; nil in streaming.
  public let snapshot: Snapshot?
  /// PostgreSQL since 3.0, SQL Server: whether the snapshot is complete; nil where it is not told.
  public let snapshotCompleted: Bool?
  /// PostgreSQL: whether this is the last record of the snapshot; nil where it is not told.
  public let lastSnapshotRecord: Bool?
  /// The database's time of the event; nil where it is not told.
  public let time: Timestamp?
  /// The incremental snapshot under way; nil when there is none.
  public let incremental: IncrementalSnapshotOffset?

  /// Reads an offset; nil when it is no object.
  public init?(_ value: JSONValue) {
    guard value.members != nil else { return nil }
    members = value
    engine = Self.engine(of: value)
    lsn = Self.lsn(value["lsn"])
    processedLSN = Self.lsn(value["lsn_proc"])
    committedLSN = Self.lsn(value["lsn_commit"])
    gtidText = value["gtids"]?.stringValue
    gtids = gtidText.flatMap { try? GTIDSet(parsing: $0) }
    file = value["file"]?.stringValue
    position = value["pos"]?.integerValue
    snapshot = Self.snapshot(value)
    snapshotCompleted = value["snapshot_completed"]?.booleanContent
    lastSnapshotRecord = value["last_snapshot_record"]?.booleanContent
    time = Self.time(value)
    incremental = IncrementalSnapshotOffset(offset: value)
  }

  /// Reads a record's value; nil when it is no JSON object.
  public init?(parsing text: String) {
    guard let value = JSONValue(parsing: text) else { return nil }
    self.init(value)
  }

  /// Whether this is `{}`: a record without a position, from which a connector does not start well.
  public var isEmpty: Bool { members.members?.isEmpty ?? true }

  private static func lsn(_ value: JSONValue?) -> LSN? {
    // A fraction or a text here is not loaded by the connector either.
    value?.integerValue.map(LSN.init(debezium:))
  }

  private static func snapshot(_ value: JSONValue) -> Snapshot? {
    switch value["snapshot"] {
    case .bool(true), .string("true"), .string("INITIAL"): .initial
    case .string("BLOCKING"): .blocking
    case .string("INCREMENTAL"): .incremental
    case .bool(false), .string("false"), .null, nil:
      value["initsync"]?.booleanContent == true ? .initial : nil
    case .some(let other): .other(other.scalarText ?? "not a text")
    }
  }

  private static func time(_ value: JSONValue) -> Timestamp? {
    if let microseconds = value["ts_usec"]?.integerValue {
      return Timestamp(milliseconds: CivilTime.floorDivide(microseconds, 1000))
    }
    guard let seconds = value["ts_sec"]?.integerValue ?? value["sec"]?.integerValue else {
      return nil
    }
    let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    return overflow ? nil : Timestamp(milliseconds: milliseconds)
  }

  private static func engine(of value: JSONValue) -> Engine {
    let names = Set((value.members ?? []).map(\.name))
    let marks: [(Engine, Set<String>)] = [
      (.sqlServer, ["commit_lsn", "change_lsn", "event_serial_no"]),
      (.postgresql, ["lsn", "lsn_proc", "lsn_commit", "ts_usec"]),
      (.mysqlOrMariaDB, ["file", "pos", "gtids", "ts_sec"]),
      (.mongodb, ["resume_token", "initsync", "ord"]),
    ]
    return marks.first { !$0.1.isDisjoint(with: names) }?.0 ?? .unknown
  }
}
