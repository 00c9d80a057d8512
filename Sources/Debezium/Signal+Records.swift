public import JSON

extension Signal {
  /// Reads a change event of the signal table, in an envelope or flattened, with schemas or without.
  ///
  /// Only inserted rows are signals; a deleted `-open` row is a window's closing (the `insert_delete`
  /// watermarking strategy). Nil for other operations, tombstones' null and what is no row.
  public init?(event value: JSONValue) {
    let event = value.payload
    guard let operation = event["op"]?.stringValue, event["source"] != nil else {
      self.init(flattened: event)
      return
    }
    switch operation {
    case "c":
      guard let row = event["after"] else { return nil }
      let count = Self.columns(of: Self.document(row))?.count ?? 0
      self.init(columnsOf: row, problems: count == 3 ? [] : [.wrongColumnCount(count)])
    case "d":
      guard let row = event["before"] else { return nil }
      self.init(deletedRow: row)
    default: return nil
    }
  }

  /// Reads a row of the signal table, an object with the columns id, type and data.
  ///
  /// Debezium reads exactly three columns by position, whatever they are called. A row of more is
  /// read by those names, as flattening adds members; without them nil. Members that start with
  /// `__` are flattening's own and no columns. MongoDB's rows are JSON within a string.
  public init?(row: JSONValue) {
    self.init(columnsOf: row, problems: [])
  }

  /// Reads a record of a signal topic.
  ///
  /// Nil when the value is no object. With `prefix`, the connector's `topic.prefix`, a record whose
  /// key is another one has the problem ``Problem/wrongKey(_:)``; nil leaves keys unjudged.
  public init?(kafkaKey key: String?, value: JSONValue, prefix: String?) {
    let content = value.payload
    guard content.members != nil else { return nil }
    var problems: [Problem] = []
    if let prefix, key != prefix { problems.append(.wrongKey(key)) }
    let id = content["id"]?.scalarText
    if id == nil { problems.append(.missingID) }
    let data = content["data"]
    if data?.members == nil { problems.append(.missingData) }
    self.init(
      id: id, type: content["type"]?.scalarText ?? "", data: data ?? .null, problems: problems)
  }

  private init?(columnsOf row: JSONValue, problems: [Problem]) {
    let document = Self.document(row)
    guard let columns = Self.columns(of: document) else { return nil }
    if columns.count == 3 {
      self.init(
        id: columns[0].value, type: columns[1].value, data: columns[2].value, problems: problems)
    } else if let id = document["id"], let type = document["type"] {
      let tooFew = columns.count < 3 && problems.isEmpty
      self.init(
        id: id, type: type, data: document["data"] ?? .null,
        problems: tooFew ? [.wrongColumnCount(columns.count)] : problems)
    } else {
      return nil
    }
  }

  private static func document(_ row: JSONValue) -> JSONValue {
    row.stringValue.flatMap(JSONValue.init(parsing:)) ?? row
  }

  private static func columns(of document: JSONValue) -> [JSONValue.Member]? {
    document.members?.filter { !$0.name.hasPrefix("__") }
  }

  private init?(flattened row: JSONValue) {
    let isDeleted = row["__deleted"]?.booleanContent == true || row["__op"] == .string("d")
    if isDeleted {
      self.init(deletedRow: row)
      return
    }
    switch row["__op"]?.stringValue {
    case nil, "c": self.init(row: row)
    default: return nil
    }
  }

  private init?(deletedRow row: JSONValue) {
    guard let opening = Signal(row: row), let id = opening.id, id.hasSuffix("-open") else {
      return nil
    }
    let data: JSONValue
    if case .windowOpen = opening.kind {
      data = Signal.data(of: row)
    } else {
      // PostgreSQL's deleted rows have the key alone, beside made-up values for the rest.
      data = .null
    }
    self.init(
      id: "\(id.dropLast("open".count))close", type: "snapshot-window-close", data: data,
      problems: [])
  }

  /// The data of a row that has been read as a signal before.
  private static func data(of row: JSONValue) -> JSONValue {
    let columns = columns(of: row) ?? []
    let column = columns.count == 3 ? columns[2].value : row["data"]
    return column?.stringValue.flatMap(JSONValue.init(parsing:)) ?? .null
  }

  private init(id: JSONValue, type: JSONValue, data: JSONValue, problems: [Problem]) {
    let text = data.stringValue?.trimmed ?? ""
    let parsed = JSONValue(parsing: String(text))
    var problems = problems
    if !text.isEmpty, parsed?.members == nil { problems.append(.unreadableData) }
    self.init(
      id: id.scalarText, type: type.scalarText ?? "", data: parsed ?? data, problems: problems)
  }
}
