internal import JSON

extension JSONValue {
  /// An integer, also one written as a string of digits; nil for anything else.
  var integerContent: Int64? {
    integerValue ?? stringValue.flatMap { Int64($0) }
  }

  /// A Boolean, also one written as a string; nil for anything else.
  var booleanContent: Bool? {
    boolValue ?? stringValue.flatMap { Bool($0) }
  }

  /// A string's content, or a number or literal as JSON writes it; nil for null, arrays, objects.
  var scalarText: String? {
    switch self {
    case .string, .number, .integer, .bool: plainText
    case .null, .array, .object: nil
    }
  }

  /// A text of JSON as a value, or nil when it is none.
  init?(parsing text: String) {
    guard let value = try? JSONValue.parse(text) else { return nil }
    self = value
  }
}
