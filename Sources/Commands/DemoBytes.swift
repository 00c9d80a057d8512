/// Bytes of the demo's recording, read from front to back.
struct DemoBytes {
  // A record is a few KB at most; what says otherwise is no recording.
  private static let largest = 1_048_576

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { place >= bytes.count }

  /// The text up to the next line feed.
  mutating func line() throws(DemoRecording.Damaged) -> String {
    guard let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw DemoRecording.Damaged()
    }
    defer { place = end + 1 }
    return String(decoding: bytes[place..<end], as: UTF8.self)
  }

  /// A number in LEB128: seven bits a byte, the lowest first.
  mutating func number() throws(DemoRecording.Damaged) -> Int {
    var number = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      guard !isAtEnd else { break }
      let byte = bytes[place]
      place += 1
      number |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return number }
    }
    throw DemoRecording.Damaged()
  }

  /// A length, one more than it is, and so many bytes; nil for a length of 0.
  mutating func field() throws(DemoRecording.Damaged) -> [UInt8]? {
    let length = try number()
    return length == 0 ? nil : Array(try take(length - 1))
  }

  /// A record's body: its length, then literals and copies in turn until it is whole.
  ///
  /// A copy's distance goes back from where the body has come to, into `before` when it is far.
  mutating func body(after before: [UInt8]) throws(DemoRecording.Damaged) -> [UInt8] {
    let length = try number()
    var window = before
    let end = before.count + length
    guard length <= Self.largest else { throw DemoRecording.Damaged() }
    window.reserveCapacity(end)
    while window.count < end {
      window += try take(try number())
      let copied = try number()
      let distance = try number()
      guard copied <= end - window.count, distance <= window.count, copied == 0 || distance > 0
      else { throw DemoRecording.Damaged() }
      // One at a time: a copy may reach into what it makes.
      for _ in 0..<copied { window.append(window[window.count - distance]) }
    }
    guard window.count == end else { throw DemoRecording.Damaged() }
    return Array(window[before.count...])
  }

  private mutating func take(_ count: Int) throws(DemoRecording.Damaged) -> ArraySlice<UInt8> {
    guard count <= bytes.count - place else { throw DemoRecording.Damaged() }
    defer { place += count }
    return bytes[place..<(place + count)]
  }
}
