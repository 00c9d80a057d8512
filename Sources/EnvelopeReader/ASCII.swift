/// The bytes of JSON's grammar.
extension UInt8 {
  /// Space, line feed, carriage return or tab.
  var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

  static var quote: UInt8 { UInt8(ascii: "\"") }
  static var comma: UInt8 { UInt8(ascii: ",") }
  static var colon: UInt8 { UInt8(ascii: ":") }
  static var object: UInt8 { UInt8(ascii: "{") }
  static var endOfObject: UInt8 { UInt8(ascii: "}") }
  static var array: UInt8 { UInt8(ascii: "[") }
  static var endOfArray: UInt8 { UInt8(ascii: "]") }
  static var minus: UInt8 { UInt8(ascii: "-") }
  static var zero: UInt8 { UInt8(ascii: "0") }
  static var nine: UInt8 { UInt8(ascii: "9") }
  static var t: UInt8 { UInt8(ascii: "t") }
  static var f: UInt8 { UInt8(ascii: "f") }
  static var n: UInt8 { UInt8(ascii: "n") }
}
