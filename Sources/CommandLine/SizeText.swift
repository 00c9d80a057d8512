/// Amounts of bytes as people type them: `500MB`, `10GB`, `1GiB`, `4096`.
public enum SizeText {
  private static let units: [String: Int64] = [
    "": 1, "b": 1, "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
    "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
  ]

  /// The bytes that a text says, or nil when it says none.
  ///
  /// A whole number above zero and its unit, capitals or not; no signs, spaces or fractions.
  public static func parse(_ text: String) -> Int64? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int64(digits), number > 0,
      let unit = units[text.dropFirst(digits.count).lowercased()]
    else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit)
    return isTooLarge ? nil : bytes
  }
}
