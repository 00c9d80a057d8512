import Foundation
import TestSupport
import Testing

/// What stands between cdcwatch and a Connect worker, and ends a server at a step: `relay.py`.
struct Relay {
  private let program: RunningProgram
  let address: String

  /// Ends one of the world's servers, by its own process, `before` or `after` the first request of a
  /// step, such as `PATCH /offsets`.
  init(to worker: String, ending server: String, _ moment: String, _ step: String, of world: World)
    async throws
  {
    let file = world.folder.appending(path: "\(server)/pid")
    let process = try String(contentsOf: file, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    program = try RunningProgram(
      URL(filePath: "/usr/bin/env"),
      [
        "python3", "-u", Places.package.appending(path: "Tests/ServerTests/relay.py").path, worker,
        step, moment, process,
      ], environment: Binary.environment)
    let started = try await program.wait { $0.output.hasSuffix("\n") }
    try #require(started, "\(program.errors)")
    address =
      "http://127.0.0.1:" + program.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
