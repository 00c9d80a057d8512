/// Reads dates and times of day as PostgreSQL, Java and ISO 8601 print them.
struct ISOTimeParser {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    // Longer than any date and time; the rest would be refused anyway.
    bytes = Array(text.utf8.prefix(64))
  }

  /// The text as a date, `YYYY-MM-DD` with an optional `Z`, in days since 1970-01-01; else nil.
  func days() -> Int64? {
    var parser = self
    guard let days = parser.date() else { return nil }
    _ = parser.take(UInt8(ascii: "Z"))
    return parser.isAtEnd ? days : nil
  }

  /// The text as a time of day with an optional zone, which is ignored, in nanoseconds; else nil.
  func nanosecondOfDay() -> Int64? {
    var parser = self
    guard let time = parser.timeOfDay() else { return nil }
    guard parser.isAtEnd || parser.zoneOffset() != nil, parser.isAtEnd else { return nil }
    return time
  }

  /// The text as a date and a time of day; nil for anything else.
  func timestamp() -> JavaTimestamp? {
    var parser = self
    guard let days = parser.date(),
      parser.take(UInt8(ascii: "T")) || parser.take(UInt8(ascii: " ")),
      let time = parser.timeOfDay()
    else { return nil }
    var offset: Int64?
    if !parser.isAtEnd {
      offset = parser.zoneOffset()
      guard offset != nil, parser.isAtEnd else { return nil }
    }
    let (second, fraction) = time.quotientAndRemainder(
      dividingBy: CivilTime.nanosecondsPerSecond)
    return JavaTimestamp(
      seconds: days * CivilTime.secondsPerDay + second - (offset ?? 0), nanoseconds: fraction,
      zone: offset == nil ? .local : .instant)
  }

  private var isAtEnd: Bool { position == bytes.count }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func number(digits: ClosedRange<Int>) -> Int64? {
    var value: Int64 = 0
    var count = 0
    while count < digits.upperBound, position < bytes.count, bytes[position].isDecimalDigit {
      value = value * 10 + Int64(bytes[position] - UInt8(ascii: "0"))
      position += 1
      count += 1
    }
    return count >= digits.lowerBound ? value : nil
  }

  private mutating func date() -> Int64? {
    guard let year = number(digits: 4...9), take(UInt8(ascii: "-")),
      let month = number(digits: 2...2), (1...12).contains(month), take(UInt8(ascii: "-")),
      let day = number(digits: 2...2), (1...31).contains(day)
    else { return nil }
    return CivilTime.days(year: year, month: month, day: day)
  }

  private mutating func timeOfDay() -> Int64? {
    guard let hour = number(digits: 2...2), hour <= 24, take(UInt8(ascii: ":")),
      let minute = number(digits: 2...2), minute < 60
    else { return nil }
    var second: Int64 = 0
    if take(UInt8(ascii: ":")) {
      guard let whole = number(digits: 2...2), whole <= 60 else { return nil }
      second = whole
    }
    guard let fraction = fraction() else { return nil }
    return (hour * 3600 + minute * 60 + second) * CivilTime.nanosecondsPerSecond + fraction
  }

  private mutating func fraction() -> Int64? {
    guard take(UInt8(ascii: ".")) else { return 0 }
    let start = position
    guard var value = number(digits: 1...9) else { return nil }
    for _ in (position - start)..<9 { value *= 10 }
    return value
  }

  private mutating func zoneOffset() -> Int64? {
    if take(UInt8(ascii: "Z")) { return 0 }
    let sign: Int64
    if take(UInt8(ascii: "+")) {
      sign = 1
    } else if take(UInt8(ascii: "-")) {
      sign = -1
    } else {
      return nil
    }
    guard let hours = number(digits: 2...2) else { return nil }
    _ = take(UInt8(ascii: ":"))
    let minutes = number(digits: 2...2) ?? 0
    return sign * (hours * 3600 + minutes * 60)
  }
}
