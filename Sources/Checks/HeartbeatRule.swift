public import Runtime

/// A connector's heartbeats over some time, and the rule about their gaps.
public struct HeartbeatRule: Sendable, Hashable {
  /// The time between two (`heartbeat.interval.ms`); zero for none.
  public var interval: Duration
  /// When they were sent, by the connector's clock, in any order.
  public var times: [Timestamp]
  /// From when on they are looked at; earlier ones do not count.
  public var since: Timestamp
  /// The moment of looking.
  public var now: Timestamp

  /// Heartbeats; see the properties.
  public init(interval: Duration, times: [Timestamp], since: Timestamp, now: Timestamp) {
    self.interval = interval
    self.times = times
    self.since = since
    self.now = now
  }

  /// How long none may come: two may be late, and a flush takes its time.
  public var limit: Duration { max(interval * 3, interval + .seconds(5)) }

  /// The age of the newest; nil for none, and zero for one from a clock that is ahead.
  public var age: Duration? { times.max().map { max(.zero, now - $0) } }

  /// They came without a gap.
  public var gap: RuleFinding {
    guard interval > .zero else {
      return RuleFinding(
        .fail, "heartbeats are off: a quiet database looks like a connector that hangs",
        figures: [.init("heartbeat.interval.ms", "0")], next: "set heartbeat.interval.ms=10000")
    }
    var figures = [
      RuleFinding.Figure("heartbeat.interval s", seconds(interval)),
      .init("limit s", seconds(limit)),
    ]
    guard let age else {
      return RuleFinding(
        .fail, "no heartbeat was found", figures: figures,
        next: "is a task running? a snapshot sends none")
    }
    let counted = times.filter { $0 >= since }.sorted()
    let (longest, end) = longest(among: counted)
    figures += [
      .init("heartbeats", String(counted.count)), .init("longest gap s", seconds(longest)),
      .init("age s", seconds(age)),
    ]
    guard longest > limit else {
      return RuleFinding(.pass, "heartbeats come without a gap", figures: figures)
    }
    let until = end.map { "before \($0)" } ?? "up to now"
    return RuleFinding(
      .fail, "no heartbeat came for \(seconds(longest)) s \(until)", figures: figures,
      next: "the worker's log tells of that time: a lost connection, or a snapshot")
  }

  /// The longest time without one, and the one that ended it; nil for the time up to now.
  ///
  /// `counted` are those that count, in order.
  private func longest(among counted: [Timestamp]) -> (Duration, Timestamp?) {
    // What was before the first that counts is known only from an earlier one.
    let earlier = times.filter { $0 < since }.max().map { _ in since }
    var last = earlier ?? counted.first ?? since
    var longest = Duration.zero
    var end: Timestamp?
    for time in counted {
      if time - last > longest { (longest, end) = (time - last, time) }
      last = time
    }
    if now - last > longest { (longest, end) = (now - last, nil) }
    return (longest, end)
  }

  private func seconds(_ duration: Duration) -> String {
    let (whole, rest) = duration.components
    return "\(whole).\(rest / 100_000_000_000_000_000)"
  }
}
