import Foundation
import JSON
import TestSupport
import Testing

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
  ///
  /// The plan is that of these workers; nil asks this one.
  func backUpAndPlan(into archive: URL, workers: [String]? = nil) async throws -> String {
    let backup = try await Binary.run(
      "offsets", "backup", archive.path, "--via", "rest", "--connect", address)
    #expect(backup.status == 0, "\(backup)")
    try await set("lsn=200")
    let plan = try await restore(from: archive, workers: workers, "-o", "json")
    #expect(plan.status == 0, "\(plan)")
    return try #require(try plan.json()["plan_hash"]?.stringValue)
  }

  /// Restores the newest backup, whose verdict no database can give; nil asks this worker.
  func restore(
    from archive: URL, executing hash: String, workers: [String]? = nil
  ) async throws -> Outcome {
    try await restore(
      from: archive, workers: workers ?? [address], "--resume", "--execute", "--confirm", "shop",
      "--plan", hash)
  }

  private func restore(
    from archive: URL, workers: [String]? = nil, _ words: String...
  ) async throws -> Outcome {
    try await Binary.run(
      ["offsets", "restore", "\(archive.path)/latest", "-c", "shop"]
        + ["--connect", (workers ?? [address]).joined(separator: ",")]
        + ["--force", "verdict", "--timeout", "2s"] + words, within: .seconds(60))
  }
}
