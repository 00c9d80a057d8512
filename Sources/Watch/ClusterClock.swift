import Runtime

/// The wall clock, never behind what the connectors' own clocks have written.
///
/// The ages of facts are judged by it. Where this machine's clock runs behind, the newest fact says
/// so; that it runs ahead cannot be seen.
struct ClusterClock: Sendable {
  private let wallClock: @Sendable () -> Timestamp
  private var lag: Int64 = 0

  init(wallClock: @escaping @Sendable () -> Timestamp) {
    self.wallClock = wallClock
  }

  /// Takes in a connector's time.
  mutating func saw(_ time: Timestamp) {
    // An hour's difference is a wrong clock somewhere, which must not stop every other answer.
    let (ahead, overflow) = time.milliseconds.subtractingReportingOverflow(
      wallClock().milliseconds)
    guard !overflow else { return }
    if ahead > lag, ahead < 3_600_000 { lag = ahead }
  }

  /// The moment as the connectors would write it.
  func adjusted(_ time: Timestamp) -> Timestamp { Timestamp(milliseconds: time.milliseconds + lag) }

  /// Now.
  func now() -> Timestamp { adjusted(wallClock()) }
}
