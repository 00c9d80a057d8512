import Drill
import Runtime
import Testing

@Suite struct RecoveryTimeTests {
  private static func moment(_ seconds: Int, later sitting: Int64 = 0) -> DrillMoment {
    var moment = SentinelStory.moment(seconds)
    moment.sitting = Timestamp(milliseconds: sitting)
    return moment
  }

  /// A change each second from 1 on, and when each arrived; nil for never.
  private func measure(
    _ disaster: RecoveryTime.Disaster, arrivals: [(number: Int, seen: DrillMoment?, time: Int64?)]
  ) throws -> RecoveryTime {
    let ledger = (1...30).map { "i\($0)" }.joined(separator: " ")
    let history = try SentinelStory(ledger: ledger, topic: "").history()
    let records = arrivals.enumerated().map { place, arrival in
      SentinelArrival(
        partition: 0, offset: Int64(place),
        time: arrival.time.map { Timestamp(milliseconds: $0 * 1000) }, seen: arrival.seen,
        operation: .event(.insert), key: arrival.number, number: arrival.number)
    }
    return RecoveryTime(disaster, log: history.log, ledger: history.ledger, arrivals: records)
  }

  private func disaster(
    done: Int? = 12, outage: Int? = 11, sitting: Int64 = 0
  ) -> RecoveryTime.Disaster {
    RecoveryTime.Disaster(
      step: "cut", start: Self.moment(10, later: sitting),
      done: done.map { Self.moment($0, later: sitting) },
      outage: outage.map { Self.moment($0, later: sitting) })
  }

  @Test func `it goes from the step's start to the first change made during the outage`() throws {
    let time = try measure(
      disaster(),
      arrivals: [
        (9, Self.moment(10), 10), (11, Self.moment(25), 25), (12, Self.moment(26), 26),
        (13, Self.moment(27), 27), (14, Self.moment(28), 28),
      ])
    #expect(time == .measured(.seconds(17)))
  }

  @Test func `an outage that is seen later than the step's end counts from there`() throws {
    let time = try measure(
      disaster(outage: 15),
      arrivals: [(13, Self.moment(13), 13), (15, Self.moment(26), 26), (16, Self.moment(27), 27)])
    #expect(time == .measured(.seconds(17)))
  }

  @Test func `across a new start of the runner it goes by timestamps`() throws {
    let arrivals: [(number: Int, seen: DrillMoment?, time: Int64?)] = [
      (13, Self.moment(2, later: 20_000), 28)
    ]
    #expect(try measure(disaster(), arrivals: arrivals) == .byTimestamps(.seconds(18)))
    #expect(
      try measure(disaster(), arrivals: [(13, nil, 28)]) == .byTimestamps(.seconds(18)))
    #expect(try measure(disaster(), arrivals: [(13, nil, nil)]).duration == nil)
    #expect(try measure(disaster(), arrivals: [(13, nil, 9)]).duration == nil)
  }

  @Test func `without an outage, an end or an arrival it is not measured`() throws {
    let there: [(number: Int, seen: DrillMoment?, time: Int64?)] = [(13, Self.moment(27), 27)]
    #expect(try measure(disaster(), arrivals: there).duration == .seconds(17))
    #expect(try measure(disaster(done: nil), arrivals: there).duration == nil)
    #expect(try measure(disaster(outage: nil), arrivals: there).duration == nil)
    #expect(try measure(disaster(), arrivals: [(11, Self.moment(27), 27)]).duration == nil)
  }

  // MARK: The outage

  private func sight(
    _ arrivals: [(number: Int, at: Int)], outcomes: [Int: SentinelLogEntry.Outcome] = [:],
    from start: Int = 5, until now: Int = 30
  ) -> DrillMoment? {
    var log = SentinelLog()
    for number in 1...20 {
      log.add(
        SentinelLogEntry(
          number: number, event: .intent(kind: .insert, key: number), moment: Self.moment(number)))
      log.add(
        SentinelLogEntry(
          number: number, event: .answer(outcomes[number] ?? .committed, reason: nil),
          moment: Self.moment(number)))
    }
    let records = arrivals.enumerated().map { place, arrival in
      SentinelArrival(
        partition: 0, offset: Int64(place), time: nil, seen: Self.moment(arrival.at),
        operation: .event(.insert), key: arrival.number, number: arrival.number)
    }
    return OutageSight.first(
      after: Self.moment(start), until: Self.moment(now), log: log, arrivals: records)
  }

  @Test func `an outage is seen when a change has been missing for a while`() {
    let healthy = (1...20).map { (number: $0, at: $0 + 1) }
    #expect(sight(healthy) == nil)
    let late = (1...20).map { (number: $0, at: $0 < 9 ? $0 + 1 : 25) }
    #expect(sight(late) == Self.moment(11))
    #expect(sight(late, from: 14) == Self.moment(14))
    #expect(sight(Array(healthy.prefix(9))) == Self.moment(12))
    #expect(sight(Array(healthy.prefix(9)), until: 11) == nil)
  }

  @Test(arguments: [SentinelLogEntry.Outcome.found, .absent, .failed])
  func `an outage is seen when the database does not acknowledge`(
    outcome: SentinelLogEntry.Outcome
  ) {
    let healthy = (1...20).map { (number: $0, at: $0 + 1) }
    #expect(sight(healthy, outcomes: [3: outcome, 8: outcome]) == Self.moment(8))
  }
}
