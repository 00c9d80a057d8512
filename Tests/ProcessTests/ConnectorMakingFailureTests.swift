import Foundation
import JSON
import TestSupport
import Testing

/// A connector that is made from a backup, by a Connect that fails at it.
@Suite(.timeLimit(.minutes(3))) struct ConnectorMakingFailureTests {
  @Test(arguments: [
    ConnectFailure(
      "create", "400", 6, "Connect does not make 'shop': Connector configuration", ["create"]),
    ConnectFailure("create", "500", 5, "Connect answers 500", ["create"]),
    ConnectFailure("create", "gone", 7, "whether 'shop' was made is not known", nil),
    ConnectFailure("status", "500", 7, "'shop' was made, STOPPED", ["create"]),
    ConnectFailure("patch", "409", 7, "'shop' was made, STOPPED", ["create", "patch"]),
    // It was made, and the answer said something else.
    ConnectFailure("create", "lost", 0, "", ["create", "patch", "resume"]),
    ConnectFailure("none", "", 0, "", ["create", "patch", "resume"]),
  ])
  func `what was made is told, and what was not is not`(failure: ConnectFailure) async throws {
    let connect = try await StandInConnect()
    let archive = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: archive) }
    _ = try await connect.backUpAndPlan(into: archive)
    try await connect.set("exists=0")
    let plan = try await connect.make(from: archive, "-o", "json")
    #expect(plan.status == 0, "\(plan)")
    #expect(try await connect.calls() == [])
    let hash = try #require(try plan.json()["plan_hash"]?.stringValue)
    try await connect.set("fail=\(failure.step)&how=\(failure.how)")
    let run = try await connect.make(
      from: archive, "--resume", "--execute", "--confirm", "shop", "--plan", hash)
    #expect(run.status == failure.status, "\(run)")
    #expect(run.errors.contains(failure.words) || failure.words.isEmpty, "\(run)")
    if failure.status == 7, failure.step != "create" {
      #expect(run.errors.contains("hint: the same command goes on, without --create"), "\(run)")
    }
    guard let calls = failure.calls else { return }
    let made = try await connect.calls()
    #expect(Array(made.prefix(calls.count)) == calls, "\(made)")
    #expect(Set(made.dropFirst(calls.count)).isSubset(of: Set(calls.suffix(1))), "\(made)")
  }

  @Test func `a Connect that would start it at once makes none`() async throws {
    let connect = try await StandInConnect()
    let archive = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: archive) }
    _ = try await connect.backUpAndPlan(into: archive)
    try await connect.set("exists=0&version=3.6.2")
    let run = try await connect.make(from: archive)
    #expect(run.status == 6, "\(run)")
    #expect(run.errors.contains("Connect 3.6.2 makes no connector STOPPED"), "\(run)")
    #expect(try await connect.calls() == [])
  }

  @Test(arguments: [
    ("--secret database.password=@/dev/null", "was not left out of the backup"),
    ("--as other", "has no connector"),
  ])
  func `what does not fit the backup is wrong use`(words: String, message: String) async throws {
    let connect = try await StandInConnect()
    let archive = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: archive) }
    _ = try await connect.backUpAndPlan(into: archive)
    let isMade = words.hasPrefix("--secret")
    try await connect.set("exists=\(isMade ? 0 : 1)")
    let run = try await Binary.run(
      ["offsets", "restore", "\(archive.path)/latest", "-c", "shop", "--connect", connect.address]
        + words.split(separator: " ").map(String.init) + (isMade ? ["--create"] : []))
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains(message), "\(run)")
  }
}

extension StandInConnect {
  /// Restores the newest backup into a connector that is made; no database gives a verdict.
  fileprivate func make(from archive: URL, _ words: String...) async throws -> Outcome {
    try await Binary.run(
      ["offsets", "restore", "\(archive.path)/latest", "-c", "shop", "--connect", address]
        + ["--create", "--force", "verdict", "--timeout", "2s"] + words, within: .seconds(60))
  }
}
