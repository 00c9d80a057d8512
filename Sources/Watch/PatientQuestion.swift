import Kafka
import Runtime

/// Asks a cluster that may not answer in short turns, so that a wish to stop is heard between them.
///
/// librdkafka goes on connecting between the turns, so that a slow connection is only looked at more
/// often. Throws what the last turn threw, or `interrupted`.
func askPatiently<Answer>(
  timeout: Duration, isStopped: () -> Bool,
  _ question: (Duration) throws(KafkaError) -> Answer
) throws(WatchError) -> Answer {
  let deadline = Deadline(after: timeout)
  var clearest: KafkaError?
  while true {
    guard !isStopped() else { throw .interrupted }
    do throws(KafkaError) {
      return try question(deadline.clamped(to: .milliseconds(500)).remaining)
    } catch {
      // A turn in which no connection was tried anew knows only librdkafka's word for the code.
      let saysWhy = error.reason != error.code.explanation
      if saysWhy || clearest == nil { clearest = error }
      let mayStillCome = error.kind == .unreachable && !error.isFatal
      guard mayStillCome, !deadline.hasPassed else { throw .kafka(clearest ?? error) }
    }
  }
}
