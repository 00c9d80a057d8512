import Glibc

/// A named POSIX thread that runs one blocking function to its end.
///
/// The function's return value comes back through `join`. A thread that nobody joins goes on by
/// itself after the last reference to it has gone. It blocks the signals that the thread blocked
/// which made it; see `Signals`.
public final class DedicatedThread<Value: Sendable>: Sendable {
  let handle: pthread_t
  private let result: Locked<Value?>
  private let hasJoined = Locked(false)

  /// Starts `body` on a new thread, which debuggers and `top -H` show as `name` (its first 15
  /// bytes); throws `cannotStartThread` when the system has no room for one.
  public init(name: String, _ body: @escaping @Sendable () -> Value) throws(RuntimeError) {
    let result = Locked<Value?>(nil)
    self.result = result
    handle = try startThread(
      ThreadBody(name: name) {
        let value = body()
        result.withLock { $0 = value }
      })
  }

  deinit {
    if !hasJoined.current { pthread_detach(handle) }
  }

  /// Waits for the body to end and gives its value; a second call gives the same value again.
  ///
  /// Must not be called on the thread itself, which would wait for its own end.
  public func join() -> Value {
    hasJoined.withLock { hasJoined in
      // "Joining with a thread that has previously been joined results in undefined behavior."
      // (pthread_join(3))
      guard !hasJoined else { return }
      pthread_join(handle, nil)
      hasJoined = true
    }
    guard let value = result.current else {
      preconditionFailure("the body left its thread without returning")
    }
    return value
  }
}

private final class ThreadBody: Sendable {
  let name: String
  private let work: @Sendable () -> Void

  init(name: String, _ work: @escaping @Sendable () -> Void) {
    self.name = name
    self.work = work
  }

  func run() {
    showName()
    work()
  }

  // pthread_setname_np is not visible to Swift; this is the file that it writes to. The kernel
  // keeps the first 15 bytes. (proc(5))
  private func showName() {
    let descriptor = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    // A thread without a name works as well as one with it.
    guard descriptor >= 0 else { return }
    let bytes = Array(name.utf8)
    _ = unsafe write(descriptor, bytes, bytes.count)
    close(descriptor)
  }
}

private func startThread(_ body: ThreadBody) throws(RuntimeError) -> pthread_t {
  let retained = unsafe Unmanaged.passRetained(body)
  var handle = pthread_t()
  let code = unsafe pthread_create(
    &handle, nil,
    { argument in
      guard let argument = unsafe argument else { return nil }
      unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
      return nil
    }, retained.toOpaque())
  guard code == 0 else {
    unsafe retained.release()
    throw .cannotStartThread(name: body.name, reason: RuntimeError.reason(code))
  }
  return handle
}
