import Foundation
import JSON
import TestSupport
import Testing

/// A restore whose Connect fails at each step: the status, the words, and what Connect was asked.
@Suite(.timeLimit(.minutes(3))) struct RestoreFailureTests {
  /// A step of a restore, how Connect fails at it, and what comes of that.
  struct Case: Sendable, CustomTestStringConvertible {
    var step: String
    var how: String
    var status: Int32
    var words: String
    /// The changing calls, of which the last may come again; nil where the worker is gone.
    var calls: [String]?

    init(_ step: String, _ how: String, _ status: Int32, _ words: String, _ calls: [String]?) {
      self.step = step
      self.how = how
      self.status = status
      self.words = words
      self.calls = calls
    }

    var testDescription: String { "\(step) \(how)" }
  }

  @Test(arguments: [
    Case("info", "500", 5, "Connect answers 500", []),
    Case("offsets", "rubbish", 64, "is no Kafka Connect REST interface", []),
    Case("stop", "409", 5, "was still rebalancing after", ["stop"]),
    Case("stop", "500", 7, "whether Connect took the stop is not known", ["stop"]),
    Case("stop", "rubbish", 7, "whether Connect took the stop is not known", ["stop"]),
    Case("stop", "gone", 7, "whether Connect took the stop is not known", nil),
    Case("status", "500", 7, "whether its tasks have ended is not known", ["stop"]),
    Case("patch", "409", 7, "Connect did not take the offsets", ["stop", "patch"]),
    Case("patch", "500", 7, "whether Connect took the offsets is not known", ["stop", "patch"]),
    Case("patch", "gone", 7, "whether Connect took the offsets is not known", nil),
    Case("read", "500", 7, "the offsets could not be read back", ["stop", "patch"]),
    Case("read", "gone", 7, "the offsets could not be read back", nil),
    Case(
      "resume", "500", 8, "whether 'shop' was started is not known", ["stop", "patch", "resume"]),
    Case("resumed", "gone", 8, "'shop' is not seen to go on", nil),
  ])
  func `a failure says in which state the connector is left`(failure: Case) async throws {
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

/// A stand-in for one Connect worker, which fails when told to: `connect.py`.
struct StandInConnect {
  private let server: RunningProgram
  let address: String

  init() async throws {
    let script = Places.package.appending(path: "Tests/ProcessTests/connect.py")
    server = try RunningProgram(
      URL(filePath: "/usr/bin/env"), ["python3", "-u", script.path],
      environment: Binary.environment)
    try #require(try await server.wait { $0.output.hasSuffix("\n") }, "\(server.errors)")
    address = "http://127.0.0.1:\(server.output.trimmingCharacters(in: .whitespacesAndNewlines))"
  }

  /// Changes it, as `connect.py` says.
  func set(_ query: String) async throws {
    try await Tool.run("curl", "-sSf", "\(address)/_set?\(query)")
  }

  /// The changing calls so far.
  func calls() async throws -> [String] {
    let text = try await Tool.run("curl", "-sSf", "\(address)/_calls")
    return try JSONValue.parse(text).elements?.compactMap(\.stringValue) ?? []
  }

  /// Takes a backup, moves the connector's offset on, and gives back the hash of what restores it.
  func backUpAndPlan(into archive: URL) async throws -> String {
    let backup = try await Binary.run(
      "offsets", "backup", archive.path, "--via", "rest", "--connect", address)
    #expect(backup.status == 0, "\(backup)")
    try await set("lsn=200")
    let plan = try await restore(from: archive, "-o", "json")
    #expect(plan.status == 0, "\(plan)")
    return try #require(try plan.json()["plan_hash"]?.stringValue)
  }

  /// Restores the newest backup, whose verdict no database can give.
  func restore(from archive: URL, executing hash: String) async throws -> Outcome {
    try await restore(
      from: archive, "--resume", "--execute", "--confirm", "shop", "--plan", hash)
  }

  private func restore(from archive: URL, _ words: String...) async throws -> Outcome {
    try await Binary.run(
      ["offsets", "restore", "\(archive.path)/latest", "-c", "shop", "--connect", address]
        + ["--force", "verdict", "--timeout", "2s"] + words, within: .seconds(60))
  }
}
