/// Amounts of bytes and spans of time as people say them.
enum ByteText {
  private static let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]

  /// `812 bytes`, `142 MB`, `1.4 GB`: three figures at most, thousands between the units.
  static func text(_ count: UInt64) -> String {
    guard count >= 1000 else { return count == 1 ? "1 byte" : "\(count) bytes" }
    var value = Double(count)
    var unit = 0
    // What would be written as 1000 is the next unit's 1.0.
    while value >= 999.5, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    let number = value < 9.95 ? Figures.oneDecimal(value) : "\(Int64(value.rounded()))"
    return "\(number) \(units[unit])"
  }

  /// `3 min 12 s`, `2 h 5 min`, `4 d 3 h`, `0.4 s`; from milliseconds.
  static func span(_ milliseconds: UInt64) -> String {
    let seconds = milliseconds / 1000
    switch seconds {
    case ..<10: return "\(Figures.oneDecimal(Double(milliseconds) / 1000)) s"
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
    case ..<86_400: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
    default: return "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
    }
  }
}
