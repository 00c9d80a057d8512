import FoundationEssentials
import Runtime
import Snapshot

/// How text for people looks: whether it has colour, and in which time zone its times are.
struct Style: Sendable {
  private let hasColor: Bool
  private let zone: TimeZone

  /// Neither colour nor a zone of its own.
  static let plain = Style(hasColor: false, zone: .gmt)

  init(hasColor: Bool, zone: TimeZone) {
    self.hasColor = hasColor
    self.zone = zone
  }

  /// A state in the colour of what it means: green is well, yellow waits, red needs somebody.
  func state(_ state: SnapshotState) -> String {
    guard hasColor else { return state.rawValue }
    return "\u{1B}[\(Self.color(state))m\(state.rawValue)\u{1B}[0m"
  }

  /// A moment to the millisecond, with its zone's distance from UTC.
  func time(_ time: Timestamp) -> String {
    // The style cuts a fraction off, and in Date most are a little less than the millisecond.
    let date = Date(timeIntervalSince1970: (Double(time.milliseconds) + 0.5) / 1000)
    return date.formatted(
      Date.ISO8601FormatStyle(
        timeZoneSeparator: .colon, includingFractionalSeconds: true, timeZone: zone))
  }

  private static func color(_ state: SnapshotState) -> Int {
    switch state {
    case .completed, .running: 32
    case .paused, .queued, .requested, .unknown, .none, .skipped: 33
    case .unanswered, .stalled, .incomplete, .aborted, .failed: 31
    }
  }
}
