import FoundationEssentials

/// One column of a key array: a value of one of the Java classes that Debezium's connectors read
/// key columns into.
public enum JavaValue: Sendable, Hashable {
  /// Java's null.
  case null
  /// `Byte`, `Short`, `Integer` or `Long`.
  case integer(Int64)
  /// `BigDecimal`, and `BigInteger` with a scale of zero.
  case decimal(JavaDecimal)
  /// `Boolean`.
  case boolean(Bool)
  /// `Float`.
  case float(Float)
  /// `Double`; also PostgreSQL's special numerics (`NaN`, infinities).
  case double(Double)
  /// `String`; PostgreSQL's times, timestamps and bit strings are read as text.
  case text(String)
  /// `java.util.UUID`, in lower case.
  case uuid(String)
  /// `byte[]`.
  case bytes([UInt8])
  /// `java.sql.Date` or `LocalDate`, in days since 1970-01-01.
  case date(days: Int64)
  /// `java.sql.Time` or `LocalTime`, in nanoseconds since midnight.
  case time(nanosecondOfDay: Int64)
  /// `java.sql.Timestamp`, `Instant`, `LocalDateTime` or `OffsetDateTime`.
  case timestamp(JavaTimestamp)
  /// `java.time.Duration`, into which MySQL's TIME is read: whole seconds, rounded down, and
  /// nanoseconds past them.
  case duration(seconds: Int64, nanoseconds: Int64)
  /// A value of a class that this decoder does not know, by the class's name.
  case undecodable(className: String)

  /// The value for people: digits, the text itself, bytes in base64 as a record's key prints them,
  /// dates and times in ISO 8601.
  ///
  /// Null reads `null`, an unknown class `undecodable` and its name.
  public var text: String {
    switch self {
    case .null: "null"
    case .integer(let number): String(number)
    case .decimal(let number): number.text
    case .boolean(let flag): String(flag)
    case .float(let number): number.description
    case .double(let number): number.description
    case .text(let text), .uuid(let text): text
    case .bytes(let bytes): Data(bytes).base64EncodedString()
    case .date(let days): CivilTime.dateText(days: days)
    case .time(let nanosecond): CivilTime.timeText(nanosecondOfDay: nanosecond)
    case .timestamp(let timestamp): timestamp.text
    case .duration(let seconds, let nanoseconds):
      Self.durationText(seconds: seconds, nanoseconds: nanoseconds)
    case .undecodable(let name): "undecodable \(name)"
    }
  }

  /// ISO 8601's notation of a length of time in seconds: `PT3661.000000005S`, `-PT0.5S`.
  private static func durationText(seconds: Int64, nanoseconds: Int64) -> String {
    guard seconds < 0 else { return "PT\(seconds)\(CivilTime.fractionText(nanoseconds))S" }
    guard nanoseconds > 0 else { return "-PT\(seconds.magnitude)S" }
    let fraction = CivilTime.fractionText(CivilTime.nanosecondsPerSecond - nanoseconds)
    return "-PT\(seconds.magnitude - 1)\(fraction)S"
  }
}
