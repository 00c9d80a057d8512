/// A position in PostgreSQL's write-ahead log, in bytes since the log began.
///
/// PostgreSQL prints it as two halves in hexadecimal (`0/1A00DE0`), Debezium writes it as a signed
/// 64-bit integer of the same bits.
public struct LSN: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The position in bytes; zero is PostgreSQL's "no position".
  public let position: UInt64

  /// The position at `position` bytes.
  public init(position: UInt64) {
    self.position = position
  }

  /// The position that Debezium wrote as `number`: the same bits, without a sign.
  public init(debezium number: Int64) {
    position = UInt64(bitPattern: number)
  }

  /// Reads PostgreSQL's notation (`16/B374D848`) or the decimal one of Debezium's `sequence`.
  ///
  /// White space around it is ignored, and a negative decimal is Debezium's signed writing of a
  /// position past the middle of the range. Anything else throws.
  public init(parsing text: String) throws(FormatError) {
    let bare = text.trimmed
    guard let position = Self.halves(bare) ?? Self.decimal(bare) else {
      throw FormatError(.lsn, bare, "neither X/X in hexadecimal nor a 64-bit integer")
    }
    self.position = position
  }

  /// The bytes from here to `other`: negative when `other` lies before, clamped to 64 bits.
  public func distance(to other: LSN) -> Int64 {
    if other.position >= position {
      return Int64(clamping: other.position - position)
    }
    let back = position - other.position
    return back > UInt64(Int64.max) ? .min : -Int64(back)
  }

  /// Whether `left` comes before `right` in the log.
  public static func < (left: LSN, right: LSN) -> Bool {
    left.position < right.position
  }

  /// PostgreSQL's notation, in capitals as the server prints it.
  public var description: String {
    let high = String(position >> 32, radix: 16, uppercase: true)
    let low = String(position & 0xFFFF_FFFF, radix: 16, uppercase: true)
    return "\(high)/\(low)"
  }

  private static func halves(_ text: Substring) -> UInt64? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let high = half(parts[0]), let low = half(parts[1]) else { return nil }
    return UInt64(high) << 32 | UInt64(low)
  }

  private static func half(_ text: Substring) -> UInt32? {
    guard (1...8).contains(text.utf8.count), text.utf8.allSatisfy(\.isHexadecimalDigit) else {
      return nil
    }
    return UInt32(text, radix: 16)
  }

  private static func decimal(_ text: Substring) -> UInt64? {
    guard let last = text.utf8.last, last.isDecimalDigit, text.utf8.first != UInt8(ascii: "+")
    else { return nil }
    return UInt64(text) ?? Int64(text).map(UInt64.init(bitPattern:))
  }
}
