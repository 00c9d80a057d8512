import Debezium
import JSON
import Runtime
import Watch

/// What `events` prints: the counts of a topic.
struct EventsReport {
  let topic: String
  let counts: EventCounts
  let took: Duration
  let style: Style

  /// Whether any record was a change event.
  var hasEvents: Bool { !counts.classes.isEmpty }

  /// The report in the format that was asked for, with its last newline.
  func text(_ format: OutputFormat) -> String {
    format.text(of: object, table: table)
  }

  private var seconds: Double {
    let (seconds, attoseconds) = took.components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  private var rate: Double { seconds > 0 ? Double(counts.records) / seconds : 0 }

  // MARK: JSON

  private var object: JSONValue {
    .object([
      JSONValue.Member(name: "schema_version", value: .integer(1)),
      JSONValue.Member(name: "topic", value: .string(topic)),
      JSONValue.Member(name: "records", value: .integer(counts.records)),
      JSONValue.Member(name: "tombstones", value: .integer(counts.tombstones)),
      JSONValue.Member(name: "unreadable", value: .integer(counts.unreadable.count)),
      JSONValue.Member(name: "by", value: .array(counts.classes.map(Self.object))),
      JSONValue.Member(name: "first", value: Self.object(counts.first)),
      JSONValue.Member(name: "last", value: Self.object(counts.last)),
      JSONValue.Member(name: "seconds", value: .number(Figures.threeDecimals(seconds))),
      JSONValue.Member(
        name: "rate_records_per_second", value: .number(Figures.oneDecimal(rate))),
    ])
  }

  private static func object(_ found: EventCounts.Class) -> JSONValue {
    .object([
      JSONValue.Member(
        name: "op", value: found.operation.map { .string($0.text) } ?? .null),
      JSONValue.Member(name: "snapshot", value: found.snapshot.map(JSONValue.string) ?? .null),
      JSONValue.Member(name: "count", value: .integer(found.count)),
    ])
  }

  private static func object(_ position: EventCounts.Position?) -> JSONValue {
    guard let position else { return .null }
    return .object([
      JSONValue.Member(name: "partition", value: .integer(Int64(position.partition))),
      JSONValue.Member(name: "offset", value: .integer(position.offset)),
      JSONValue.Member(
        name: "time", value: position.time.map { .string($0.description) } ?? .null),
    ])
  }

  // MARK: For people

  private var table: String {
    var lines = "\(topic): \(Figures.grouped(counts.records)) records"
    lines += " in \(Figures.span(took)), \(Figures.short(rate)) records/s\n"
    var table = TextTable([("OP", .left), ("SNAPSHOT", .left), ("COUNT", .right)])
    for found in counts.classes {
      table.add([
        found.operation.map { "\($0.text) (\($0))" } ?? "schema change",
        DisplayText.printable(found.snapshot ?? "-"),
        Figures.grouped(found.count),
      ])
    }
    if counts.tombstones > 0 { table.add(["tombstone", "-", Figures.grouped(counts.tombstones)]) }
    if counts.unreadable.count > 0 {
      table.add(["unreadable", "-", Figures.grouped(counts.unreadable.count)])
    }
    if counts.records > 0 { lines += table.text }
    if let first = counts.first { lines += "first  \(words(first))\n" }
    if let last = counts.last { lines += "last   \(words(last))\n" }
    return lines
  }

  private func words(_ position: EventCounts.Position) -> String {
    let place = "partition \(position.partition) offset \(position.offset)"
    return position.time.map { "\(place) at \(style.time($0))" } ?? place
  }
}
