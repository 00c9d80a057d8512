import Debezium
import JSON
import Runtime

/// What a text of the offsets topic, or of Connect's REST interface, says.
enum DecodedOffset {
  case value(SourceOffset)
  case key(SourceOffsetKey)
  case snapshotKey(JavaKeyArray)
  case partitions([(partition: JSONValue, offset: SourceOffset?)])

  /// Recognizes the text; nil when it is none of these.
  init?(_ text: String) {
    if let key = try? JavaKeyArray(hexadecimal: text) {
      self = .snapshotKey(key)
      return
    }
    guard let json = try? JSONValue.parse(text) else { return nil }
    // A stored key as it stands in the offset, with its quotes.
    if let inner = json.stringValue, let key = try? JavaKeyArray(hexadecimal: inner) {
      self = .snapshotKey(key)
    } else if let list = json["offsets"]?.elements {
      self = .partitions(
        list.map {
          (partition: $0["partition"] ?? .null, offset: $0["offset"].flatMap { SourceOffset($0) })
        })
    } else if let key = SourceOffsetKey(json) {
      self = .key(key)
    } else if let offset = SourceOffset(json) {
      self = .value(offset)
    } else {
      return nil
    }
  }

  /// For people.
  var text: String {
    switch self {
    case .value(let offset): OffsetShowText.lines(of: offset).joined(separator: "\n") + "\n"
    case .key(let key):
      "connector \(DisplayText.printable(key.connector))\n"
        + "partition \(OffsetWords.partition(key.partition))\n"
    case .snapshotKey(let key):
      key.texts.map { "\($0.map { DisplayText.printable($0) }.joined(separator: "\n"))\n" }
        ?? "null: no row has been read yet, or the maximum is not known yet\n"
    case .partitions(let partitions):
      partitions.map { partition, offset in
        let lines = offset.map { OffsetShowText.lines(of: $0) } ?? ["no offset"]
        return ([OffsetWords.partition(partition)] + lines.map { "  " + $0 })
          .joined(separator: "\n") + "\n"
      }.joined(separator: "\n")
    }
  }

  /// For scripts.
  var object: JSONValue {
    let version = ("schema_version", JSONValue.integer(1))
    switch self {
    case .value(let offset):
      return .object([
        version, ("offset", offset.members), ("decoded", offset.document),
      ])
    case .key(let key):
      return .object([
        version, ("connector", .string(key.connector)), ("partition", key.partition),
      ])
    case .snapshotKey(let key):
      return .object([
        version,
        ("key", key.texts.map { .array($0.map(JSONValue.string)) } ?? .null),
      ])
    case .partitions(let partitions):
      return .object([
        version,
        (
          "offsets",
          .array(
            partitions.map { partition, offset in
              .object([
                ("partition", partition), ("offset", offset?.members ?? .null),
                ("decoded", offset?.document ?? .null),
              ])
            })
        ),
      ])
    }
  }
}
