/// What an object of a Java stream held, and the value it stands for.
///
/// Layouts are those of the JDK's own classes ("Serialized Form" in its documentation): every class
/// listed here can be a key column's.
struct JavaObjectContents {
  var fields: [String: JavaValue] = [:]
  /// The data that classes wrote themselves, topmost class first.
  var blockData: [UInt8] = []

  /// The value that an object of class `name` with these contents stands for.
  func value(ofClass name: String) -> JavaValue {
    switch name {
    case "java.lang.Integer", "java.lang.Long", "java.lang.Short", "java.lang.Byte",
      "java.lang.Boolean", "java.lang.Float", "java.lang.Double":
      return fields["value"] ?? .undecodable(className: name)
    default:
      return decimal(name) ?? identifier(name) ?? date(name) ?? time(name)
        ?? .undecodable(className: name)
    }
  }

  private func integer(_ field: String) -> Int64? {
    guard case .integer(let number) = fields[field] else { return nil }
    return number
  }

  private func decimal(_ name: String) -> JavaValue? {
    switch name {
    case "java.math.BigInteger":
      // The magnitude is unsigned; `signum` is -1, 0 or 1.
      guard let sign = integer("signum"), case .bytes(let magnitude) = fields["magnitude"],
        magnitude.count <= Self.magnitudeLimit
      else { return nil }
      return .decimal(JavaDecimal(isNegative: sign < 0, magnitude: magnitude, scale: 0))
    case "java.math.BigDecimal":
      guard let scale = integer("scale"), case .decimal(let whole) = fields["intVal"] else {
        return nil
      }
      return .decimal(
        JavaDecimal(
          isNegative: whole.isNegative, magnitude: whole.magnitude,
          scale: Int32(truncatingIfNeeded: scale)))
    default: return nil
    }
  }

  /// Some 2,400 digits, more than any database's decimal; printing takes the square of the length.
  private static let magnitudeLimit = 1024

  private func identifier(_ name: String) -> JavaValue? {
    guard name == "java.util.UUID", let high = integer("mostSigBits"),
      let low = integer("leastSigBits")
    else { return nil }
    let digits = Self.sixteenDigits(high) + Self.sixteenDigits(low)
    var groups: [Substring] = []
    var rest = digits[...]
    for length in [8, 4, 4, 4, 12] {
      groups.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return .uuid(groups.joined(separator: "-"))
  }

  private static func sixteenDigits(_ number: Int64) -> String {
    let digits = String(UInt64(bitPattern: number), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Classes over `java.util.Date`, which writes one long: milliseconds since 1970 in UTC.
  private func date(_ name: String) -> JavaValue? {
    guard
      ["java.sql.Date", "java.sql.Time", "java.sql.Timestamp", "java.util.Date"].contains(name),
      blockData.count == 8
    else { return nil }
    let milliseconds = Int64(
      bitPattern: blockData.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    let seconds = CivilTime.floorDivide(milliseconds, 1000)
    let rest = CivilTime.floorRemainder(milliseconds, 1000) * 1_000_000
    switch name {
    case "java.sql.Date": return .date(days: Self.days(milliseconds: milliseconds))
    case "java.sql.Time":
      let second = CivilTime.floorRemainder(seconds, CivilTime.secondsPerDay)
      return .time(nanosecondOfDay: second * CivilTime.nanosecondsPerSecond + rest)
    default:
      return JavaTimestamp(
        seconds: seconds, nanoseconds: integer("nanos") ?? rest, zone: .instant
      ).map(JavaValue.timestamp)
    }
  }

  /// A `java.sql.Date` is midnight where the connector runs, which may be another day in UTC.
  private static func days(milliseconds: Int64) -> Int64 {
    let days = CivilTime.floorDivide(milliseconds, CivilTime.secondsPerDay * 1000)
    let time = CivilTime.floorRemainder(milliseconds, CivilTime.secondsPerDay * 1000)
    // Zones lie on quarters of an hour. Midnight east of Greenwich (up to 13 hours) is late in the
    // evening before in UTC; west of it (up to 11 hours) it is the same day.
    let isMidnightSomewhere = time % 900_000 == 0
    return isMidnightSomewhere && time >= 11 * 3_600_000 ? days + 1 : days
  }

  private func time(_ name: String) -> JavaValue? {
    guard name == "java.time.Ser", let kind = blockData.first else { return nil }
    var reader = JavaTimeReader(blockData)
    return (try? reader.value()) ?? .undecodable(className: "java.time.Ser type \(kind)")
  }
}
