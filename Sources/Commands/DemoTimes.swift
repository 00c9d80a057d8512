import Runtime

/// Moves the recording's times to now, and stretches them.
///
/// Every time in a record's bytes is rewritten in place with as many digits as it had, so that the
/// record stays the same but for its times.
struct DemoTimes {
  /// How many times slower the recording is played than it happened.
  static let slowing: Int64 = 64

  // Times of a row's own columns may be of any year; those near the recording are the connector's.
  private static let nearby: Int64 = 600

  private let recorded: Timestamp
  private let start: Timestamp
  private let recordedMinute: [UInt8]

  /// The recorded moment `recorded` becomes `start`.
  init(recorded: Timestamp, start: Timestamp) {
    self.recorded = recorded
    self.start = start
    // `2026-11-21T08:04:`
    recordedMinute = Array(recorded.description.utf8.prefix(17))
  }

  /// The new time of a moment of the recording, both in microseconds since 1970.
  func moved(microseconds: Int64) -> Int64 { moved(microseconds, unitsPerMillisecond: 1000) }

  /// The bytes with the connector's times moved: milliseconds, microseconds and nanoseconds since
  /// 1970, and ISO 8601 texts of the recording's own minute.
  func moved(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var place = 0
    while place < bytes.count {
      guard Self.isDigit(bytes[place]) else {
        place += 1
        continue
      }
      if let text = movedText(bytes[place...]) {
        bytes.replaceSubrange(place..<(place + text.count), with: text)
        place += text.count
        continue
      }
      let end = bytes[place...].firstIndex { !Self.isDigit($0) } ?? bytes.count
      if let number = movedNumber(bytes[place..<end]) {
        bytes.replaceSubrange(place..<end, with: number)
      }
      place = end
    }
    return bytes
  }

  private func movedNumber(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    let unit: Int64
    switch digits.count {
    case 13: unit = 1
    case 16: unit = 1000
    case 19: unit = 1_000_000
    default: return nil
    }
    // 19 digits may be more than 64 bits hold.
    guard let time = Int64(String(decoding: digits, as: UTF8.self)),
      abs(time / (unit * 1000) - recorded.milliseconds / 1000) < Self.nearby
    else { return nil }
    let text = Array("\(moved(time, unitsPerMillisecond: unit))".utf8)
    return text.count == digits.count ? text : nil
  }

  /// The first 23 characters of a time in ISO 8601; what follows are parts of a millisecond.
  private func movedText(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard bytes.starts(with: recordedMinute) else { return nil }
    let rest = bytes.dropFirst(recordedMinute.count).prefix(6)
    let parts = String(decoding: rest, as: UTF8.self).split(separator: ".")
    guard parts.count == 2, let seconds = Int64(parts[0]), let fraction = Int64(parts[1]) else {
      return nil
    }
    let minute = recorded.milliseconds / 60_000 * 60_000
    let time = moved(minute + seconds * 1000 + fraction, unitsPerMillisecond: 1)
    return Array(Timestamp(milliseconds: time).description.utf8.prefix(23))
  }

  private func moved(_ time: Int64, unitsPerMillisecond unit: Int64) -> Int64 {
    start.milliseconds * unit + (time - recorded.milliseconds * unit) * Self.slowing
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
