public import JSON
public import Runtime

/// What a connector says of a snapshot on its notification topic.
///
/// The members are those of Debezium's sink notification channel, with schemas or without. A type,
/// an aggregate or a status that is not known is kept as its text.
public struct Notification: Sendable, Hashable {
  /// What the notification is about.
  public enum Aggregate: Sendable, Hashable {
    /// `Initial Snapshot`, which blocking ones call themselves too.
    case initialSnapshot
    /// `Incremental Snapshot`.
    case incrementalSnapshot
    /// Something else, by its own text.
    case other(String)

    /// The aggregate that Debezium calls `text`.
    public init(_ text: String) {
      switch text {
      case "Initial Snapshot": self = .initialSnapshot
      case "Incremental Snapshot": self = .incrementalSnapshot
      default: self = .other(text)
      }
    }
  }

  /// How the reading of one table ended.
  public enum ScanStatus: Sendable, Hashable {
    /// All of it was read.
    case succeeded
    /// There was no row.
    case empty
    /// The table has no key to read it by.
    case noPrimaryKey
    /// The table was left out.
    case skipped
    /// A query failed and the table was given up.
    case sqlException
    /// The connector does not know the table.
    case unknownSchema
    /// Another status, by its own text.
    case other(String)

    /// The status that Debezium calls `text`.
    public init(_ text: String) {
      switch text {
      case "SUCCEEDED": self = .succeeded
      case "EMPTY": self = .empty
      case "NO_PRIMARY_KEY": self = .noPrimaryKey
      case "SKIPPED": self = .skipped
      case "SQL_EXCEPTION": self = .sqlException
      case "UNKNOWN_SCHEMA": self = .unknownSchema
      default: self = .other(text)
      }
    }
  }

  /// The signal's id for an incremental snapshot, or a random one; empty when there is none.
  public let id: String
  /// What the notification is about.
  public let aggregate: Aggregate
  /// What happened.
  public let type: NotificationType
  /// When the connector said so, by its own clock; nil when that cannot be read.
  public let timestamp: Timestamp?
  /// All of `additional_data`, numbers and literals as texts.
  public let additionalData: [String: String]

  /// Reads a record; nil when the value is no notification: an object with `type` and
  /// `aggregate_type`.
  ///
  /// `key` gives the id where the value has none; nil for a record without a key.
  public init?(key: JSONValue?, value: JSONValue) {
    let content = value.payload
    guard let type = content["type"]?.stringValue,
      let aggregate = content["aggregate_type"]?.stringValue
    else { return nil }
    id = content["id"]?.scalarText ?? key?.payload["id"]?.scalarText ?? ""
    self.type = NotificationType(type)
    self.aggregate = Aggregate(aggregate)
    timestamp = content["timestamp"].flatMap(Self.timestamp)
    var data: [String: String] = [:]
    for member in content["additional_data"]?.members ?? [] {
      data[member.name] = member.value.scalarText
    }
    additionalData = data
  }

  /// Reads a record's texts; nil when the value is no JSON or no notification.
  public init?(parsingKey key: String?, value: String) {
    guard let value = JSONValue(parsing: value) else { return nil }
    self.init(key: key.flatMap(JSONValue.init(parsing:)), value: value)
  }

  /// The connector's `topic.prefix` (`connector_name`), not its name in Connect.
  public var connectorName: String? { additionalData["connector_name"] }

  /// The tables that the snapshot has left, or that were taken out of it (ABORTED).
  ///
  /// Empty when the member is missing and when it is empty, as it is for a stop that named no table
  /// of the snapshot.
  public var dataCollections: [String] {
    let text = additionalData["data_collections"] ?? additionalData["data_collection"] ?? ""
    return text.split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
  }

  /// The table that is being read.
  public var currentCollection: String? { additionalData["current_collection_in_progress"] }

  /// The table whose reading has ended.
  public var scannedCollection: String? { additionalData["scanned_collection"] }

  /// Rows read of the table; of an incremental snapshot only since the task's last start.
  public var totalRowsScanned: Int64? { integer("total_rows_scanned") }

  /// How the reading of ``scannedCollection`` ended; nil when not told.
  public var status: ScanStatus? { additionalData["status"].map(ScanStatus.init) }

  /// The last row read into the window, one chunk ahead of the rows in Kafka.
  public var lastProcessedKey: NotificationKey? {
    additionalData["last_processed_key"].map(NotificationKey.init)
  }

  /// The table's last row when its reading began.
  public var maximumKey: NotificationKey? {
    additionalData["maximum_key"].map(NotificationKey.init)
  }

  /// Parallel initial snapshots: which chunk of the table, from 0.
  public var chunkIndex: Int64? { integer("chunk_index") }

  /// Parallel initial snapshots: how many chunks the table has.
  public var totalChunks: Int64? { integer("total_chunks") }

  private func integer(_ name: String) -> Int64? {
    additionalData[name].flatMap { Int64($0) }
  }

  /// The code writes a number, the documentation prints a string.
  private static func timestamp(_ value: JSONValue) -> Timestamp? {
    let written = value.stringValue.flatMap { JavaTimestamp(parsing: $0)?.milliseconds }
    return (value.integerContent ?? written).map(Timestamp.init(milliseconds:))
  }
}
