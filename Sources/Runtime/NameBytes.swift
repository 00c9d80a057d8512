extension UInt8 {
  /// Whether this is one of `A-Z a-z 0-9 . _ -`, which stand for themselves in a topic's name, in a
  /// file's and in a URL.
  package var isOfName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
