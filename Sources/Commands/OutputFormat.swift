/// How data is printed.
enum OutputFormat: String, Sendable {
  /// For people.
  case table
  /// One JSON document, when all is known.
  case json
  /// One JSON object a line, as they come.
  case jsonl
}
