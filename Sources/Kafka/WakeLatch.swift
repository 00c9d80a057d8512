internal import CRdkafka
internal import Glibc

/// The way from any thread to the queue that a consumer waits on, for as long as there is one.
///
/// A lock of its own and not `Synchronization.Mutex`, in which ThreadSanitizer sees races.
// @unchecked: `queue` and `isWoken` are only touched between lock and unlock.
@safe final class WakeLatch: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private var queue: OpaquePointer?
  private var isWoken = false

  init(queue: OpaquePointer) {
    unsafe self.queue = queue
    unsafe lock = .allocate(capacity: 1)
    unsafe lock.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(lock, nil)
  }

  func wake() {
    unsafe pthread_mutex_lock(lock)
    isWoken = true
    // "An application may use this from another thread to force an immediate return to the calling
    // code" (rdkafka.h, rd_kafka_queue_yield)
    if let queue = unsafe queue { unsafe rd_kafka_queue_yield(queue) }
    unsafe pthread_mutex_unlock(lock)
  }

  /// Whether somebody has called since the last time this was asked.
  func takeWake() -> Bool {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    defer { isWoken = false }
    return isWoken
  }

  /// Forgets the queue: its owner is about to destroy it.
  func detach() {
    unsafe pthread_mutex_lock(lock)
    unsafe queue = nil
    unsafe pthread_mutex_unlock(lock)
  }

  deinit {
    unsafe pthread_mutex_destroy(lock)
    unsafe lock.deallocate()
  }
}
