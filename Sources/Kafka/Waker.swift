/// Makes a consumer's waiting `poll` return, from any thread.
///
/// It may be used before, during and after the consumer's life; a call that comes between two polls
/// is kept for the next one. Must not be called from a signal handler.
public struct Waker: Sendable {
  private let latch: WakeLatch

  init(_ latch: WakeLatch) {
    self.latch = latch
  }

  /// Makes the poll that waits now, or else the next one, return without waiting further.
  public func wake() {
    latch.wake()
  }
}
