import FoundationEssentials

/// A moment on the wall clock, to the millisecond: the unit of Kafka's record timestamps and of
/// Debezium's `ts_ms`.
///
/// It orders records of different topics of one producer. It is no measure of elapsed time: for
/// that there is `ContinuousClock`.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
  public var milliseconds: Int64

  /// A moment given in milliseconds since 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Whether `left` comes before `right`.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The time from `start` to `end`; negative when `end` comes first.
  public static func - (end: Timestamp, start: Timestamp) -> Duration {
    .milliseconds(end.milliseconds.subtractingReportingOverflow(start.milliseconds).partialValue)
  }

  /// The moment `distance` later, to the millisecond; clamped at the ends of the range.
  public static func + (start: Timestamp, distance: Duration) -> Timestamp {
    let (seconds, attoseconds) = distance.components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    guard !overflow else { return Timestamp(milliseconds: seconds < 0 ? .min : .max) }
    let rest = attoseconds / 1_000_000_000_000_000
    let sum = start.milliseconds.addingReportingOverflow(whole + rest)
    guard !sum.overflow else { return Timestamp(milliseconds: whole < 0 ? .min : .max) }
    return Timestamp(milliseconds: sum.partialValue)
  }

  /// RFC 3339 in UTC with milliseconds, such as `2026-11-21T08:04:51.200Z`.
  public var description: String {
    var (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    if rest < 0 { (seconds, rest) = (seconds - 1, rest + 1000) }
    // A fraction that went through Date comes out a millisecond short now and then.
    let whole = Date(timeIntervalSince1970: Double(seconds))
      .formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
    return "\(whole.dropLast()).\(String(1000 + rest).dropFirst())Z"
  }
}
