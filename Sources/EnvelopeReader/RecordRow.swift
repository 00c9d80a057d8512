public import Debezium
public import JSON

extension EnvelopeReader {
  /// The row of a change event: `after`, else `before`; of a flat record its members without those
  /// that begin with `__`.
  ///
  /// Nil when the value is no change event or has no row, as for truncates, messages and schema
  /// changes. Documents in strings, as MongoDB's connector writes them, are read. It makes the whole
  /// value, so it is for records that somebody looks at.
  public mutating func row(_ value: RawSpan) -> JSONValue? {
    guard case .change(let envelope) = read(value), let json = parse(value) else {
      return nil
    }
    switch envelope.form {
    case .schemaChange: return nil
    case .flattened: return Self.flatRow(json.payload)
    case .debezium:
      let payload = json.payload
      return Self.row(in: payload, "after") ?? Self.row(in: payload, "before")
    }
  }

  /// The row's own key, from a record's key; nil when the bytes are no JSON or hold no key.
  public mutating func key(_ key: RawSpan) -> RecordKey? {
    guard let json = parse(key) else { return nil }
    return RecordKey(json)
  }

  private static func flatRow(_ payload: JSONValue) -> JSONValue? {
    payload.members.map { .object($0.filter { !$0.name.hasPrefix("__") }) }
  }

  private static func row(in payload: JSONValue, _ name: String) -> JSONValue? {
    switch payload[name] {
    case .object(let members): return .object(members)
    case .string(let document):
      guard let row = try? JSONValue.parse(document), row.members != nil else { return nil }
      return row
    default: return nil
    }
  }
}
