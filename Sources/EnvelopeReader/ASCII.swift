/// The bytes of JSON's grammar.
extension UInt8 {
  /// Space, line feed, carriage return or tab.
  var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

  /// Whether a string, number or word can begin with it: `"`, `-`, a digit, `f`, `n` or `t`.
  @inline(__always)
  var beginsScalar: Bool {
    // One bit for each of the 128 ASCII characters.
    let bits: UInt64 = self < 64 ? 0x03FF_2004_0000_0000 : 0x0010_4040_0000_0000
    return self < 128 && bits &>> UInt64(self & 63) & 1 == 1
  }

  static var quote: UInt8 { UInt8(ascii: "\"") }
  static var comma: UInt8 { UInt8(ascii: ",") }
  static var colon: UInt8 { UInt8(ascii: ":") }
  static var object: UInt8 { UInt8(ascii: "{") }
  static var endOfObject: UInt8 { UInt8(ascii: "}") }
  static var array: UInt8 { UInt8(ascii: "[") }
  static var endOfArray: UInt8 { UInt8(ascii: "]") }
  static var minus: UInt8 { UInt8(ascii: "-") }
  static var zero: UInt8 { UInt8(ascii: "0") }
  static var n: UInt8 { UInt8(ascii: "n") }
}
