import Drill
import Kafka

/// Which sentinels are read, and from where.
struct SentinelReading: Sendable {
  /// The cluster.
  var configuration: Configuration
  /// The topic that the connector writes the sentinels to; it has to be there.
  var topic: String
  /// The run.
  var run: String
  /// The offset of each partition to begin with; nil for what comes from now on.
  var start: [Int32: Int64]?
  /// Whether the topic's `cleanup.policy` has `compact`.
  var isCompacted: Bool
  /// The longest wait for the cluster's answer to a question.
  var timeout: Duration
  /// The run's clocks.
  var clock: DrillClock
}
