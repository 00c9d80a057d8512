/// A date and time of day of the proleptic Gregorian calendar, as Java and ISO 8601 write it.
///
/// It has no limits but those of its integers: a year from foreign bytes is any 32-bit number.
struct CivilTime: Sendable, Hashable {
  static let secondsPerDay: Int64 = 86_400
  static let nanosecondsPerSecond: Int64 = 1_000_000_000

  /// Days from 1970-01-01 to the given date; months and days out of range run over.
  static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    // Years that begin in March put the leap day last, so that a month's start is a formula.
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date `days` after 1970-01-01, as `YYYY-MM-DD`.
  static func dateText(days: Int64) -> String {
    // Past some 10^13 years the sum below would overflow; such a date is only a number.
    guard days.magnitude < UInt64.max / 4 else { return "day \(days)" }
    let fromMarch = days + 719_468
    let era = floorDivide(fromMarch, 146_097)
    let dayOfEra = fromMarch - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let yearText = year < 0 ? "-\(padded(-year, 4))" : padded(year, 4)
    return "\(yearText)-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// The time of day as `HH:MM:SS`, with as many digits of a second's fraction as are needed.
  static func timeText(nanosecondOfDay: Int64) -> String {
    let seconds = nanosecondOfDay / nanosecondsPerSecond
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    return clock.joined(separator: ":") + fractionText(nanosecondOfDay % nanosecondsPerSecond)
  }

  /// A second's fraction with its point and without trailing zeros; empty for none.
  static func fractionText(_ nanoseconds: Int64) -> String {
    guard nanoseconds > 0 else { return "" }
    var digits = padded(nanoseconds, 9)
    while digits.last == "0" { digits.removeLast() }
    return "." + digits
  }

  static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }

  static func floorRemainder(_ number: Int64, _ divisor: Int64) -> Int64 {
    let rest = number % divisor
    return rest < 0 ? rest + divisor : rest
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
