/// Decides when to wake librdkafka's broker threads, which sleep after their queue has been full.
///
/// librdkafka 2.0.2 stops fetching for 0.5 to 1 s when the queue has reached its limit: nothing
/// wakes the broker thread when the queue drains, but any request to that broker does. The queue can
/// only have been full if about its limit's worth of bytes came out before it ran dry; so this
/// counts bytes, and a consumer that waits at the end of its topics never asks anybody anything.
struct Nudger: Sendable {
  /// How long the queue has to be empty before the first nudge.
  static let firstWait = Duration.milliseconds(2)
  /// After the wait of this length the broker threads are surely awake, and the topic is at its end.
  static let lastWait = Duration.milliseconds(64)

  /// Half the queue's limit: librdkafka counts a little more than keys and values.
  private let threshold: Int
  private var drained = 0
  private var wait = firstWait

  init(queueBytes: Int) {
    threshold = queueBytes / 2
  }

  /// How long to wait for a record before `isDue` is asked; nil while the queue was never full.
  var patience: Duration? { drained >= threshold ? wait : nil }

  /// Counts what came out of the queue.
  mutating func took(bytes: Int) {
    drained &+= bytes
    wait = Self.firstWait
  }

  /// The queue was found empty.
  mutating func foundEmpty() {
    if drained < threshold { drained = 0 }
  }

  /// A nudge was sent: wait longer for the next one, and give up after the longest.
  mutating func nudged() {
    wait = wait * 2
    if wait > Self.lastWait { drained = 0 }
  }
}
