import Glibc

/// A program in a process group of its own, whose output goes into a file.
///
/// It goes on when whoever started it dies; by its process and start time another can wait for it.
public struct StartedProgram: Sendable {
  /// Which process it is: its number alone may be another's later.
  public struct Identity: Sendable, Hashable {
    /// The process's number, and its group's.
    public let process: Int32
    /// When it started, in clock ticks since the machine did (`/proc/PID/stat`, field 22).
    public let start: UInt64

    /// An identity as it was kept.
    public init(process: Int32, start: UInt64) {
      self.process = process
      self.start = start
    }

    /// Whether it is still there; one that has ended and was not waited for is not.
    public var isAlive: Bool {
      guard let now = ProcessFacts(process) else { return false }
      return now.start == start && !now.hasEnded
    }
  }

  /// How a program ended.
  public enum Ending: Sendable, Hashable {
    /// With this exit status.
    case exited(Int32)
    /// By this signal.
    case killed(Int32)
    /// It was not done in time, or this process was asked to stop; its group was ended.
    case ended
  }

  /// Which process it is.
  public let identity: Identity

  /// Starts a program, found by `PATH`, with its arguments; both outputs go into `file`.
  ///
  /// Its standard input is empty, its environment this process's. Throws `commandFailed`.
  public static func start(
    _ words: [String], output file: String
  ) throws(RuntimeError) -> StartedProgram {
    try start(words, output: file, input: nil)
  }

  /// The same with an open file as its standard input.
  static func start(
    _ words: [String], output file: String, input: CInt?
  ) throws(RuntimeError) -> StartedProgram {
    let process = unsafe try ProgramStart.process(words, attributes: POSIX_SPAWN_SETPGROUP) {
      actions in
      if let input { unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
      unsafe posix_spawn_file_actions_addopen(
        &actions, STDOUT_FILENO, file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      unsafe posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    }
    let start = ProcessFacts(process)?.start ?? 0
    return StartedProgram(identity: Identity(process: process, start: start))
  }

  /// Waits for its end; past the deadline, or when asked to stop, its group is ended.
  ///
  /// Looks twenty times a second.
  public func wait(until deadline: Deadline, stop: StopFlag) -> Ending {
    var status: CInt = 0
    while true {
      let ended = unsafe waitpid(identity.process, &status, WNOHANG)
      if ended == identity.process { return Self.ending(status) }
      if ended < 0, errno != EINTR { return .ended }
      guard !deadline.hasPassed, !stop.isRaised else {
        kill(-identity.process, SIGKILL)
        while unsafe waitpid(identity.process, &status, 0) < 0, errno == EINTR {}
        return .ended
      }
      usleep(50_000)
    }
  }

  private static func ending(_ status: CInt) -> Ending {
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
  }
}

/// What `/proc` tells of a process.
private struct ProcessFacts {
  let start: UInt64
  let hasEnded: Bool

  init?(_ process: Int32) {
    guard let bytes = try? FileText.read("/proc/\(process)/stat") else { return nil }
    // "(2) comm: The filename of the executable, in parentheses." (proc(5)); it may hold anything.
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, let start = UInt64(fields[19]) else { return nil }
    self.start = start
    hasEnded = fields[0] == "Z" || fields[0] == "X"
  }
}
