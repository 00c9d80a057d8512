import Debezium
import JSON
import OffsetBackup
import Runtime

/// Offsets as the JSON objects of `-o json`; null for what is not known.
///
/// The members and their order are the contract of `schema_version` 1.
enum OffsetDocument {
  static func object(_ entry: OffsetEntry) -> JSONValue {
    .object([
      ("schema_version", .integer(1)),
      ("connector", JSONValue(entry.key?.connector)),
      ("partition", entry.key?.partition ?? .null),
      ("offset", entry.offset?.members ?? .null),
      ("kafka", kafka(entry.record)),
      ("decoded", entry.offset?.document ?? .null),
      ("live", entry.isLive.map(JSONValue.bool) ?? .null),
      ("findings", .array(entry.findings.map(JSONValue.string))),
    ])
  }

  static func object(_ change: OffsetHistory.Change) -> JSONValue {
    .object([
      ("schema_version", .integer(1)),
      ("connector", .string(change.key.connector)),
      ("partition", change.key.partition),
      ("offset", change.offset?.members ?? .null),
      ("kafka", kafka(change.record)),
      ("decoded", change.offset?.document ?? .null),
      ("distance", distance(change.distance)),
    ])
  }

  static func distance(_ distance: OffsetDistance?) -> JSONValue {
    .object([
      ("bytes", JSONValue(distance?.bytes)),
      ("transactions", JSONValue(distance?.transactions)),
      ("seconds", JSONValue(distance?.seconds)),
    ])
  }

  private static func kafka(_ record: OffsetRecord) -> JSONValue {
    .object([
      ("topic", .string(record.topic)),
      ("partition", .integer(Int64(record.partition))),
      ("offset", .integer(record.offset)),
      ("time", JSONValue(record.time?.description)),
    ])
  }
}
