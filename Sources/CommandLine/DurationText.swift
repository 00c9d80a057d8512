/// Durations as people type and read them: `500ms`, `90s`, `1m30s`, `6h`, `30d`.
public enum DurationText {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
  ]

  /// The duration that a text says, or nil when it says none.
  ///
  /// Whole numbers, each with its unit, the larger unit first, each unit at most once; no signs,
  /// spaces or fractions. Nil also for more than 100 years.
  public static func parse(_ text: String) -> Duration? {
    var rest = Substring(text)
    var total: Int64 = 0
    var unitsLeft = units[...]
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let number = Int64(digits), let place = unitsLeft.firstIndex(where: { $0.name == name })
      else { return nil }
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: units[place].milliseconds)
      guard !isTooLarge, product <= 3_155_760_000_000 else { return nil }
      total += product
      unitsLeft = unitsLeft[(place + 1)...]
    }
    return total <= 3_155_760_000_000 ? .milliseconds(total) : nil
  }

  /// A duration in at most two units, cut down to the smaller: `1m19s`, `2d3h`, `250ms`; `0s` for
  /// zero and less.
  public static func text(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let milliseconds =
      min(max(seconds, 0), 1 << 50) * 1000 + max(attoseconds, 0) / 1_000_000_000_000_000
    guard milliseconds > 0,
      let first = units.firstIndex(where: { $0.milliseconds <= milliseconds })
    else { return "0s" }
    let large = units[first]
    let text = "\(milliseconds / large.milliseconds)\(large.name)"
    guard first + 1 < units.count else { return text }
    let small = units[first + 1]
    let rest = milliseconds % large.milliseconds / small.milliseconds
    return rest == 0 ? text : text + "\(rest)\(small.name)"
  }
}
