extension UInt8 {
  /// Whether this is one of the ASCII digits.
  var isDecimalDigit: Bool {
    self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")
  }

  /// Whether this is an ASCII digit or one of `a` to `f` in either case.
  var isHexadecimalDigit: Bool {
    hexadecimalValue != nil
  }

  /// The value of this hexadecimal digit, or nil.
  var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Whether this is an ASCII letter or digit.
  var isASCIIAlphanumeric: Bool {
    isDecimalDigit
      || (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z"))
      || (self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z"))
  }

  /// Whether this is a space, a tab or a line's end.
  var isASCIISpace: Bool {
    self == 0x20 || (self >= 0x09 && self <= 0x0D)
  }
}

extension StringProtocol {
  /// The text without the ASCII white space around it.
  var trimmed: SubSequence {
    // Unicode scalars, not characters: CR LF is one character and no ASCII byte.
    let view = unicodeScalars
    guard let first = view.firstIndex(where: { !$0.isASCIISpace }),
      let last = view.lastIndex(where: { !$0.isASCIISpace })
    else { return self[endIndex..<endIndex] }
    return self[first..<view.index(after: last)]
  }
}

extension Unicode.Scalar {
  fileprivate var isASCIISpace: Bool {
    isASCII && UInt8(truncatingIfNeeded: value).isASCIISpace
  }
}

extension [UInt8] {
  /// Whether these bytes stand somewhere in the text.
  ///
  /// A text's own `contains` compares whole characters, and takes a hundred times as long.
  func contains(ascii part: [UInt8]) -> Bool {
    guard let first = part.first, part.count <= count else { return part.isEmpty }
    return indices.dropLast(part.count - 1).contains {
      self[$0] == first && self[$0...].starts(with: part)
    }
  }
}
