public import Debezium
public import JSON

extension SourceOffset {
  /// What it says, as the JSON object `decoded` of manifests and of `offsets list -o json`; null for
  /// what is not known.
  ///
  /// The members and their order are the contract of `schema_version` 1.
  public var document: JSONValue {
    .object([
      ("engine", .string(engine.rawValue)),
      ("lsn", JSONValue(restartLSN?.position)),
      ("lsn_text", JSONValue(restartLSN?.description)),
      ("gtids", JSONValue(gtids?.description ?? gtidText)),
      ("file", JSONValue(file)),
      ("position", JSONValue(position)),
      ("snapshot", snapshotDocument),
    ])
  }

  /// The kind of snapshot in which it was written, in a word; nil in streaming.
  public var snapshotWord: String? {
    switch snapshot {
    case .initial: "initial"
    case .blocking: "blocking"
    case .incremental: "incremental"
    case .other(let text): text
    case nil: incremental.map { _ in "incremental" }
    }
  }

  private var snapshotDocument: JSONValue {
    guard let word = snapshotWord else { return .null }
    return .object([
      ("kind", .string(word)),
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
