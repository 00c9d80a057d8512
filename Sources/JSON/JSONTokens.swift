/// A cursor over the tokens of one document.
struct JSONTokens: ~Escapable {
  private let tokens: Tokens
  private var next = 0

  @_lifetime(copy tokens)
  init(_ tokens: Tokens) { self.tokens = tokens }

  var isAtEnd: Bool { next >= tokens.count }

  /// The first byte of the current token, or a space behind the last one.
  var byte: UInt8 { byte(at: start) }

  var malformed: JSONError { .malformed(offset: start) }

  private var start: Int { Int(tokens.starts[min(next, tokens.count)]) }

  private func byte(at offset: Int) -> UInt8 {
    unsafe tokens.document.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
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
    var end = Int(tokens.starts[min(next + 1, tokens.count)])
    while end > start, Self.isSpace(byte(at: end - 1)) { end -= 1 }
    return start..<end
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private func text(_ range: Range<Int>) -> String {
    unsafe tokens.document.extracting(range).withUnsafeBytes {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }

  /// The current token as a string, escapes resolved, and goes on.
  @_lifetime(self: copy self)
  mutating func string() throws(JSONError) -> String {
    let token = token
    guard token.count >= 2, byte(at: token.upperBound - 1) == UInt8(ascii: "\"") else {
      throw malformed
    }
    let content = tokens.document.extracting(token.lowerBound + 1..<token.upperBound - 1)
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
