/// Reads big-endian numbers and strings from bytes of any content, never past their end.
struct JavaByteCursor {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var remaining: Int { bytes.count - position }

  func failure(_ reason: String) -> JavaStreamError {
    JavaStreamError(reason: reason, offset: position)
  }

  /// The next byte, which stays; nil at the end.
  func peek() -> UInt8? {
    remaining > 0 ? bytes[position] : nil
  }

  mutating func byte() throws(JavaStreamError) -> UInt8 {
    guard remaining > 0 else { throw failure("ends early") }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func take(_ count: UInt64) throws(JavaStreamError) -> ArraySlice<UInt8> {
    guard count <= UInt64(remaining) else { throw failure("ends early") }
    defer { position += Int(count) }
    return bytes[position..<(position + Int(count))]
  }

  /// The next `width` bytes, at most eight, as one number.
  mutating func unsigned(_ width: UInt64) throws(JavaStreamError) -> UInt64 {
    try take(width).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A string that is preceded by its length in bytes.
  ///
  /// "The null byte '\u0000' is encoded in 2-byte format rather than 1-byte" and "supplementary
  /// characters are represented in the form of surrogate pairs" (java.io.DataInput).
  mutating func modifiedUTF8(lengthOfLength: Int) throws(JavaStreamError) -> String {
    let text = try take(try unsigned(UInt64(lengthOfLength)))
    var units: [UInt16] = []
    units.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let length = Self.length(startingWith: text[index])
      guard length > 0, index + length <= text.endIndex else {
        throw failure("a string that is no modified UTF-8")
      }
      units.append(Self.unit(text[index..<(index + length)]))
      index += length
    }
    // A surrogate on its own, which Java allows, becomes U+FFFD.
    return String(decoding: units, as: UTF16.self)
  }

  private static func length(startingWith byte: UInt8) -> Int {
    switch byte {
    case 0x00...0x7F: 1
    case 0xC0...0xDF: 2
    case 0xE0...0xEF: 3
    default: 0
    }
  }

  private static func unit(_ bytes: ArraySlice<UInt8>) -> UInt16 {
    guard let first = bytes.first, bytes.count > 1 else { return UInt16(bytes.first ?? 0) }
    let mask: UInt8 = bytes.count == 2 ? 0x1F : 0x0F
    return bytes.dropFirst().reduce(UInt16(first & mask)) { $0 << 6 | UInt16($1 & 0x3F) }
  }
}
