public import Runtime

/// A moment of a run, by the wall clock and by the monotonic clock of the process that took it.
public struct DrillMoment: Sendable, Hashable {
  /// The wall clock, to the millisecond.
  public var wall: Timestamp
  /// The milliseconds since the process began to count; nil when only the wall clock is known.
  public var elapsed: Int64?
  /// When that process began to count, by the wall clock: moments of two processes have none to
  /// compare but `wall`.
  public var sitting: Timestamp

  /// A moment; see the properties.
  public init(wall: Timestamp, elapsed: Int64?, sitting: Timestamp) {
    self.wall = wall
    self.elapsed = elapsed
    self.sitting = sitting
  }

  /// The time since an earlier moment by the monotonic clock; nil when that is not one process's.
  public func monotonic(since earlier: DrillMoment) -> Duration? {
    guard sitting == earlier.sitting, let elapsed, let before = earlier.elapsed else { return nil }
    let (difference, overflow) = elapsed.subtractingReportingOverflow(before)
    return overflow ? nil : .milliseconds(difference)
  }

  /// Whether this moment comes before another: by the monotonic clock where both have the same one.
  public func isBefore(_ other: DrillMoment) -> Bool {
    if let distance = monotonic(since: other) { return distance < .zero }
    return wall < other.wall
  }

  /// The moment so much later on both clocks.
  public func advanced(by distance: Duration) -> DrillMoment {
    let later = Timestamp(milliseconds: elapsed ?? 0) + distance
    return DrillMoment(
      wall: wall + distance, elapsed: elapsed == nil ? nil : later.milliseconds, sitting: sitting)
  }
}
