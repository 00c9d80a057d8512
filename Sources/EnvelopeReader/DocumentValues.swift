import Debezium
import JSON
import Runtime

/// The values that an envelope is read for, each at the current token, which the walk then leaves.
extension DocumentWalk {
  /// The name of a member, going on to its value; nil for one that decides nothing.
  @inline(__always) @_lifetime(self: copy self)
  mutating func memberName() throws(Unreadable) -> MemberName? {
    let name = try name()
    if let member = MemberName(head: head(of: name)),
      member.text.utf8CodeUnitCount == name.count, name.count <= 8 || range(name, is: member.text)
    {
      return member
    }
    return hasEscape(name) ? MemberName(try resolved(name)) : nil
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
    for offset in digits {
      let digit = byte(at: offset) &- .zero
      guard digit < 10 else { return nil }
      sum = sum &* 10 &+ UInt64(digit)
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

  private func marker(_ text: Range<Int>) -> SnapshotMarker? {
    switch text.count {
    case 4 where range(text, is: "true"): .true
    case 4 where range(text, is: "last"): .last
    case 5 where range(text, is: "false"): .false
    case 5 where range(text, is: "first"): .first
    case 11 where range(text, is: "incremental"): .incremental
    case 23 where range(text, is: "last_in_data_collection"): .lastInDataCollection
    case 24 where range(text, is: "first_in_data_collection"): .firstInDataCollection
    default: nil
    }
  }

  /// The text of a string with escapes; an escape that does not exist is no JSON.
  private func resolved(_ content: Range<Int>) throws(Unreadable) -> String {
    guard let text = JSONEscapes.resolve(extracting(content)) else { throw .notJSON }
    return text
  }
}
