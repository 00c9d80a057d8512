extension [UInt8] {
  /// The bytes that an even number of hexadecimal digits in either case spell, or nil.
  init?(hexadecimal text: String) {
    let digits = text.utf8
    guard digits.count.isMultiple(of: 2) else { return nil }
    self = []
    reserveCapacity(digits.count / 2)
    var high: UInt8?
    for digit in digits {
      guard let value = digit.hexadecimalValue else { return nil }
      if let upper = high {
        append(upper << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
  }
}
