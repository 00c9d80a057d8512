import Foundation
import JSON
import TestSupport
import Testing

/// A restore whose Connect fails at each step: the status, the words, and what Connect was asked.
@Suite(.timeLimit(.minutes(3))) struct RestoreFailureTests {
  @Test(arguments: [
    ConnectFailure("info", "500", 5, "Connect answers 500", []),
    ConnectFailure("offsets", "rubbish", 64, "is no Kafka Connect REST interface", []),
    ConnectFailure("stop", "403", 4, "refuses with 403: Forbidden", ["stop"]),
    ConnectFailure("patch", "403", 7, "Connect did not take the offsets", ["stop", "patch"]),
    ConnectFailure("resume", "403", 8, "'shop' was not started", ["stop", "patch", "resume"]),
    ConnectFailure("stop", "409", 5, "was still rebalancing after", ["stop"]),
    ConnectFailure("stop", "500", 7, "whether Connect took the stop is not known", ["stop"]),
    ConnectFailure("stop", "rubbish", 7, "whether Connect took the stop is not known", ["stop"]),
    ConnectFailure("stop", "gone", 7, "whether Connect took the stop is not known", nil),
    ConnectFailure("status", "500", 7, "whether its tasks have ended is not known", ["stop"]),
    ConnectFailure("patch", "409", 7, "Connect did not take the offsets", ["stop", "patch"]),
    ConnectFailure(
      "patch", "500", 7, "whether Connect took the offsets is not known", ["stop", "patch"]),
    ConnectFailure("patch", "gone", 7, "whether Connect took the offsets is not known", nil),
    ConnectFailure("read", "500", 7, "the offsets could not be read back", ["stop", "patch"]),
    ConnectFailure("read", "gone", 7, "the offsets could not be read back", nil),
    ConnectFailure(
      "resume", "500", 8, "whether 'shop' was started is not known", ["stop", "patch", "resume"]),
    ConnectFailure("resumed", "gone", 8, "'shop' is not seen to go on", nil),
  ])
  func `a failure says in which state the connector is left`(failure: ConnectFailure) async throws {
    let connect = try await StandInConnect()
    let archive = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: archive) }
    let hash = try await connect.backUpAndPlan(into: archive)
    try await connect.set("fail=\(failure.step)&how=\(failure.how)")
    let run = try await connect.restore(from: archive, executing: hash)
    #expect(run.status == failure.status, "\(run)")
    #expect(run.errors.contains(failure.words), "\(run)")
    if failure.status == 7 {
      #expect(run.errors.contains("'shop' was told to stop"), "\(run)")
      #expect(run.errors.contains("\nhint: the same command goes on; "), "\(run)")
    }
    guard let calls = failure.calls else { return }
    let made = try await connect.calls()
    #expect(Array(made.prefix(calls.count)) == calls, "\(made)")
    #expect(Set(made.dropFirst(calls.count)).isSubset(of: Set(calls.suffix(1))), "\(made)")
  }

  @Test(arguments: ["stop", "patch", "resume"])
  func `what one worker may have heard is not asked of the next`(step: String) async throws {
    let connect = try await StandInConnect()
    let other = try await StandInConnect()
    let archive = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: archive) }
    let workers = [connect.address, other.address]
    let hash = try await connect.backUpAndPlan(into: archive, workers: workers)
    try await connect.set("fail=\(step)&how=gone")
    let run = try await connect.restore(from: archive, executing: hash, workers: workers)
    #expect(run.status == (step == "resume" ? 8 : 7), "\(run)")
    #expect(run.errors.contains(" is not known: cannot reach "), "\(run)")
    #expect(try await other.calls() == [])
  }

  @Test func `a verdict that is another after the stop leaves the connector STOPPED and unwritten`()
    async throws
  {
    let connect = try await StandInConnect()
    let archive = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: archive) }
    let hash = try await connect.backUpAndPlan(into: archive)
    // Somebody has changed its configuration while it was stopped: the saved offset has no file.
    try await connect.set("class_when_stopped=mysql")
    let run = try await connect.restore(from: archive, executing: hash)
    #expect(run.status == 7, "\(run)")
    #expect(
      run.errors.contains(
        "stopped half-way: meanwhile the verdict is another, WILL_REFUSE and no longer UNKNOWN: file"
          + " is missing"), "\(run)")
    #expect(
      run.errors.contains("; none of its offsets was changed, and 'shop' is STOPPED\n"), "\(run)")
    #expect(
      run.errors.contains(
        "\nhint: the same command without --execute shows the plan as it is now;"),
      "\(run)")
    #expect(
      run.errors.contains("'cdcwatch connector resume shop --execute' undoes the stop"), "\(run)")
    #expect(try await connect.calls() == ["stop"])
    // It is as it was again: the same word does it.
    try await connect.set("class_when_stopped=postgresql")
    let again = try await connect.restore(from: archive, executing: hash)
    #expect(again.status == 0, "\(again)")
    #expect(again.output.contains("the verdict, taken again: UNKNOWN: "), "\(again)")
    #expect(try await connect.calls() == ["stop", "stop", "patch", "resume"])
  }

  @Test func `what was written already does not change the plan's hash`() async throws {
    let connect = try await StandInConnect()
    let archive = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: archive) }
    let hash = try await connect.backUpAndPlan(into: archive)
    try await connect.set("fail=read&how=500")
    #expect(try await connect.restore(from: archive, executing: hash).status == 7)
    try await connect.set("fail=none")
    let again = try await connect.restore(from: archive, executing: hash)
    #expect(again.status == 0, "\(again)")
    #expect(again.output.contains("nothing to write\n"), "\(again)")
    #expect(try await connect.calls() == ["stop", "patch", "stop", "resume"])
  }

  @Test func `a person sees the plan before the name is typed`() async throws {
    let connect = try await StandInConnect()
    let archive = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: archive) }
    _ = try await connect.backUpAndPlan(into: archive)
    let run = try await Binary.shell(
      """
      printf 'other\\n' | script -qec '"$CDCWATCH" offsets restore \(archive.path)/latest -c shop \
      --connect \(connect.address) --force verdict --execute' /dev/null
      """)
    #expect(run.status == 6, "\(run)")
    let plan = try #require(run.output.firstRange(of: "1. stop the connector"), "\(run)")
    let question = try #require(run.output.firstRange(of: "type shop to go on: "), "\(run)")
    #expect(plan.lowerBound < question.lowerBound)
    #expect(try await connect.calls() == [])
  }

  @Test func `the same command goes on where another was cut off`() async throws {
    let connect = try await StandInConnect()
    let archive = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: archive) }
    let hash = try await connect.backUpAndPlan(into: archive)
    try await connect.set("fail=patch&how=500")
    #expect(try await connect.restore(from: archive, executing: hash).status == 7)
    try await connect.set("fail=none")
    let again = try await connect.restore(from: archive, executing: hash)
    #expect(again.status == 0, "\(again)")
    #expect(again.output.contains("read back twice: as written\n"), "\(again)")
    #expect(again.output.contains("resumed: its offset has moved on to "), "\(again)")
    #expect(try await connect.calls() == ["stop", "patch", "stop", "patch", "resume"])
  }
}
