internal import Runtime

/// How long a recovery took: from a disaster's beginning until a change that was made during the
/// outage had arrived.
public enum RecoveryTime: Sendable, Hashable {
  /// By the runner's monotonic clock.
  case measured(Duration)
  /// From the runner's wall clock to the record's timestamp, because the runner was started again
  /// meanwhile: two machines' clocks count.
  case byTimestamps(Duration)
  /// Not measured, and why: a sentence without a full stop.
  case notMeasured(String)

  /// A step that is marked `disaster`, as it was done.
  public struct Disaster: Sendable, Hashable {
    /// The step's name.
    public var step: String
    /// When it began.
    public var start: DrillMoment
    /// When it was done; nil when it was not.
    public var done: DrillMoment?
    /// When it was first seen that nothing gets through; nil when it never was.
    public var outage: DrillMoment?

    /// A disaster; see the properties.
    public init(step: String, start: DrillMoment, done: DrillMoment?, outage: DrillMoment?) {
      self.step = step
      self.start = start
      self.done = done
      self.outage = outage
    }
  }

  /// The time; nil when it was not measured.
  public var duration: Duration? {
    switch self {
    case .measured(let duration), .byTimestamps(let duration): duration
    case .notMeasured: nil
    }
  }

  /// Measures.
  ///
  /// Counts the first arrival of a change whose transaction began after the step was done and the
  /// outage was seen: an earlier one may have been under way.
  public init(
    _ disaster: Disaster, log: SentinelLog, ledger: [SentinelLedgerRow],
    arrivals: [SentinelArrival]
  ) {
    guard let done = disaster.done else {
      self = .notMeasured("the step '\(disaster.step)' was not done")
      return
    }
    guard let outage = disaster.outage else {
      self = .notMeasured("no outage was seen after '\(disaster.step)'")
      return
    }
    let from = done.isBefore(outage) ? outage : done
    var later: [Int: SentinelChange] = [:]
    for row in ledger {
      guard let attempt = log.attempts[row.change.number], from.isBefore(attempt.intended) else {
        continue
      }
      later[row.change.number] = row.change
    }
    guard let first = Self.first(of: later, in: arrivals) else {
      self = .notMeasured("no change that was made during the outage has arrived")
      return
    }
    self = Self.time(from: disaster.start, to: first)
  }

  private static func first(
    of changes: [Int: SentinelChange], in arrivals: [SentinelArrival]
  ) -> SentinelArrival? {
    let deletes = Set(changes.values.filter { $0.kind == .delete }.map(\.key))
    return arrivals.first { arrival in
      switch arrival.operation {
      case .event(.delete), .tombstone: deletes.contains(arrival.key)
      case .event, .untold, .read:
        arrival.number.map { changes[$0]?.key == arrival.key } ?? false
      }
    }
  }

  private static func time(from start: DrillMoment, to arrival: SentinelArrival) -> RecoveryTime {
    if let elapsed = arrival.seen?.monotonic(since: start) { return .measured(elapsed) }
    guard let time = arrival.time else {
      return .notMeasured("the runner was started again, and the record has no timestamp")
    }
    let distance = time - start.wall
    guard distance >= .zero else {
      return .notMeasured("the record's timestamp lies before the step's beginning")
    }
    return .byTimestamps(distance)
  }
}
