/// When it could first be seen, by the sentinels alone, that nothing gets through.
public enum OutageSight {
  /// A committed change that has not arrived for so long is an outage; a healthy connector takes
  /// about half a second.
  public static let patience: Duration = .seconds(2)

  /// The first moment from `start` to `now` at which a committed change had been missing for
  /// `patience`, or at which a change was tried that the database did not acknowledge at once; nil
  /// when there is none.
  public static func first(
    after start: DrillMoment, until now: DrillMoment, log: SentinelLog,
    arrivals: [SentinelArrival], patience: Duration = patience
  ) -> DrillMoment? {
    let seen = firstSeen(arrivals, log)
    let sights = log.attempts.values.compactMap { attempt -> DrillMoment? in
      guard attempt.outcome == .committed, let answered = attempt.answered else {
        return attempt.outcome == nil ? nil : attempt.intended
      }
      let due = answered.advanced(by: patience)
      guard let arrival = seen[attempt.change.number] else { return due }
      // One that was read late, or by another process, tells nothing.
      guard let waited = arrival?.monotonic(since: answered), waited >= patience else { return nil }
      return due
    }
    return sights.filter { !$0.isBefore(start) && !now.isBefore($0) }.min { $0.isBefore($1) }
  }

  /// When each change was first read; nil within for one that was not read when it came.
  private static func firstSeen(
    _ arrivals: [SentinelArrival], _ log: SentinelLog
  ) -> [Int: DrillMoment?] {
    var deletes: [Int: Int] = [:]
    for attempt in log.attempts.values where attempt.change.kind == .delete {
      deletes[attempt.change.key] = attempt.change.number
    }
    var seen: [Int: DrillMoment?] = [:]
    for arrival in arrivals {
      let number: Int? =
        switch arrival.operation {
        case .event(.delete), .tombstone: deletes[arrival.key]
        case .event, .untold, .read: arrival.number
        }
      guard let number, seen[number] == nil else { continue }
      seen.updateValue(arrival.seen, forKey: number)
    }
    return seen
  }
}
