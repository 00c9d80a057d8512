import Debezium
import JSON
import Runtime
import Snapshot

/// The slow, plain reading of a record of a change topic, so that tests of the tracker do not lean
/// on the fast one.
enum RecordedRow {
  static func content(of text: String?) -> RowFact.Content {
    guard let text else { return .tombstone }
    guard let value = try? JSONValue.parse(text).payload else { return .unreadable }
    let flattened = value["op"] == nil
    guard let op = value[flattened ? "__op" : "op"]?.stringValue,
      let operation = op.utf8.first.flatMap(Operation.init(rawValue:)), op.utf8.count == 1
    else { return .unreadable }
    let marker = flattened ? value["__source_snapshot"] : value["source"]?["snapshot"]
    return .change(
      Envelope(
        form: flattened ? .flattened : .debezium, operation: operation,
        marker: self.marker(marker)))
  }

  /// The envelope's `ts_ms`, the connector's clock.
  static func time(of text: String?) -> Timestamp? {
    text.flatMap { try? JSONValue.parse($0).payload["ts_ms"]?.integerValue }
      .map(Timestamp.init(milliseconds:))
  }

  static func key(_ text: String) -> RecordKey? {
    guard let members = try? JSONValue.parse(text).payload.members else { return nil }
    return RecordKey(columns: members.map(\.name), values: members.map(\.value.plainText))
  }

  private static func marker(_ value: JSONValue?) -> SnapshotMarker {
    switch value?.plainText {
    case nil, "null": .absent
    case "true": .true
    case "first": .first
    case "first_in_data_collection": .firstInDataCollection
    case "last_in_data_collection": .lastInDataCollection
    case "last": .last
    case "false": .false
    case "incremental": .incremental
    default: .other
    }
  }
}
