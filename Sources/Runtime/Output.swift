import Glibc

/// A place for text: standard output, standard error, or whatever a test collects.
///
/// Nothing is buffered: what `write` was given is with the kernel when it returns.
public struct Output: Sendable {
  private let sink: @Sendable (String) throws(RuntimeError) -> Void

  /// An output that hands every text to `sink`, on the thread that wrote it.
  public init(_ sink: @escaping @Sendable (String) throws(RuntimeError) -> Void) {
    self.sink = sink
  }

  /// Standard output: the data that was asked for.
  public static var standardOutput: Output { Output(descriptor: STDOUT_FILENO) }

  /// Standard error: everything that is not data.
  public static var standardError: Output { Output(descriptor: STDERR_FILENO) }

  /// An output to an open descriptor, which stays the caller's to close.
  public init(descriptor: CInt) {
    self.init { text throws(RuntimeError) in try Self.write(text, to: descriptor) }
  }

  /// Writes the whole text as UTF-8; blocks until all of it is taken.
  ///
  /// Throws `cannotWrite` (a full disk, a closed descriptor). When the reader has gone the process
  /// ends by `SIGPIPE`, or, where the parent had that ignored, this throws `closedPipe`.
  public func write(_ text: String) throws(RuntimeError) {
    try sink(text)
  }

  /// Writes the text and a newline in one piece, so that two threads' lines do not mix.
  public func writeLine(_ text: String) throws(RuntimeError) {
    try sink(text + "\n")
  }

  private static func write(_ text: String, to descriptor: CInt) throws(RuntimeError) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      // "On success, the number of bytes written is returned. [...] a successful write() may
      // transfer fewer than count bytes." (write(2))
      let count = unsafe bytes[written...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      guard count < 0 else {
        written += count
        continue
      }
      try recover(from: errno, on: descriptor)
    }
  }

  /// Returns when the write is worth another try.
  private static func recover(from code: CInt, on descriptor: CInt) throws(RuntimeError) {
    switch code {
    case EINTR: return
    case EAGAIN:
      // Another program has made the shared terminal or pipe non-blocking: wait for room.
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      unsafe poll(&request, 1, -1)
    case EPIPE:
      letBrokenPipeThrough()
      throw .closedPipe
    default: throw .cannotWrite(reason: RuntimeError.reason(code))
    }
  }

  private static func letBrokenPipeThrough() {
    var pipe = sigset_t()
    unsafe sigemptyset(&pipe)
    unsafe sigaddset(&pipe, SIGPIPE)
    // The write left the signal pending for this thread: unblocking it ends the process here, by
    // its default action. Returns only where the signal is ignored.
    unsafe pthread_sigmask(SIG_UNBLOCK, &pipe, nil)
  }
}
