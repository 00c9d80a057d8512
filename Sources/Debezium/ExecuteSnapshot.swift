internal import JSON

/// What an `execute-snapshot` signal asks for.
public struct ExecuteSnapshot: Sendable, Hashable {
  /// How the tables are read.
  public enum Kind: String, Sendable, Hashable {
    /// In chunks, while streaming goes on.
    case incremental
    /// At once, while streaming waits.
    case blocking
  }

  /// A filter for tables.
  public struct Condition: Sendable, Hashable {
    /// Which tables: an expression for an incremental snapshot, an id for a blocking one.
    public let dataCollection: String
    /// A condition for an incremental snapshot, a whole SELECT for a blocking one.
    public let filter: String
  }

  /// The tables: each entry is an expression, or an id when no table that is known matches it.
  public let dataCollections: [String]
  /// How the tables are read.
  public let kind: Kind
  /// The filters; empty for none.
  public let additionalConditions: [Condition]
  /// The column that stands in for a key; nil for none.
  public let surrogateKey: String?

  /// Whether an entry names `table`, Debezium's id of it, whole and with its case.
  public func matches(table: String) -> Bool {
    dataCollections.contains { TablePattern($0).matches(table) }
  }

  /// The tables that Debezium would read when these are the ones it knows.
  ///
  /// For each entry those that match it,
  /// or the entry itself when none does. A table that two entries name comes once.
  public func tables(among known: [String]) -> [String] {
    var tables: [String] = []
    for entry in dataCollections {
      let matching = TablePattern(entry).matching(known)
      for table in matching.isEmpty ? [entry] : matching where !tables.contains(table) {
        tables.append(table)
      }
    }
    return tables
  }

  /// The filter for `table`; nil for none.
  public func filter(table: String) -> String? {
    additionalConditions.first { condition in
      switch kind {
      case .incremental: TablePattern(condition.dataCollection).matches(table)
      case .blocking: condition.dataCollection == table
      }
    }?.filter
  }

  /// Reads a signal's `data`; throws what keeps Debezium from acting on it.
  init(data: JSONValue) throws(Signal.Problem) {
    dataCollections = try Signal.requiredCollections(data)
    kind = try Self.kind(data["type"])
    additionalConditions = (data["additional-conditions"]?.elements ?? []).compactMap {
      guard let table = $0["data-collection"]?.stringValue,
        let filter = $0["filter"]?.stringValue
      else { return nil }
      return Condition(dataCollection: table, filter: filter)
    }
    surrogateKey = data["surrogate-key"]?.stringValue
  }

  private static func kind(_ value: JSONValue?) throws(Signal.Problem) -> Kind {
    guard let value, value != .null else { return .incremental }
    guard let kind = value.stringValue.flatMap({ Kind(rawValue: $0.lowercased()) }) else {
      throw .unknownSnapshotType(value.scalarText ?? "")
    }
    return kind
  }
}
