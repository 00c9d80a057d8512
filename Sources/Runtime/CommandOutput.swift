import Glibc

/// What another program prints, such as one that hands out a password.
public enum CommandOutput {
  /// The most that a program may print: 64 KiB.
  public static let limit = 65_536

  /// Runs a program to its end and gives what it wrote to standard output.
  ///
  /// `words` are the program, found by `PATH`, and its arguments. It inherits the environment, and
  /// has an empty standard input. Throws `commandFailed` when it cannot be started, ends with
  /// another status than 0 (with the first line of its standard error), prints too much, or is not
  /// done by the deadline; it is ended then. Blocks, and looks at `stop` ten times a second.
  public static func of(
    _ words: [String], until deadline: Deadline, stop: StopFlag
  ) throws(RuntimeError) -> [UInt8] {
    let name = words.joined(separator: " ")
    var streams = Streams()
    guard streams.areOpen else { throw failure(name, "cannot be started: no pipe is left") }
    defer { streams.close() }
    let (output, errors) = (streams.outputEnds.write, streams.errorEnds.write)
    let process = unsafe try ProgramStart.process(words) { actions in
      unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
      unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    }
    streams.closeWritingEnds()
    let isDone = streams.collect(until: deadline, stop: stop)
    if !isDone { kill(process, SIGKILL) }
    var status: CInt = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard isDone else {
      throw failure(
        name,
        stop.isRaised
          ? "was interrupted"
          : streams.isTooLong ? "printed more than \(limit) bytes" : "was not done in time")
    }
    guard status == 0 else { throw failure(name, ending(status, streams.complaint)) }
    return streams.output
  }

  private static func failure(_ name: String, _ reason: String) -> RuntimeError {
    .commandFailed(command: name, reason: reason)
  }

  private static func ending(_ status: CInt, _ complaint: String) -> String {
    let signal = status & 0x7F
    let end = signal == 0 ? "ended with status \((status >> 8) & 0xFF)" : "was ended by \(signal)"
    return complaint.isEmpty ? end : "\(end): \(complaint)"
  }
}

/// The two pipes through which a program's output comes.
private struct Streams {
  struct Ends {
    var read: CInt = -1
    var write: CInt = -1

    init() {
      var ends: [CInt] = [-1, -1]
      guard unsafe pipe(&ends) == 0 else { return }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (read, write) = (ends[0], ends[1])
    }
  }

  var outputEnds = Ends()
  var errorEnds = Ends()
  private(set) var output: [UInt8] = []
  private var errors: [UInt8] = []
  private(set) var isTooLong = false

  var areOpen: Bool { outputEnds.read >= 0 && errorEnds.read >= 0 }

  /// The first line of standard error.
  var complaint: String {
    let line = errors.drop { $0 == 10 || $0 == 32 }.prefix { $0 != 10 && $0 != 13 }
    return String(decoding: line.prefix(500), as: UTF8.self)
  }

  mutating func closeWritingEnds() {
    for end in [outputEnds.write, errorEnds.write] where end >= 0 { Glibc.close(end) }
    outputEnds.write = -1
    errorEnds.write = -1
  }

  mutating func close() {
    closeWritingEnds()
    for end in [outputEnds.read, errorEnds.read] where end >= 0 { Glibc.close(end) }
  }

  /// Reads both until their ends; false when that took too long, was too much, or was stopped.
  mutating func collect(until deadline: Deadline, stop: StopFlag) -> Bool {
    var open = [outputEnds.read, errorEnds.read]
    while !open.isEmpty {
      guard !deadline.hasPassed, !stop.isRaised, !isTooLong else { return false }
      var requests = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let wait = deadline.clamped(to: .milliseconds(100)).milliseconds
      guard unsafe poll(&requests, nfds_t(requests.count), wait) > 0 else { continue }
      for request in requests where request.revents != 0 {
        if !take(from: request.fd) { open.removeAll { $0 == request.fd } }
      }
    }
    return !isTooLong
  }

  /// Takes what is there; false at the end.
  private mutating func take(from descriptor: CInt) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = unsafe chunk.withUnsafeMutableBytes { buffer in
      unsafe read(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count > 0 else { return count < 0 && errno == EINTR }
    if descriptor == outputEnds.read {
      output += chunk[..<count]
      isTooLong = isTooLong || output.count > CommandOutput.limit
    } else if errors.count < CommandOutput.limit {
      errors += chunk[..<count]
    }
    return true
  }
}
