extension JSONValue {
  /// A number from its JSON text: an integer when an `Int64` says the same, else the text; nil when
  /// the text is no JSON number.
  public init?(numberText text: String) {
    guard Self.isNumber(text.utf8) else { return nil }
    // "-0" is an Int64 too, but not the same text.
    if let value = Int64(text), text != "-0" {
      self = .integer(value)
    } else {
      self = .number(text)
    }
  }

  /// A number from a Double: the shortest text that gives the same Double back, without `.0` and
  /// exponent for whole numbers below 2^53; `null` for what JSON cannot say (infinity, NaN).
  public static func number(_ value: Double) -> JSONValue {
    guard value.isFinite else { return .null }
    if value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value) {
      return .integer(whole)
    }
    return .number(value.description)
  }

  /// The number as a Double, rounded where needed; nil when this is no number.
  public var doubleValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let text): Double(text)
    default: nil
    }
  }

  // -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
  private static func isNumber(_ text: String.UTF8View) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let leading = rest.first
    let whole = digits(&rest)
    guard whole == 1 || (whole > 1 && leading != UInt8(ascii: "0")) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard digits(&rest) > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard digits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func digits(_ text: inout Substring.UTF8View) -> Int {
    let rest = text.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    defer { text = rest }
    return text.count - rest.count
  }
}
