public import Foundation
import Glibc
import Runtime

/// A program that was started, its output going to files so that nobody must read along.
///
/// Waiting polls, and yields between.
public final class RunningProgram: Sendable {
  private let process: pid_t
  private let folder: URL
  private let begin = ContinuousClock.now
  private let command: String
  /// Its exit status, once it has been asked for and there was one.
  private let ended = Locked<Int32?>(nil)

  /// Why a program could not be started.
  public struct NotStarted: Error {
    /// The program.
    public var program: String
    /// The number of the reason.
    public var code: Int32
  }

  /// Starts it with an empty standard input; throws when it cannot be started.
  ///
  /// Foundation's `Process` takes a program for running as long as any server lives that it has
  /// left behind, so this one asks the kernel itself.
  public init(_ program: URL, _ arguments: [String], environment: [String: String]) throws {
    folder = try Places.newFolder("run")
    command = ([program.lastPathComponent] + arguments).joined(separator: " ")
    process = try Self.spawn(
      [program.path] + arguments, environment.map { "\($0)=\($1)" }, output: folder)
  }

  deinit {
    signal(SIGKILL)
    while isRunning { usleep(1000) }
    try? FileManager.default.removeItem(at: folder)
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String], output: URL
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (descriptor, name) in [(1, "stdout"), (2, "stderr")] as [(Int32, String)] {
      unsafe posix_spawn_file_actions_addopen(
        &actions, descriptor, output.appending(path: name).path, flags, 0o600)
    }
    // The sockets of this process's embedded clusters must not live on in a server.
    for descriptor in Int32(3)..<256 {
      unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    // A group of its own: what a terminal sends to the tests must not reach the keeper of a world.
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { _ = unsafe (words + variables).map { unsafe free($0) } }
    var process = pid_t()
    let code = unsafe posix_spawn(
      &process, arguments[0], &actions, &attributes, &words, &variables)
    guard code == 0 else { throw NotStarted(program: arguments[0], code: code) }
    return process
  }

  /// Its exit status, or 128 and the signal that ended it; nil while it runs.
  private var status: Int32? {
    ended.withLock { ended in
      if ended != nil { return ended }
      var status: Int32 = 0
      guard unsafe waitpid(process, &status, WNOHANG) == process else { return nil }
      let signal = status & 0x7F
      ended = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
      return ended
    }
  }

  /// Whether it has not ended yet.
  public var isRunning: Bool { status == nil }

  /// What it has written to standard output so far.
  public var output: String { text("stdout") }

  /// What it has written to standard error so far.
  public var errors: String { text("stderr") }

  /// The largest amount of memory that it has had so far, in KiB; 0 once it has ended.
  public var peakMemory: Int {
    let file = "/proc/\(process)/status"
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
    if isRunning { kill(process, number) }
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
    while true {
      if let status {
        return Outcome(
          command: command, output: output, errors: errors, status: status, took: took)
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}
