import Glibc

/// A value behind a lock, shared by threads: readers see a whole value or none of a change.
///
/// The lock is a `pthread_mutex_t`, which ThreadSanitizer understands. It is not recursive: calling
/// `withLock` inside the body of `withLock` waits for ever.
@safe
public final class Locked<Value: Sendable>: Sendable {
  // Both live at fixed addresses from init to deinit; the mutex orders all access to the value.
  private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private nonisolated(unsafe) let changed: UnsafeMutablePointer<pthread_cond_t>
  private nonisolated(unsafe) var value: Value

  /// Puts `value` behind a new lock.
  public init(_ value: Value) {
    unsafe mutex = .allocate(capacity: 1)
    unsafe changed = .allocate(capacity: 1)
    unsafe self.value = value
    // None of these calls can fail on Linux with these arguments, so nothing is checked.
    unsafe pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    // The wall clock may jump; the monotonic one does not.
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(changed, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(changed)
    unsafe pthread_mutex_destroy(mutex)
    unsafe changed.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs `body` with the value while no other thread has it, and wakes those in `wait`.
  public func withLock<Outcome: ~Copyable, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Outcome
  ) throws(Failure) -> Outcome {
    unsafe pthread_mutex_lock(mutex)
    defer {
      unsafe pthread_cond_broadcast(changed)
      unsafe pthread_mutex_unlock(mutex)
    }
    return try unsafe body(&value)
  }

  /// A copy of the value as it is now.
  public var current: Value {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return unsafe value
  }

  /// Blocks until `ready` returns something or `deadline` has passed, which gives nil.
  ///
  /// `ready` runs under the lock: at once, and again after every `withLock` of another thread.
  public func wait<Outcome>(
    until deadline: Deadline, for ready: (inout Value) -> Outcome?
  ) -> Outcome? {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while true {
      if let outcome = unsafe ready(&value) { return outcome }
      let remaining = deadline.remaining
      guard remaining > .zero else { return nil }
      var end = timespec()
      unsafe clock_gettime(CLOCK_MONOTONIC, &end)
      let (seconds, attoseconds) = remaining.components
      let nanoseconds = end.tv_nsec + Int(attoseconds / 1_000_000_000)
      end.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
      end.tv_nsec = nanoseconds % 1_000_000_000
      unsafe pthread_cond_timedwait(changed, mutex, &end)
    }
  }
}
