/// A cursor over the tokens of one document.
struct JSONTokens: ~Escapable {
  private let bytes: RawSpan
  private let starts: Span<UInt32>
  private var next = 0

  @_lifetime(copy bytes, copy starts)
  init(bytes: RawSpan, starts: Span<UInt32>) {
    self.bytes = bytes
    self.starts = starts
  }

  var isAtEnd: Bool { next >= starts.count }

  /// The first byte of the current token, or 0 behind the last one.
  var byte: UInt8 { isAtEnd ? 0 : byte(at: start) }

  var malformed: JSONError { .malformed(offset: start) }

  private var start: Int { isAtEnd ? bytes.byteCount : Int(starts[next]) }

  private func byte(at offset: Int) -> UInt8 {
    unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  @_lifetime(self: copy self)
  mutating func advance() { next += 1 }

  /// Goes on when the current token is that byte.
  @_lifetime(self: copy self)
  mutating func take(_ byte: UInt8) -> Bool {
    guard self.byte == byte else { return false }
    advance()
    return true
  }

  /// The current token without the spaces behind it.
  private var token: Range<Int> {
    var end = next + 1 < starts.count ? Int(starts[next + 1]) : bytes.byteCount
    while end > start, Self.isSpace(byte(at: end - 1)) { end -= 1 }
    return start..<end
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private func text(_ range: Range<Int>) -> String {
    unsafe bytes.extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// The current token as a string, escapes resolved, and goes on.
  @_lifetime(self: copy self)
  mutating func string() throws(JSONError) -> String {
    let token = token
    guard token.count >= 2, byte(at: token.upperBound - 1) == UInt8(ascii: "\"") else {
      throw malformed
    }
    let content = bytes.extracting(token.lowerBound + 1..<token.upperBound - 1)
    guard let text = JSONEscapes.resolve(content) else { throw malformed }
    advance()
    return text
  }

  /// The current token as a string, number or word, and goes on.
  @_lifetime(self: copy self)
  mutating func scalar() throws(JSONError) -> JSONValue {
    if byte == UInt8(ascii: "\"") { return .string(try string()) }
    let text = text(token)
    let value: JSONValue
    switch text {
    case "null": value = .null
    case "true": value = .bool(true)
    case "false": value = .bool(false)
    default:
      guard let number = JSONValue(numberText: text) else { throw malformed }
      value = number
    }
    advance()
    return value
  }
}
