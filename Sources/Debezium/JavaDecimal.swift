/// A decimal number of any size: what Java's `BigDecimal` and `BigInteger` hold.
public struct JavaDecimal: Sendable, Hashable {
  /// Whether the number is below zero.
  public let isNegative: Bool
  /// The digits as one big-endian binary number, without leading zero bytes; empty for zero.
  public let magnitude: [UInt8]
  /// How many of the decimal digits come after the point; negative adds zeros before it.
  public let scale: Int32

  /// The number `magnitude` x 10^-`scale`, below zero if so told; zero is never negative.
  public init(isNegative: Bool, magnitude: some Sequence<UInt8>, scale: Int32) {
    self.magnitude = Array(magnitude.drop { $0 == 0 })
    self.isNegative = isNegative && !self.magnitude.isEmpty
    self.scale = scale
  }

  /// The number in digits: `-12.50`; with an exponent where zeros would be more than 100.
  public var text: String {
    let sign = isNegative ? "-" : ""
    let digits = decimalDigits
    let places = Int(scale)
    if places == 0 { return sign + digits }
    guard (-100...(digits.count + 100)).contains(places) else {
      return "\(sign)\(digits)E\(-Int64(scale))"
    }
    if places < 0 {
      return magnitude.isEmpty ? "0" : sign + digits + String(repeating: "0", count: -places)
    }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
  }

  /// The digits without the point as a two's complement number of as few bytes as hold it, big end
  /// first: what Kafka Connect's `Decimal` holds, in base64 in JSON.
  public var unscaledBytes: [UInt8] {
    guard let first = magnitude.first else { return [0] }
    guard isNegative else { return first >= 0x80 ? [0] + magnitude : magnitude }
    var bytes = magnitude.map { ~$0 }
    for index in bytes.indices.reversed() {
      bytes[index] &+= 1
      if bytes[index] != 0 { break }
    }
    if let top = bytes.first, top < 0x80 { bytes.insert(0xFF, at: 0) }
    return bytes
  }

  /// Whether `other` is the same number, whatever the two scales.
  func isEqualInValue(toPlain other: String) -> Bool {
    Self.normalized(text) == Self.normalized(other)
  }

  /// Digits with no superfluous zeros: `-012.50` is `-12.5`, `0.0` is `0`; nil for other texts.
  private static func normalized(_ text: String) -> String? {
    let isNegative = text.hasPrefix("-")
    let parts = (isNegative ? text.dropFirst() : text[...])
      .split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.allSatisfy(\.isDecimalDigit) }),
      parts.contains(where: { !$0.isEmpty })
    else { return nil }
    let whole = parts[0].drop { $0 == "0" }
    var fraction = parts.count == 2 ? parts[1] : ""
    while fraction.last == "0" { fraction.removeLast() }
    let number = (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
    return isNegative && number != "0" ? "-" + number : String(number)
  }

  private var decimalDigits: String {
    // Nine decimal digits a step: repeated division of the binary number by 10^9.
    var rest = magnitude[...]
    var groups: [String] = []
    while !rest.isEmpty {
      var remainder: UInt64 = 0
      var quotient: [UInt8] = []
      quotient.reserveCapacity(rest.count)
      for byte in rest {
        let value = remainder << 8 | UInt64(byte)
        quotient.append(UInt8(truncatingIfNeeded: value / 1_000_000_000))
        remainder = value % 1_000_000_000
      }
      rest = quotient.drop { $0 == 0 }
      let digits = String(remainder)
      groups.append(
        rest.isEmpty ? digits : String(repeating: "0", count: 9 - digits.count) + digits)
    }
    return groups.isEmpty ? "0" : groups.reversed().joined()
  }
}
