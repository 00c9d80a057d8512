import Drill
import Runtime

/// The clocks of a run in this process: the wall's, and a monotonic one that counts from its making.
struct DrillClock: Sendable {
  private let wall: @Sendable () -> Timestamp
  private let started: Timestamp
  private let start: ContinuousClock.Instant

  /// Begins to count.
  init(_ wall: @escaping @Sendable () -> Timestamp) {
    self.wall = wall
    started = wall()
    start = .now
  }

  /// This moment.
  var moment: DrillMoment {
    let (seconds, attoseconds) = start.duration(to: .now).components
    let elapsed = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    return DrillMoment(wall: wall(), elapsed: elapsed, sitting: started)
  }
}
