import Debezium
import JSON
import Runtime

/// The values that an envelope is read for, each at the current token, which the walk then leaves.
extension DocumentWalk {
  /// The name of a member, going on to its value; nil for one that decides nothing.
  @inline(__always) @_lifetime(self: copy self)
  mutating func memberName() throws(Unreadable) -> MemberName? {
    let name = try name()
    if let member = MemberName(count: name.count, head: head(of: name)),
      name.count <= 8 || range(name, is: member.text)
    {
      return member
    }
    return hasEscape(name) ? try resolvedName(name) : nil
  }

  private func resolvedName(_ name: Range<Int>) throws(Unreadable) -> MemberName? {
    MemberName(try resolved(name))
  }

  /// Goes into the object at the current token, to its first member; false when it has none.
  @inline(__always) @_lifetime(self: copy self)
  mutating func enterObject() throws(Unreadable) -> Bool {
    guard take(.object) else { throw .notJSON }
    return !take(.endOfObject)
  }

  /// The only byte of a string; nil for another string or value.
  @_lifetime(self: copy self)
  mutating func letter() throws(Unreadable) -> UInt8? {
    guard byte == .quote else {
      try skip()
      return nil
    }
    let content = content
    try skip()
    if content.count == 1 { return byte(at: content.lowerBound) }
    guard hasEscape(content) else { return nil }
    let text = try resolved(content).utf8
    return text.count == 1 ? text.first : nil
  }

  /// A time in milliseconds; nil for anything but a whole number that fits.
  @_lifetime(self: copy self)
  mutating func timestamp() throws(Unreadable) -> Timestamp? {
    guard byte != .object, byte != .array else {
      try skip()
      return nil
    }
    let token = token
    try skip()
    return integer(token).map(Timestamp.init(milliseconds:))
  }

  private func integer(_ token: Range<Int>) -> Int64? {
    let isNegative = byte(at: token.lowerBound) == .minus
    let digits = isNegative ? token.dropFirst() : token
    // A longer number cannot fit, and a sum of 19 digits cannot overflow 64 bits.
    guard (1...19).contains(digits.count) else { return nil }
    var sum: UInt64 = 0
    var offset = digits.lowerBound
    while offset < digits.upperBound {
      let digit = byte(at: offset) &- .zero
      guard digit < 10 else { return nil }
      sum = sum &* 10 &+ UInt64(truncatingIfNeeded: digit)
      offset &+= 1
    }
    if isNegative, sum == Int64.min.magnitude { return .min }
    // "-0" says something that a whole number does not.
    if isNegative, sum == 0 { return nil }
    return Int64(exactly: sum).map { isNegative ? -$0 : $0 }
  }

  /// Whether the value is true, as a word or a string.
  @_lifetime(self: copy self)
  mutating func isTrue() throws(Unreadable) -> Bool {
    var other: Range<Int>?
    return try marker(&other) == .true
  }

  /// A snapshot's marker; `other` tells where one lies that is none of the seven.
  @_lifetime(self: copy self)
  mutating func marker(_ other: inout Range<Int>?) throws(Unreadable) -> SnapshotMarker {
    let start = token
    let isString = byte == .quote
    let text = isString ? content : start
    try skip()
    if !isString, range(text, is: "null") { return .absent }
    if let marker = marker(text) { return marker }
    if isString, hasEscape(text) {
      let marker = SnapshotMarker(try resolved(text))
      if marker != .other { return marker }
    }
    other = text
    return .other
  }

  /// A marker by its length and first eight bytes, a longer one by all of them.
  @inline(__always)
  private func marker(_ text: Range<Int>) -> SnapshotMarker? {
    let (marker, rest): (SnapshotMarker, StaticString)
    switch (text.count, head(of: text)) {
    case (4, 0x6575_7274): return .true
    case (4, 0x7473_616C): return .last
    case (5, 0x65_736C_6166): return .false
    case (5, 0x74_7372_6966): return .first
    case (11, 0x6E65_6D65_7263_6E69): (marker, rest) = (.incremental, "tal")
    case (23, 0x5F6E_695F_7473_616C):
      (marker, rest) = (.lastInDataCollection, "data_collection")
    case (24, 0x6E69_5F74_7372_6966):
      (marker, rest) = (.firstInDataCollection, "_data_collection")
    default: return nil
    }
    return range(text.dropFirst(8), is: rest) ? marker : nil
  }

  /// The text of a string with escapes; an escape that does not exist is no JSON.
  private func resolved(_ content: Range<Int>) throws(Unreadable) -> String {
    guard let text = JSONEscapes.resolve(extracting(content)) else { throw .notJSON }
    return text
  }
}
