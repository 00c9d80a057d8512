/// One line of a message's head.
public struct Header: Sendable, Hashable {
  /// The name as it was written; compared without regard to case.
  public var name: String
  /// The value without spaces around it; empty when there is none.
  public var value: String

  /// A header.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// A header from a received line without its line end; nil when it has no colon or no name.
  ///
  /// Bytes that are no UTF-8 become U+FFFD.
  init?(line: some Collection<UInt8>) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    name = Self.trimmed(line[..<colon])
    value = Self.trimmed(line[line.index(after: colon)...])
    guard !name.isEmpty else { return nil }
  }

  /// Whether it can be sent: a token for a name (RFC 9110, 5.6.2) and no line ends in the value, so
  /// that nothing in a value becomes a header of its own.
  var isSendable: Bool {
    let punctuation = "!#$%&'*+-.^_`|~".utf8
    let isToken = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: punctuation.contains(byte)
      }
    }
    let isPlain = value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == UInt8(ascii: "\t") }
    return !name.isEmpty && isToken && isPlain
  }

  private static func trimmed(_ bytes: some Collection<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }
}
