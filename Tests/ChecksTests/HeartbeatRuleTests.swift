import Checks
import Runtime
import Testing

@Suite struct HeartbeatRuleTests {
  static func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }

  static func rule(
    _ times: [Int64], interval: Duration = .seconds(2), since: Int64 = 100, now: Int64 = 120
  ) -> HeartbeatRule {
    HeartbeatRule(
      interval: interval, times: times.map(at), since: at(since), now: at(now))
  }

  /// The limit at two seconds is seven.
  @Test(arguments: [
    ([98, 100, 102, 104, 106, 108, 110, 112, 114, 116, 118, 120], RuleFinding.Verdict.pass, "0 s"),
    ([100, 107, 114, 119], .pass, ""), ([100, 108, 114, 119], .fail, "8.0 s before"),
    ([119, 114, 108, 100], .fail, "8.0 s before"),
    ([100, 105, 110, 112], .fail, "8.0 s up to now"),
    // One from before: the first that counts is late.
    ([98, 109, 115, 119], .fail, "9.0 s before"),
    // The connector is younger than the run.
    ([109, 115, 119], .pass, ""), ([], .fail, "no heartbeat"), ([90], .fail, "20.0 s up to now"),
    // A clock that is ahead.
    ([115, 118, 125], .pass, ""),
  ])
  func `a gap is found wherever it is`(
    times: [Int64], verdict: RuleFinding.Verdict, says: String
  ) {
    let finding = Self.rule(times).gap
    #expect(finding.verdict == verdict, "\(finding)")
    if verdict == .fail { #expect(finding.reason.contains(says), "\(finding)") }
  }

  @Test func `no interval is no heartbeat, and a long one is given its time`() {
    #expect(Self.rule([100, 119], interval: .zero).gap.verdict == .fail)
    #expect(Self.rule([100, 119], interval: .seconds(10)).gap.verdict == .pass)
    #expect(Self.rule([100], interval: .milliseconds(Int64.max)).gap.verdict == .pass)
    #expect(Self.rule([], interval: .seconds(10)).limit == .seconds(30))
    #expect(Self.rule([], interval: .seconds(1)).limit == .seconds(6))
  }

  @Test func `the age is the newest one's`() {
    #expect(Self.rule([100, 117, 110]).age == .seconds(3))
    #expect(Self.rule([]).age == nil)
    #expect(Self.rule([125]).age == .zero)
    let far = HeartbeatRule(
      interval: .seconds(1), times: [Timestamp(milliseconds: .min)], since: Self.at(0),
      now: Timestamp(milliseconds: .max))
    _ = far.gap
  }
}
