import FoundationEssentials
internal import JSON

extension JavaValue {
  /// Whether a record's JSON key says this value, given the member's text: a string's content, or a
  /// number, literal or object as it is written.
  ///
  /// It knows each way that Debezium's settings write a value: numbers in digits; decimals also in
  /// base64; bytes in base64, hexadecimal or as text; dates in days since 1970; times, timestamps
  /// and lengths of time in milli-, micro- and nanoseconds, or ISO 8601. An undecodable value
  /// matches nothing.
  public func matches(_ rowKeyText: String) -> Bool {
    switch self {
    case .null: rowKeyText == "null"
    case .integer(let number): Int64(rowKeyText) == number
    case .decimal(let number): Self.matches(number, rowKeyText)
    case .boolean(let flag): rowKeyText == String(flag) || rowKeyText == (flag ? "1" : "0")
    case .float(let number): Float(rowKeyText).map { Self.isSame($0, number) } ?? false
    case .double(let number): Double(rowKeyText).map { Self.isSame($0, number) } ?? false
    case .text(let text): text == rowKeyText || Self.matchesAsTime(text, rowKeyText)
    case .uuid(let uuid): uuid == rowKeyText.lowercased()
    case .bytes(let bytes): Self.matches(bytes, rowKeyText)
    case .date(let days):
      Int64(rowKeyText) == days || ISOTimeParser(rowKeyText).days() == days
    case .time(let nanosecond):
      Self.isCount(seconds: 0, nanoseconds: nanosecond, rowKeyText)
        || ISOTimeParser(rowKeyText).nanosecondOfDay() == nanosecond
    case .timestamp(let timestamp): Self.matches(timestamp, rowKeyText)
    case .duration(let seconds, let nanoseconds):
      Self.isCount(seconds: seconds, nanoseconds: nanoseconds, rowKeyText) || text == rowKeyText
    case .undecodable: false
    }
  }

  private static func isSame<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Bool {
    left == right || (left.isNaN && right.isNaN)
  }

  private static func matches(_ number: JavaDecimal, _ text: String) -> Bool {
    if text == number.text || number.isEqualInValue(toPlain: text) { return true }
    let base64 = Data(number.unscaledBytes).base64EncodedString()
    guard text.hasPrefix("{") else { return text == base64 }
    // A decimal of no fixed scale is an object: {"scale":2,"value":"MDk="}.
    guard let parts = JSONValue(parsing: text) else { return false }
    return parts["value"]?.stringValue == base64
      && parts["scale"]?.integerValue == Int64(number.scale)
  }

  private static func matches(_ bytes: [UInt8], _ text: String) -> Bool {
    let base64 = Data(bytes).base64EncodedString()
    if text == base64 { return true }
    if Array(text.utf8) == bytes { return true }
    let hexadecimal = text.utf8.count == bytes.count * 2 && [UInt8](hexadecimal: text) == bytes
    let urlSafe = String(base64.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    return hexadecimal || text == urlSafe
  }

  private static func matches(_ timestamp: JavaTimestamp, _ text: String) -> Bool {
    if isCount(seconds: timestamp.seconds, nanoseconds: timestamp.nanoseconds, text) { return true }
    guard let other = JavaTimestamp(parsing: text) else { return false }
    return other.seconds == timestamp.seconds && other.nanoseconds == timestamp.nanoseconds
  }

  /// Whether `key` is the number of milli-, micro- or nanoseconds in the given time, rounded down.
  private static func isCount(seconds: Int64, nanoseconds: Int64, _ key: String) -> Bool {
    guard let number = Int64(key) else { return false }
    let (second, rest) = nanoseconds.quotientAndRemainder(
      dividingBy: CivilTime.nanosecondsPerSecond)
    let (whole, overflow) = seconds.addingReportingOverflow(second)
    guard !overflow,
      let time = JavaTimestamp(seconds: whole, nanoseconds: rest, zone: .local)
    else { return false }
    return [1000, 1_000_000, 1_000_000_000].contains { time.count(perSecond: $0) == number }
  }

  /// Dates and times that are read as text but written as numbers or ISO 8601.
  private static func matchesAsTime(_ text: String, _ key: String) -> Bool {
    let parser = ISOTimeParser(text)
    if let days = parser.days() { return JavaValue.date(days: days).matches(key) }
    if let timestamp = parser.timestamp() { return matches(timestamp, key) }
    if let nanosecond = parser.nanosecondOfDay() {
      return JavaValue.time(nanosecondOfDay: nanosecond).matches(key)
    }
    return false
  }
}
