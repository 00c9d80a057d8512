internal import JSON

/// What an offset says of an incremental snapshot under way.
public struct IncrementalSnapshotOffset: Sendable, Hashable {
  /// A table that is being read or waits to be.
  public struct Table: Sendable, Hashable {
    /// Debezium's id of the table; SQL Server's are in brackets.
    public let id: String
    /// The signal's filter, which each restart wraps in one more pair of parentheses; nil for none.
    public let condition: String?
    /// The column that stands in for a key; nil for none.
    public let surrogateKey: String?
    /// The id of the signal that asked for this table; nil before Debezium 3.7.
    public let correlationID: String?

    /// ``condition`` without the parentheses around it.
    public var bareCondition: String? {
      condition.map(IncrementalSnapshotOffset.withoutParentheses)
    }
  }

  /// The id of the latest `execute-snapshot` signal; nil when that signal had none.
  public let correlationID: String?
  /// The tables left: the one being read, then the others in their order.
  ///
  /// Empty when the member is missing or cannot be read.
  public let tables: [Table]
  /// The last row that was sent, as the offset holds it; nil when the member is missing.
  public let lastKeyHexadecimal: String?
  /// The table's last row when its reading began, as the offset holds it; nil as above.
  public let maximumKeyHexadecimal: String?
  /// ``lastKeyHexadecimal`` decoded; nil also when it cannot be, null when no row was sent yet.
  public let lastKey: JavaKeyArray?
  /// ``maximumKeyHexadecimal`` decoded; nil also when it cannot be, null while it is not known.
  public let maximumKey: JavaKeyArray?

  /// Reads an offset's `incremental_snapshot_...` members; nil when it has none that is not null.
  init?(offset: JSONValue) {
    let prefix = "incremental_snapshot_"
    let hasAny = (offset.members ?? []).contains {
      $0.name.hasPrefix(prefix) && $0.value != .null
    }
    guard hasAny else { return nil }
    correlationID = offset[prefix + "correlation_id"]?.stringValue
    lastKeyHexadecimal = offset[prefix + "primary_key"]?.stringValue
    maximumKeyHexadecimal = offset[prefix + "maximum_key"]?.stringValue
    lastKey = lastKeyHexadecimal.flatMap { try? JavaKeyArray(hexadecimal: $0) }
    maximumKey = maximumKeyHexadecimal.flatMap { try? JavaKeyArray(hexadecimal: $0) }
    let list = offset[prefix + "collections"]?.stringValue.flatMap(JSONValue.init(parsing:))
    tables = (list?.elements ?? []).compactMap(Self.table)
  }

  private static func table(_ element: JSONValue) -> Table? {
    let prefix = "incremental_snapshot_collections_"
    guard let id = element[prefix + "id"]?.stringValue else { return nil }
    return Table(
      id: id,
      condition: element[prefix + "additional_condition"]?.stringValue,
      surrogateKey: element[prefix + "surrogate_key"]?.stringValue,
      correlationID: element[prefix + "correlation_id"]?.stringValue)
  }

  /// `((a) and (b))` is `(a) and (b)`, which stays: its first parenthesis does not close last.
  fileprivate static func withoutParentheses(_ condition: String) -> String {
    var bare = condition.trimmed
    while bare.first == "(", bare.last == ")", closesLast(bare) {
      bare = bare.dropFirst().dropLast().trimmed
    }
    return String(bare)
  }

  private static func closesLast(_ text: Substring) -> Bool {
    var depth = 0
    for (index, sign) in zip(text.indices, text) {
      if sign == "(" { depth += 1 }
      if sign == ")" { depth -= 1 }
      if depth == 0 { return text.index(after: index) == text.endIndex }
    }
    return false
  }
}
