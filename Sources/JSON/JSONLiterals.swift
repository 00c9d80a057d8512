// Literals, so that output reads like the JSON it makes. A dictionary literal keeps its order.

extension JSONValue: ExpressibleByStringLiteral {
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByStringInterpolation {}

extension JSONValue: ExpressibleByIntegerLiteral {
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSONValue: ExpressibleByFloatLiteral {
  /// A number, as `number(_:)` writes it.
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByNilLiteral {
  /// `null`.
  public init(nilLiteral: ()) { self = .null }
}

extension JSONValue: ExpressibleByArrayLiteral {
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object with its members in the order written.
  public init(dictionaryLiteral members: (String, JSONValue)...) { self = .object(members) }
}

extension JSONValue {
  /// An object of names and values in this order.
  @_disfavoredOverload
  public static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(members.map { Member(name: $0.0, value: $0.1) })
  }

  /// A string, or `null` for nil.
  public init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }

  /// A whole number, or `null` for nil; beyond `Int64` its text.
  public init(_ value: (some BinaryInteger)?) {
    guard let value else {
      self = .null
      return
    }
    self = Int64(exactly: value).map(JSONValue.integer) ?? .number(String(value))
  }

  /// A number as `number(_:)` writes it, or `null` for nil.
  public init(_ value: Double?) { self = value.map(JSONValue.number) ?? .null }

  /// A Boolean, or `null` for nil.
  public init(_ value: Bool?) { self = value.map(JSONValue.bool) ?? .null }

  /// An array of strings.
  public init(_ values: [String]) { self = .array(values.map(JSONValue.string)) }
}
