public import Foundation

/// The built cdcwatch, run as a process.
public enum Binary {
  /// The program beside the test bundle.
  public static let program = Places.products.appending(path: "cdcwatch")

  /// An environment in which nothing of the user's own counts.
  public static let environment = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
  ]

  /// Runs it to its end.
  public static func run(
    _ arguments: String..., environment: [String: String] = [:],
    within limit: Duration = .seconds(30)
  ) async throws -> Outcome {
    try await run(arguments, environment: environment, within: limit)
  }

  /// Runs it to its end.
  public static func run(
    _ arguments: [String], environment: [String: String] = [:],
    within limit: Duration = .seconds(30)
  ) async throws -> Outcome {
    try await start(arguments, environment: environment).outcome(within: limit)
  }

  /// Starts it and returns at once.
  public static func start(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> RunningProgram {
    try RunningProgram(
      program, arguments, environment: Self.environment.merging(environment) { $1 })
  }

  /// Runs a line of bash in which `$CDCWATCH` is the program.
  public static func shell(
    _ line: String, environment: [String: String] = [:], within limit: Duration = .seconds(30)
  ) async throws -> Outcome {
    let all = Self.environment.merging(["CDCWATCH": program.path]) { $1 }
      .merging(environment) { $1 }
    return try await RunningProgram(
      URL(filePath: "/bin/bash"), ["-c", line], environment: all
    ).outcome(within: limit)
  }
}
