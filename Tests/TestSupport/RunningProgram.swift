public import Foundation

/// A program that was started, its output going to files so that nobody must read along.
///
/// Waiting polls, and yields between.
public final class RunningProgram: @unchecked Sendable {
  // `Process` says nothing of threads; what is used of it here after `run` takes its own lock.
  private let process = Process()
  private let folder: URL
  private let begin = ContinuousClock.now
  private let command: String

  /// Starts it with an empty standard input; throws when it cannot be started.
  public init(_ program: URL, _ arguments: [String], environment: [String: String]) throws {
    folder = try Places.newFolder("run")
    command = ([program.lastPathComponent] + arguments).joined(separator: " ")
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.newFile(folder.appending(path: "stdout"))
    process.standardError = try Self.newFile(folder.appending(path: "stderr"))
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: folder)
  }

  private static func newFile(_ place: URL) throws -> FileHandle {
    try Data().write(to: place)
    return try FileHandle(forWritingTo: place)
  }

  /// Whether it has not ended yet.
  public var isRunning: Bool { process.isRunning }

  /// What it has written to standard output so far.
  public var output: String { text("stdout") }

  /// What it has written to standard error so far.
  public var errors: String { text("stderr") }

  /// The largest amount of memory that it has had so far, in KiB; 0 once it has ended.
  public var peakMemory: Int {
    let file = "/proc/\(process.processIdentifier)/status"
    let status = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }

  private func text(_ name: String) -> String {
    (try? Data(contentsOf: folder.appending(path: name))).map {
      String(decoding: $0, as: UTF8.self)
    }
      ?? ""
  }

  /// Sends it a signal, such as `SIGINT`.
  public func signal(_ number: Int32) {
    if process.isRunning { kill(process.processIdentifier, number) }
  }

  /// Waits until the condition holds; false when the program ended or the time passed before.
  public func wait(
    for limit: Duration = .seconds(20), until condition: (RunningProgram) throws -> Bool
  ) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
      let wasRunning = isRunning
      if try condition(self) { return true }
      guard wasRunning, .now < deadline else { return false }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits for its end, and ends it by force when that takes too long: the status is then 137.
  public func outcome(within limit: Duration = .seconds(30)) async throws -> Outcome {
    _ = try await wait(for: limit) { !$0.isRunning }
    let took = ContinuousClock.now - begin
    signal(SIGKILL)
    while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
    let isKilled = process.terminationReason == .uncaughtSignal
    return Outcome(
      command: command, output: output, errors: errors,
      status: process.terminationStatus + (isKilled ? 128 : 0), took: took)
  }
}
