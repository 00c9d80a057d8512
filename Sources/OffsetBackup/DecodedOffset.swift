internal import Debezium
public import JSON
internal import Runtime

extension OffsetRecord {
  /// The offset as people compare it, as a JSON object; null for a tombstone and for what is no
  /// offset.
  ///
  /// Members that the engine does not have are null; keys of snapshots are texts.
  public var decoded: JSONValue { decodedValue.map(Self.document) ?? .null }

  private static func document(_ offset: SourceOffset) -> JSONValue {
    .object([
      ("engine", .string(offset.engine.rawValue)),
      ("lsn", offset.lsn.map { .string(String($0.position)) } ?? .null),
      ("lsn_text", JSONValue(offset.lsn?.description)),
      ("gtids", JSONValue(offset.gtidText)),
      ("file", JSONValue(offset.file)),
      ("position", offset.position.map { .integer($0) } ?? .null),
      ("time", JSONValue(offset.time?.description)),
      ("snapshot", snapshot(offset)),
    ])
  }

  private static func snapshot(_ offset: SourceOffset) -> JSONValue {
    let kind: String?
    switch offset.snapshot {
    case .initial: kind = "initial"
    case .blocking: kind = "blocking"
    case .incremental: kind = "incremental"
    case .other(let word): kind = word
    case nil: kind = offset.incremental == nil ? nil : "incremental"
    }
    guard let kind else { return .null }
    let incremental = offset.incremental
    return .object([
      ("kind", .string(kind)),
      ("id", JSONValue(incremental?.correlationID)),
      ("tables", .array((incremental?.tables ?? []).map { .string($0.id) })),
      ("last_key", texts(incremental?.lastKey?.texts)),
      ("maximum_key", texts(incremental?.maximumKey?.texts)),
    ])
  }

  private static func texts(_ texts: [String]?) -> JSONValue {
    texts.map { .array($0.map(JSONValue.string)) } ?? .null
  }
}
