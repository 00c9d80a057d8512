import JSON

/// A walk over the tokens of one document that checks the grammar of what it passes.
///
/// The spelling of numbers and words and the escapes of strings are checked only where they are
/// read: a record is counted by its members, not by its row.
struct DocumentWalk: ~Escapable {
  private let document: RawSpan
  private let starts: Span<UInt32>
  private let count: Int
  /// At most `count`: a step goes on only behind a token that it has seen.
  private(set) var next = 0

  @_lifetime(copy tokens)
  init(_ tokens: Tokens) {
    document = tokens.document
    starts = tokens.starts
    count = tokens.count
  }

  var isAtEnd: Bool { next == count }

  /// The first byte of the current token, or a space behind the last one.
  @inline(__always) var byte: UInt8 { byte(at: start(ofToken: next)) }

  /// The first byte of the token behind the current one, or a space.
  @inline(__always) private var byteBehind: UInt8 { byte(at: start(ofToken: next &+ 1)) }

  /// Where a token starts; the length of the document for the two behind the last one.
  @inline(__always)
  private func start(ofToken token: Int) -> Int {
    assert(token >= 0 && token < starts.count)
    return unsafe Int(truncatingIfNeeded: starts[unchecked: token])
  }

  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    assert(offset >= 0 && offset < document.byteCount)
    return unsafe document.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// Goes on when the current token is that byte.
  @inline(__always) @_lifetime(self: copy self)
  mutating func take(_ byte: UInt8) -> Bool {
    guard self.byte == byte else { return false }
    next &+= 1
    return true
  }

  /// Goes on to a member's value and gives the bytes of its name, which may hold escapes.
  @inline(__always) @_lifetime(self: copy self)
  mutating func name() throws(Unreadable) -> Range<Int> {
    guard byte == .quote, byteBehind == .colon else { throw .notJSON }
    let name = content
    next &+= 2
    return name
  }

  /// Goes on behind a member's value: to the next member, or behind the object, which gives false.
  @inline(__always) @_lifetime(self: copy self)
  mutating func anotherMember() throws(Unreadable) -> Bool {
    if take(.comma) { return true }
    guard take(.endOfObject) else { throw .notJSON }
    return false
  }

  /// The bytes of the current token without the spaces behind it; none behind the last one.
  @inline(__always)
  var token: Range<Int> {
    let start = start(ofToken: next)
    var end = self.start(ofToken: min(next &+ 1, count))
    while end > start, byte(at: end &- 1).isSpace { end &-= 1 }
    return unsafe Range(uncheckedBounds: (start, end))
  }

  /// The bytes between the quotes of the current token, which must be a string.
  @inline(__always)
  var content: Range<Int> {
    let token = token
    // A first stage that lets a string end elsewhere would be at fault; no input gets here with it.
    return token.count < 2 ? token : token.lowerBound + 1..<token.upperBound - 1
  }

  /// Part of the document.
  @_lifetime(copy self)
  func extracting(_ range: Range<Int>) -> RawSpan { document.extracting(range) }

  /// Up to the first eight bytes of a range as a little-endian number.
  @inline(__always)
  func head(of range: Range<Int>) -> UInt64 {
    let word = word(at: range.lowerBound)
    return range.count >= 8
      ? word : word & (1 &<< UInt64(truncatingIfNeeded: range.count &* 8) &- 1)
  }

  /// Eight bytes from within the document on, as a little-endian number.
  @inline(__always)
  private func word(at offset: Int) -> UInt64 {
    assert(offset >= 0 && offset + 8 <= document.byteCount)
    let word = unsafe document.unsafeLoadUnaligned(
      fromUncheckedByteOffset: offset, as: UInt64.self)
    return UInt64(littleEndian: word)
  }

  /// Whether a range holds exactly that text.
  func range(_ range: Range<Int>, is text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    for position in 0..<range.count
    where unsafe byte(at: range.lowerBound + position) != text.utf8Start[position] {
      return false
    }
    return true
  }

  /// Whether a range holds an escape.
  @inline(__always)
  func hasEscape(_ range: Range<Int>) -> Bool {
    var rest = range
    while rest.count > 8 {
      if Self.hasBackslash(word(at: rest.lowerBound)) { return true }
      rest = rest.lowerBound &+ 8..<rest.upperBound
    }
    return Self.hasBackslash(head(of: rest))
  }

  // The well-known test for a zero byte in a word.
  @inline(__always)
  private static func hasBackslash(_ word: UInt64) -> Bool {
    let word = word ^ 0x5C5C_5C5C_5C5C_5C5C
    return (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0
  }

  /// Goes on behind a value, whatever lies in it.
  @inline(__always) @_lifetime(self: copy self)
  mutating func skip() throws(Unreadable) {
    switch byte {
    case .object, .array: try skipContainer()
    default: try skipScalar()
    }
  }

  @inline(__always) @_lifetime(self: copy self)
  private mutating func skipScalar() throws(Unreadable) {
    guard byte.beginsScalar else { throw .notJSON }
    next &+= 1
  }

  @inline(__always) @_lifetime(self: copy self)
  private mutating func skipName() throws(Unreadable) {
    guard byte == .quote, byteBehind == .colon else { throw .notJSON }
    next &+= 2
  }

  /// Goes on behind the object whose member's value was just read.
  @_lifetime(self: copy self)
  mutating func skipRestOfObject() throws(Unreadable) {
    while try anotherMember() {
      try skipName()
      try skip()
    }
  }

  /// Goes on behind an array or object, with a stack of its own instead of recursion.
  @_lifetime(self: copy self)
  private mutating func skipContainer() throws(Unreadable) {
    var open = OpenContainers()
    while true {
      switch byte {
      case .object:
        next &+= 1
        try open.push(.object)
        if byte != .endOfObject, try skipScalarMembers() { continue }
      case .array:
        next &+= 1
        try open.push(.array)
        if byte != .endOfArray { continue }
      default:
        try skipScalar()
      }
      guard try leave(&open) else { return }
    }
  }

  /// Goes on behind an object's members as long as their values are scalars, which is all of most
  /// rows; true at a value that is none, false behind the last member.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func skipScalarMembers() throws(Unreadable) -> Bool {
    repeat {
      try skipName()
      guard byte.beginsScalar else { return true }
      next &+= 1
    } while take(.comma)
    return false
  }

  /// Goes on from behind a value to the next one; false when the outermost container has ended.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func leave(_ open: inout OpenContainers) throws(Unreadable) -> Bool {
    while let kind = open.last {
      if take(.comma) {
        if kind == .object { try skipName() }
        return true
      }
      guard take(kind == .object ? .endOfObject : .endOfArray) else { throw .notJSON }
      open.pop()
    }
    return false
  }
}
