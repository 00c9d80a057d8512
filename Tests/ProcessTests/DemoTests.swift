import Foundation
import JSON
import Testing

/// `cdcwatch demo` as a user runs it: the built program, its output and its exit status.
@Suite struct DemoProcessTests {
  private struct Run {
    var lines: [JSONValue]
    var errors: String
    var status: Int32
    var duration: Duration
  }

  private func run(_ arguments: [String], interruptAfter delay: Duration? = nil) async throws -> Run
  {
    let process = Process()
    process.executableURL = try program()
    process.arguments = ["demo"] + arguments
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "out")
    let errors = folder.appending(path: "err")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    var begin = ContinuousClock.now
    try process.run()
    let deadline = begin + .seconds(60)
    if let delay {
      try await Task.sleep(for: delay)
      begin = .now
      kill(process.processIdentifier, SIGINT)
    }
    while process.isRunning, .now < deadline { try await Task.sleep(for: .milliseconds(10)) }
    if process.isRunning {
      Issue.record("the demo has not ended after a minute")
      process.terminate()
    }
    process.waitUntilExit()
    let text = try String(contentsOf: output, encoding: .utf8)
    return Run(
      lines: try text.split(separator: "\n").map { try JSONValue.parse(String($0)) },
      errors: try String(contentsOf: errors, encoding: .utf8), status: process.terminationStatus,
      duration: .now - begin)
  }

  /// The program beside the test bundle.
  private func program() throws -> URL {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let places = [
      Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent(),
      root.appending(path: ".build/debug"),
    ]
    return try #require(
      places.map { $0.appending(path: "cdcwatch") }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) })
  }

  @Test func `a recorded snapshot is watched from its signal to its end`() async throws {
    let run = try await run(["-o", "jsonl"])
    #expect(run.status == 0)
    #expect(run.duration < .seconds(60))
    #expect(run.errors.contains("This is a recording"))
    #expect(run.errors.contains("Debezium 3.6.3.Final"))

    let states = run.lines.compactMap { $0["state"]?.stringValue }
    #expect(states.contains("REQUESTED"))
    #expect(states.count { $0 == "RUNNING" } >= 5)
    let reads = run.lines.compactMap { $0["reads"]?.integerValue }
    #expect(reads == reads.sorted())
    #expect(Set(reads).count >= 8)

    let last = try #require(run.lines.last)
    #expect(last["state"]?.stringValue == "COMPLETED")
    #expect(last["id"]?.stringValue == "adhoc-1")
    #expect(last["connector"]?.stringValue == "shop")
    #expect(last["reads"]?.integerValue == 3000)
    #expect(last["repeated"]?.integerValue == 0)
    #expect(last["streamed"]?.integerValue == 4)
    #expect(last["chunks"]?["done"]?.integerValue == 12)
    #expect(last["key"]?["last"]?.elements?.first?.stringValue == "900009")
    #expect(last["warnings"]?.elements == [])
    #expect(last["started_at"]?.stringValue?.prefix(4) == "\(year)")
  }

  private var year: Int { Calendar(identifier: .gregorian).component(.year, from: .now) }

  @Test func `an interrupt ends it at once with 130`() async throws {
    let run = try await run(["-o", "jsonl"], interruptAfter: .seconds(1))
    #expect(run.status == 130)
    #expect(run.duration < .seconds(1))
    #expect(run.errors.hasSuffix("cdcwatch: interrupted\n"))
  }

  @Test func `quiet says nothing beside the data`() async throws {
    let run = try await run(["-q", "-o", "jsonl"], interruptAfter: .seconds(2))
    #expect(run.errors == "cdcwatch: interrupted\n")
    #expect(!run.lines.isEmpty)
  }
}
