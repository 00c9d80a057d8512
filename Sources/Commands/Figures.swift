/// Numbers as people read them.
enum Figures {
  /// A number with thousands separators, such as `460,900`.
  static func grouped(_ value: Int64) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A number with one decimal place, without an exponent.
  static func oneDecimal(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "0.0" }
    let tenths = Int64((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    return "\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }

  /// A number with three decimal places, without an exponent.
  static func threeDecimals(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "0.000" }
    let thousandths = Int64((value * 1000).rounded())
    let fraction = String(thousandths.magnitude % 1000)
    let zeros = String(repeating: "0", count: 3 - fraction.count)
    return "\(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1000).\(zeros)\(fraction)"
  }

  /// A rate in three figures, such as `3.8k`.
  static func short(_ value: Double) -> String {
    switch value {
    case ..<1000: oneDecimal(value.rounded()).replacing(".0", with: "")
    case ..<1_000_000: "\(oneDecimal(value / 1000))k"
    default: "\(oneDecimal(value / 1_000_000))M"
    }
  }

  /// A time span, such as `1m19s`, `6h02m` or `450ms`.
  static func span(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0 else { return "0s" }
    let milliseconds = attoseconds / 1_000_000_000_000_000
    switch seconds {
    case 0: return "\(milliseconds)ms"
    case ..<10: return "\(oneDecimal(Double(seconds) + Double(milliseconds) / 1000))s"
    case ..<60: return "\(seconds)s"
    case ..<3600: return "\(seconds / 60)m\(padded(seconds % 60))s"
    case ..<86_400: return "\(seconds / 3600)h\(padded(seconds / 60 % 60))m"
    default: return "\(seconds / 86_400)d\(padded(seconds / 3600 % 24))h"
    }
  }

  private static func padded(_ value: Int64) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }
}
