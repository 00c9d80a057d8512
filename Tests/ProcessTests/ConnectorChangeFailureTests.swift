import TestSupport
import Testing

/// `connector stop`, `resume` and `restart` where Connect fails at them.
@Suite(.timeLimit(.minutes(2))) struct ConnectorChangeFailureTests {
  @Test(
    arguments: ["stop", "restart"],
    [
      ("403", 4, "refuses with 403: Forbidden"), ("409", 5, "was still rebalancing after"),
      ("500", 8, "is not known: Connect answers 500"), ("gone", 8, "is not known: cannot reach "),
    ] as [(String, Int32, String)])
  func `what is not known is told as such, and is not asked again`(
    change: String, failure: (how: String, status: Int32, words: String)
  ) async throws {
    let connect = try await StandInConnect()
    let other = try await StandInConnect()
    try await connect.set("fail=\(change)&how=\(failure.how)")
    let run = try await Binary.run(
      "connector", change, "shop", "--execute", "--timeout", "1s", "--connect",
      "\(connect.address),\(other.address)")
    #expect(run.status == failure.status, "\(run)")
    #expect(run.errors.contains(failure.words), "\(run)")
    #expect(run.errors.split(separator: "\n").count == 2, "\(run)")
    if failure.status == 8 {
      #expect(run.errors.contains("whether Connect took the \(change) of 'shop' is"), "\(run)")
      #expect(run.errors.contains("\nhint: 'cdcwatch connector status shop' shows"), "\(run)")
    }
    #expect(try await other.calls() == [])
    // A worker that is gone tells nothing; one that rebalances did nothing, and is asked again.
    guard failure.how != "gone" else { return }
    let calls = try await connect.calls()
    #expect(Set(calls) == [change])
    #expect(failure.how == "409" || calls.count == 1, "\(calls)")
  }
}
