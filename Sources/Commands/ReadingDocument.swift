import JSON
import Runtime
import Snapshot

/// A snapshot reading as the JSON object of `-o json`; null for what is not known.
///
/// The members and their order are the contract of `schema_version` 1.
enum ReadingDocument {
  static func object(_ reading: SnapshotReading) -> JSONValue {
    .object([
      member("schema_version", .integer(1)),
      member("taken_at", time(reading.takenAt)),
      member("connector", text(reading.connector)),
      member("table", .string(reading.table)),
      member("topic", .string(reading.topic)),
      member("kind", .string(reading.kind.rawValue)),
      member("id", text(reading.id)),
      member("state", .string(reading.state.rawValue)),
      member("cause", text(reading.cause)),
      member("reads", integer(reading.reads)),
      member("streamed", integer(reading.streamed)),
      member("tombstones", integer(reading.tombstones)),
      member("unreadable", integer(reading.unreadable)),
      member("repeated", integer(reading.repeated)),
      member(
        "chunks",
        .object([
          member("done", integer(reading.chunksDone)),
          member("size", integer(reading.chunkSize.map(Int64.init))),
        ])),
      member(
        "key",
        .object([
          member("last", texts(reading.key.last)),
          member("maximum", texts(reading.key.maximum)),
          member("columns", reading.key.columns.isEmpty ? .null : texts(reading.key.columns)),
        ])),
      member("percent", .null),
      member("percent_from", .null),
      member("rows_expected", .null),
      member("rows_expected_from", .null),
      member("rate_rows_per_second", number(reading.rate)),
      member("eta_seconds", .null),
      member("remaining_tables", texts(reading.remainingTables)),
      member("started_at", time(reading.startedAt)),
      member("finished_at", time(reading.finishedAt)),
      member("task_starts", integer(reading.taskStarts.map(Int64.init))),
      member("sources", texts(reading.sources.names)),
      member("warnings", texts(reading.warnings)),
      member("next", text(reading.next)),
    ])
  }

  private static func member(_ name: String, _ value: JSONValue) -> JSONValue.Member {
    JSONValue.Member(name: name, value: value)
  }

  private static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

  private static func texts(_ values: [String]?) -> JSONValue {
    values.map { .array($0.map(JSONValue.string)) } ?? .null
  }

  private static func integer(_ value: Int64?) -> JSONValue {
    value.map(JSONValue.integer) ?? .null
  }

  private static func number(_ value: Double?) -> JSONValue {
    value.map { .number(Figures.oneDecimal($0)) } ?? .null
  }

  private static func time(_ value: Timestamp?) -> JSONValue {
    value.map { .string($0.description) } ?? .null
  }
}
