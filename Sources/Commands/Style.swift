import Runtime
import Snapshot

/// How text for people looks: whether it has colour, and in which time zone its times are.
struct Style: Sendable {
  /// The zone of the times.
  enum Zone: Sendable {
    case utc, local
  }

  private let hasColor: Bool
  private let zone: Zone

  /// Neither colour nor a zone of its own.
  static let plain = Style(hasColor: false, zone: .utc)

  init(hasColor: Bool, zone: Zone) {
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
    switch zone {
    case .utc: time.description
    case .local: LocalTime.text(of: time)
    }
  }

  private static func color(_ state: SnapshotState) -> Int {
    switch state {
    case .completed, .running: 32
    case .paused, .queued, .requested, .unknown, .none, .skipped: 33
    case .unanswered, .stalled, .incomplete, .aborted, .failed: 31
    }
  }
}
