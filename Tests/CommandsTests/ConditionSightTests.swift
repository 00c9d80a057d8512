import Checks
import Drill
import JSON
import Runtime
import Snapshot
import Testing

@testable import Commands

/// What a drill's conditions make of what was found.
@Suite struct ConditionSightTests {
  @Test(arguments: [
    (RuleFinding.Verdict.pass, nil, nil), (.warn, nil, "lag: why"), (.fail, "lag: why", nil),
    (.notKnown, "lag is not known: why", nil),
  ])
  func `a warning holds and is a finding; what is not known does not hold`(
    verdict: RuleFinding.Verdict, objection: String?, warning: String?
  ) {
    let finding = RuleFinding(verdict, "why", figures: [.init("lag ms", "7")], next: "do")
    let sight = ConditionSight(.lag, finding)
    #expect(sight.objection == objection)
    #expect(sight.warning == warning)
    #expect(sight.hint == "do")
    #expect(sight.evidence?["verdict"]?.stringValue == verdict.rawValue)
    #expect(sight.evidence?["figures"]?["lag ms"]?.stringValue == "7")
  }

  // MARK: Snapshots

  private static func reading(_ state: SnapshotState, at second: Int64?) -> SnapshotReading {
    var reading = SnapshotReading(
      takenAt: Timestamp(milliseconds: 99_000), table: "t", topic: "p.t")
    reading.state = state
    reading.startedAt = second.map { Timestamp(milliseconds: $0 * 1000) }
    return reading
  }

  static let stories: [([SnapshotReading], String?)] = [
    ([reading(.completed, at: 12)], nil), ([reading(.completed, at: 10)], nil),
    ([], "has begun"), ([reading(.completed, at: 9)], "has begun"),
    ([reading(.completed, at: nil)], "has begun"), ([reading(.none, at: nil)], "has begun"),
    ([reading(.running, at: 12)], "is RUNNING"), ([reading(.failed, at: 12)], "is FAILED"),
    ([reading(.incomplete, at: 12)], "is INCOMPLETE"),
    ([reading(.completed, at: 12), reading(.aborted, at: 13)], "is ABORTED"),
    ([reading(.completed, at: 13), reading(.aborted, at: 12)], nil),
  ]

  @Test(arguments: stories)
  func `a snapshot has ended well when the newest since it was asked for has`(
    readings: [SnapshotReading], says: String?
  ) {
    let objection = SnapshotSight.objection(
      readings, since: Timestamp(milliseconds: 10_000), table: "t")
    #expect((objection == nil) == (says == nil), "\(objection ?? "none")")
    if let says { #expect(objection?.contains(says) == true, "\(objection ?? "none")") }
  }

  // MARK: Heartbeats

  static let heartbeats: [(key: String?, value: String?, time: Int64?)] = [
    (#"{"serverName":"shop"}"#, #"{"ts_ms":7000}"#, 7000),
    (#"{"schema":{},"payload":{"serverName":"shop"}}"#, #"{"schema":{},"payload":{"ts_ms":8}}"#, 8),
    (#"{"serverName":"other"}"#, #"{"ts_ms":7000}"#, nil),
    ("\u{0}avro", "\u{0}avro", 5), (nil, nil, 5), (#"{"serverName":"shop"}"#, #"{"ts_ms":"x"}"#, 5),
  ]

  @Test(arguments: heartbeats)
  func `a heartbeat's time is its own, else its record's`(
    key: String?, value: String?, time: Int64?
  ) {
    let found = HeartbeatReading.time(
      key: key.map { Array($0.utf8) }, value: value.map { Array($0.utf8) },
      at: Timestamp(milliseconds: 5), of: "shop")
    #expect(found?.milliseconds == time)
  }

  // MARK: Programs

  @Test func `a program's trace is the same when it is read again, and nothing else is one`() throws
  {
    let trace = ProgramTrace(
      identity: StartedProgram.Identity(process: 4711, start: .max), ending: "/run/a.ending")
    let read = try #require(ProgramTrace(trace.detail))
    #expect(read.identity == trace.identity && read.ending == trace.ending)
    for index in trace.detail.indices {
      var detail = trace.detail
      detail.remove(at: index)
      #expect(ProgramTrace(detail) == nil)
    }
    #expect(ProgramTrace([.init(name: "process", value: .integer(1 << 40))]) == nil)
  }
}
