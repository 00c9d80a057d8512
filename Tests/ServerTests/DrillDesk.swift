import Foundation
import JSON
import TestSupport
import Testing

extension RealServers.DrillRuns.Desk {
  /// Plans a drill with these arguments, and runs what was planned.
  func drill(
    _ drill: String, _ more: [String] = [], confirm name: String? = nil,
    within limit: Duration = .seconds(400)
  ) async throws -> Outcome {
    let words = try await agreed(drill, more, confirm: name)
    return try await Binary.run(words, within: limit)
  }

  /// The command line of a run, with the hash of its plan; the plan's own where it is refused.
  func agreed(
    _ drill: String, _ more: [String] = [], confirm name: String? = nil
  ) async throws -> [String] {
    let common =
      [drill, "-c", ledger.name, "--set", "db=main", "--accept-unbounded-wal"] + endpoints + more
    let plan = try await Binary.run(["drill", "plan"] + common + ["-o", "json"])
    let hash = (try? plan.json())?["plan_hash"]?.stringValue ?? "none"
    return ["drill", "run"] + common + [
      "--state", state.path, "--execute", "--confirm", name ?? drill, "--plan", hash, "-o", "json",
    ]
  }

  /// A template with some of its text replaced, as a drill of another name; returns its place.
  func changed(
    _ template: String, _ changes: [(String, String)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    var text = try await Binary.run("drill", "show", template).output
    for (old, new) in changes {
      #expect(text.contains(old), "'\(old)' in \(template)", sourceLocation: sourceLocation)
      text.replace(old, with: new)
    }
    return try written(text.replacing("drill: \(template)\n", with: "drill: changed\n"))
  }

  /// A drill's file in a folder of the desk; returns its place.
  func written(_ text: String) throws -> String {
    let folder = state.appending(path: "../\(state.lastPathComponent)-files").standardizedFileURL
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "changed.yaml")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Holds that a run ended so.
  func expect(
    _ run: Outcome, _ status: Int32, _ result: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(run.status == status, "\(run)", sourceLocation: sourceLocation)
    guard let result else { return }
    #expect(
      try run.json()["result"] == .string(result), "\(run)", sourceLocation: sourceLocation)
  }

  /// Runs until the journal has the beginning of a step, and kills the runner there.
  func kill(_ words: [String], in step: String) async throws {
    let runner = try Binary.start(words)
    let folder = state
    _ = try await runner.wait(for: .seconds(120)) { _ in
      let runs = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      guard let run = runs.first else { return false }
      let journal = folder.appending(path: "\(run)/journal.jsonl")
      let text = (try? String(contentsOf: journal, encoding: .utf8)) ?? ""
      return text.contains("\"step\":\"\(step)\"")
    }
    runner.signal(SIGKILL)
    let killed = try await runner.outcome()
    #expect(killed.status == 137, "\(killed)")
  }

  /// Removes what runs left.
  func sweep() async throws {
    let swept = try await Binary.run(
      ["drill", "sweep", "--older", "1s", "--execute", "--state", state.path] + endpoints,
      within: .seconds(120))
    #expect(swept.status == 0, "\(swept)")
  }
}
