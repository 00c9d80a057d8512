import Glibc

/// A moment in the time zone of the machine, or of the variable `TZ`.
///
/// FoundationEssentials knows no zone but GMT, so the C library tells the distance from it.
public enum LocalTime {
  /// RFC 3339 with milliseconds, such as `2026-11-21T09:04:51.200+01:00`; in UTC, with `Z`, for a
  /// moment that the C library cannot place.
  public static func text(of time: Timestamp) -> String {
    var seconds = time_t(time.milliseconds / 1000)
    if time.milliseconds % 1000 < 0 { seconds -= 1 }
    var parts = unsafe tm()
    // "According to POSIX.1-2001, localtime() is required to behave as though tzset(3) was called,
    // while localtime_r() does not have this requirement." (ctime(3))
    tzset()
    guard unsafe localtime_r(&seconds, &parts) != nil else { return time.description }
    return unsafe text(of: time, secondsFromUTC: Int64(parts.tm_gmtoff))
  }

  /// RFC 3339 with milliseconds, at that distance from UTC.
  static func text(of time: Timestamp, secondsFromUTC: Int64) -> String {
    let distance = secondsFromUTC.multipliedReportingOverflow(by: 1000)
    let shifted = time.milliseconds.addingReportingOverflow(distance.partialValue)
    guard !distance.overflow, !shifted.overflow else { return time.description }
    // The same writing as in UTC, of the moment that a clock in UTC would show then.
    let local = Timestamp(milliseconds: shifted.partialValue).description
    return local.dropLast() + zone(secondsFromUTC / 60)
  }

  private static func zone(_ minutes: Int64) -> String {
    let (hours, rest) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
    func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(minutes < 0 ? "-" : "+")\(two(hours)):\(two(rest))"
  }
}
