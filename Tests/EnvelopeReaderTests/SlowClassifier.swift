import Debezium
import EnvelopeReader
import JSON
import Runtime

/// The same questions as the reader's, answered from a whole value, one after the other.
struct SlowClassifier {
  /// What a value is; nil when it is no JSON.
  static func read(_ bytes: [UInt8]) -> Reading? {
    guard let json = try? unsafe JSONValue.parse(bytes.span.bytes) else { return nil }
    let payload = json.payload
    guard payload.members != nil else { return .unreadable(.notAnObject) }
    if let op = payload["__op"], !op.isNull {
      return operation(op).map { .change(flat(payload, $0)) } ?? .unreadable(.unknownOperation)
    }
    if let op = payload["op"], !op.isNull {
      return operation(op).map { .change(envelope(payload, .debezium, $0)) }
        ?? .unreadable(.unknownOperation)
    }
    if payload["__deleted"].map(marker) == .true { return .change(flat(payload, .delete)) }
    if payload["ddl"] != nil, payload["tableChanges"] != nil {
      return .change(envelope(payload, .schemaChange, nil))
    }
    return .unreadable(.noOperation)
  }

  private static func envelope(
    _ payload: JSONValue, _ form: Envelope.Form, _ operation: Debezium.Operation?
  ) -> Envelope {
    // The reader stops looking once it has the marker, so the first of several counts.
    let snapshot = payload["source"]?.members?.first { $0.name == "snapshot" }?.value
    return Envelope(
      form: form, operation: operation, marker: snapshot.map(marker) ?? .absent,
      time: time(payload["ts_ms"]))
  }

  private static func flat(_ row: JSONValue, _ operation: Debezium.Operation) -> Envelope {
    let snapshot = row.members?.last { $0.name == "__snapshot" || $0.name == "__source_snapshot" }
    return Envelope(
      form: .flattened, operation: operation, marker: snapshot.map { marker($0.value) } ?? .absent,
      time: time(row["__ts_ms"]))
  }

  private static func operation(_ value: JSONValue) -> Debezium.Operation? {
    value.stringValue.flatMap(Debezium.Operation.init(_:))
  }

  private static func marker(_ value: JSONValue) -> SnapshotMarker {
    switch value {
    case .null: .absent
    case .string(let text): SnapshotMarker(text)
    case .bool(let value): SnapshotMarker(value.description)
    default: .other
    }
  }

  private static func time(_ value: JSONValue?) -> Timestamp? {
    value?.integerValue.map(Timestamp.init(milliseconds:))
  }
}
