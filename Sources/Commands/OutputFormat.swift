import JSON

/// How data is printed.
enum OutputFormat: String, Sendable {
  /// For people.
  case table
  /// One JSON document, when all is known.
  case json
  /// One JSON object a line, as they come.
  case jsonl

  /// One document, or what is shown of it to people.
  func text(of document: JSONValue, table: @autoclosure () -> String) -> String {
    switch self {
    case .table: table()
    case .json: document.prettyText + "\n"
    case .jsonl: document.text + "\n"
    }
  }

  /// A list: an array, or an object a line, or what is shown of it to people.
  func text(ofEach objects: [JSONValue], table: @autoclosure () -> String) -> String {
    switch self {
    case .table: table()
    case .json: JSONValue.array(objects).prettyText + "\n"
    case .jsonl: objects.map { $0.text + "\n" }.joined()
    }
  }
}
