public import JSON
import Runtime

extension SourceOffset {
  /// What it says, as the JSON object that readings and backups show; null for what the engine does
  /// not have.
  public var document: JSONValue {
    .object([
      ("engine", .string(engine.rawValue)),
      ("lsn", JSONValue(restartLSN?.position)),
      ("lsn_text", JSONValue(restartLSN?.description)),
      ("gtids", JSONValue(gtids?.description ?? gtidText)),
      ("file", JSONValue(file)),
      ("position", JSONValue(position)),
      ("time", JSONValue(time?.description)),
      ("snapshot", snapshotDocument),
    ])
  }

  /// The snapshot that it speaks of, as readings name it; nil in streaming.
  public var snapshotKind: String? {
    switch snapshot {
    case .initial: "initial"
    case .blocking: "blocking"
    case .incremental: "incremental"
    case .other(let text): text
    case nil: incremental.map { _ in "incremental" }
    }
  }

  private var snapshotDocument: JSONValue {
    guard let snapshotKind else { return .null }
    return .object([
      ("kind", .string(snapshotKind)),
      ("id", JSONValue(incremental?.correlationID)),
      ("tables", Self.texts(incremental?.tables.map(\.id))),
      ("last_key", Self.texts(incremental?.lastKey?.texts)),
      ("maximum_key", Self.texts(incremental?.maximumKey?.texts)),
    ])
  }

  private static func texts(_ values: [String]?) -> JSONValue {
    values.map { .array($0.map(JSONValue.string)) } ?? .null
  }
}
