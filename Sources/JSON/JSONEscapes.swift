/// Escapes in JSON strings, both ways (RFC 8259, section 7).
package enum JSONEscapes {
  /// The text between the quotes of a string, its escapes resolved; nil for an escape that does not
  /// exist.
  ///
  /// Half of a surrogate pair becomes U+FFFD, as Java writes it in UTF-8 with its own
  /// replacement: such text cannot be a Swift string.
  package static func resolve(_ content: RawSpan) -> String? {
    let hasEscape = unsafe content.withUnsafeBytes { unsafe $0.contains(UInt8(ascii: "\\")) }
    guard hasEscape else {
      return unsafe content.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
    return resolveEscapes(content)
  }

  private static func resolveEscapes(_ content: RawSpan) -> String? {
    var output: [UInt8] = []
    output.reserveCapacity(content.byteCount)
    var at = 0
    while at < content.byteCount {
      let byte = byte(content, at)
      at += 1
      guard byte == UInt8(ascii: "\\") else {
        output.append(byte)
        continue
      }
      guard at < content.byteCount else { return nil }
      let escape = self.byte(content, at)
      at += 1
      if let plain = plain(escape) {
        output.append(plain)
      } else if escape == UInt8(ascii: "u"), let scalar = scalar(content, &at) {
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      } else {
        return nil
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// A string with its quotes: `"`, `\` and control characters escaped, everything else as it is.
  static func write(_ text: String, into output: inout String) {
    output += "\""
    var rest = text.utf8[...]
    while let at = rest.firstIndex(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
      output += String(decoding: rest[..<at], as: UTF8.self)
      output += escaped(rest[at])
      rest = rest[rest.index(after: at)...]
    }
    output += String(decoding: rest, as: UTF8.self)
    output += "\""
  }

  private static func byte(_ content: RawSpan, _ offset: Int) -> UInt8 {
    unsafe content.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  private static func plain(_ escape: UInt8) -> UInt8? {
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escape
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case 0x22: return "\\\""
    case 0x5C: return "\\\\"
    case 0x08: return "\\b"
    case 0x0C: return "\\f"
    case 0x0A: return "\\n"
    case 0x0D: return "\\r"
    case 0x09: return "\\t"
    default:
      let digits = String(byte, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }

  /// The character of `\uXXXX`, or of two that make a surrogate pair, from its first digit on.
  private static func scalar(_ content: RawSpan, _ at: inout Int) -> Unicode.Scalar? {
    guard let first = unit(content, &at) else { return nil }
    guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    var behind = at
    guard behind + 1 < content.byteCount, byte(content, behind) == UInt8(ascii: "\\"),
      byte(content, behind + 1) == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    behind += 2
    guard let second = unit(content, &behind), second & 0xFC00 == 0xDC00 else { return "\u{FFFD}" }
    at = behind
    return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
  }

  private static func unit(_ content: RawSpan, _ at: inout Int) -> UInt32? {
    guard content.byteCount - at >= 4 else { return nil }
    var unit: UInt32 = 0
    for offset in at..<at + 4 {
      guard let digit = Character(Unicode.Scalar(byte(content, offset))).hexDigitValue,
        byte(content, offset) < 0x80
      else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    at += 4
    return unit
  }
}
