/// A date with a time of day, as Java wrote it into an offset or a database as text.
public struct JavaTimestamp: Sendable, Hashable {
  /// What the date and time refer to.
  public enum Zone: Sendable, Hashable {
    /// A moment: the seconds are those since 1970-01-01T00:00:00Z.
    case instant
    /// A wall clock without a zone, counted as if it were UTC.
    case local
  }

  /// Whole seconds since 1970-01-01T00:00:00, rounded down.
  public let seconds: Int64
  /// Nanoseconds past the whole second, 0 to 999,999,999.
  public let nanoseconds: Int64
  /// Whether this is a moment or a wall clock's reading.
  public let zone: Zone

  /// A date and time; nil when `nanoseconds` is not within a second.
  public init?(seconds: Int64, nanoseconds: Int64, zone: Zone) {
    guard (0..<CivilTime.nanosecondsPerSecond).contains(nanoseconds) else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.zone = zone
  }

  /// Reads `2026-03-01T07:00:00.5Z`, with a space for the `T`, without a fraction, with `+02`,
  /// `+02:00` or no zone; nil for anything else.
  ///
  /// PostgreSQL's and Java's own texts are of these forms.
  public init?(parsing text: String) {
    guard let parsed = ISOTimeParser(text).timestamp() else { return nil }
    self = parsed
  }

  /// ISO 8601: a moment ends in `Z`, a wall clock's reading does not.
  public var text: String {
    let days = CivilTime.floorDivide(seconds, CivilTime.secondsPerDay)
    let second = CivilTime.floorRemainder(seconds, CivilTime.secondsPerDay)
    let time = CivilTime.timeText(
      nanosecondOfDay: second * CivilTime.nanosecondsPerSecond + nanoseconds)
    return "\(CivilTime.dateText(days: days))T\(time)\(zone == .instant ? "Z" : "")"
  }

  /// Milliseconds since 1970-01-01T00:00:00, rounded down; nil past 64 bits.
  public var milliseconds: Int64? { count(perSecond: 1000) }

  /// How many units of `perSecond` a second have passed since 1970, or nil past 64 bits.
  func count(perSecond: Int64) -> Int64? {
    let (whole, tooLarge) = seconds.multipliedReportingOverflow(by: perSecond)
    let (sum, overflow) = whole.addingReportingOverflow(
      nanoseconds / (CivilTime.nanosecondsPerSecond / perSecond))
    return tooLarge || overflow ? nil : sum
  }
}
