/// Reads the data that `java.time.Ser` writes in place of the classes of `java.time`.
///
/// A byte names the class, then come its parts ("Serialized Form" of each class in the JDK's
/// documentation).
struct JavaTimeReader {
  private var bytes: JavaByteCursor

  init(_ data: [UInt8]) {
    bytes = JavaByteCursor(data)
  }

  /// The value; throws for classes that no connector reads a key into and for wrong data.
  mutating func value() throws(JavaStreamError) -> JavaValue {
    let kind = try bytes.byte()
    let value = try value(ofKind: kind)
    guard bytes.remaining == 0 else { throw bytes.failure("more data than the class writes") }
    return value
  }

  private mutating func value(ofKind kind: UInt8) throws(JavaStreamError) -> JavaValue {
    switch kind {
    case 1:
      let seconds = try signedLong()
      return .duration(seconds: seconds, nanoseconds: try nanoseconds())
    case 2:
      let seconds = try signedLong()
      return try timestamp(seconds: seconds, nanoseconds: try nanoseconds(), zone: .instant)
    case 3: return .date(days: try localDate())
    case 4: return .time(nanosecondOfDay: try localTime())
    case 5: return try localDateTime()
    case 10: return try offsetDateTime()
    default: throw bytes.failure("an unknown class of java.time")
    }
  }

  private mutating func offsetDateTime() throws(JavaStreamError) -> JavaValue {
    let days = try localDate()
    let time = try localTime()
    let quarters = Int8(bitPattern: try bytes.byte())
    // Quarters of an hour, or 127 and then the seconds.
    let offset = quarters == 127 ? Int64(try signedInteger()) : Int64(quarters) * 900
    return try timestamp(days: days, time: time, offset: offset, zone: .instant)
  }

  private mutating func localDateTime() throws(JavaStreamError) -> JavaValue {
    let days = try localDate()
    return try timestamp(days: days, time: try localTime(), offset: 0, zone: .local)
  }

  private func timestamp(
    days: Int64, time: Int64, offset: Int64, zone: JavaTimestamp.Zone
  ) throws(JavaStreamError) -> JavaValue {
    let (second, fraction) = time.quotientAndRemainder(
      dividingBy: CivilTime.nanosecondsPerSecond)
    return try timestamp(
      seconds: days * CivilTime.secondsPerDay + second - offset, nanoseconds: fraction, zone: zone)
  }

  private func timestamp(
    seconds: Int64, nanoseconds: Int64, zone: JavaTimestamp.Zone
  ) throws(JavaStreamError) -> JavaValue {
    guard
      let timestamp = JavaTimestamp(seconds: seconds, nanoseconds: nanoseconds, zone: zone)
    else { throw bytes.failure("nanoseconds out of range") }
    return .timestamp(timestamp)
  }

  private mutating func localDate() throws(JavaStreamError) -> Int64 {
    let year = try signedInteger()
    let month = try bytes.byte()
    let day = try bytes.byte()
    guard (1...12).contains(month), (1...31).contains(day) else {
      throw bytes.failure("no date")
    }
    return CivilTime.days(year: Int64(year), month: Int64(month), day: Int64(day))
  }

  /// The time of day in nanoseconds: the last part that is not zero is written as its complement.
  private mutating func localTime() throws(JavaStreamError) -> Int64 {
    var parts: [Int64] = [0, 0, 0]
    for index in parts.indices {
      let part = Int8(bitPattern: try bytes.byte())
      guard part >= 0 else {
        parts[index] = Int64(~part)
        return try nanosecondOfDay(parts, fraction: 0)
      }
      parts[index] = Int64(part)
    }
    return try nanosecondOfDay(parts, fraction: try nanoseconds())
  }

  private func nanosecondOfDay(
    _ parts: [Int64], fraction: Int64
  ) throws(JavaStreamError) -> Int64 {
    guard parts[0] < 24, parts[1] < 60, parts[2] < 60 else { throw bytes.failure("no time of day") }
    let seconds = parts[0] * 3600 + parts[1] * 60 + parts[2]
    return seconds * CivilTime.nanosecondsPerSecond + fraction
  }

  private mutating func nanoseconds() throws(JavaStreamError) -> Int64 {
    let value = Int64(try signedInteger())
    guard (0..<CivilTime.nanosecondsPerSecond).contains(value) else {
      throw bytes.failure("nanoseconds out of range")
    }
    return value
  }

  private mutating func signedInteger() throws(JavaStreamError) -> Int32 {
    Int32(truncatingIfNeeded: try bytes.unsigned(4))
  }

  private mutating func signedLong() throws(JavaStreamError) -> Int64 {
    Int64(bitPattern: try bytes.unsigned(8))
  }
}
