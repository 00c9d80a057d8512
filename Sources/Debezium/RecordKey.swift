public import JSON

/// A row's own key, from the key of its Kafka record.
///
/// It stays readable where notifications do not: there a binary key prints as a Java object's name,
/// and the parts of a composite key cannot be split.
public struct RecordKey: Sendable, Hashable, CustomStringConvertible {
  /// The key's columns in the record's order; one with an empty name when the key is a bare value.
  public var columns: [String]
  /// The columns' values in the same order: strings as they are (binary columns are base64 already),
  /// `null` as `null`, all others as their JSON text.
  public var values: [String]

  /// A key of columns and as many values.
  public init(columns: [String], values: [String]) {
    self.columns = columns
    self.values = values
  }

  /// A key from its JSON, with or without Kafka Connect's schema; nil for `null`, and for an array
  /// or an object without members, which are no keys.
  public init?(_ json: JSONValue) {
    switch json.payload {
    case .null, .array, .object([]):
      return nil
    case .object(let members):
      self.init(columns: members.map(\.name), values: members.map(\.value.plainText))
    case let value:
      self.init(columns: [""], values: [value.plainText])
    }
  }

  /// The value of a column; nil when the key has no such column.
  public subscript(column column: String) -> String? {
    guard let position = columns.lastIndex(of: column), position < values.count else { return nil }
    return values[position]
  }

  /// The values with a comma between them, as people name a row: `ams, sku-102`.
  public var description: String { values.joined(separator: ", ") }
}
