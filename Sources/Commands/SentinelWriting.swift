import Databases
import Drill
import Runtime

/// Where and how a run's sentinels are written.
struct SentinelWriting: Sendable {
  /// The database that the connector reads.
  var database: DatabaseURI
  /// The run's tables.
  var tables: SentinelTables
  /// The pause between two changes.
  var interval: Duration
  /// The longest wait for a connection and for each answer.
  var timeout: Duration
  /// The run's clocks.
  var clock: DrillClock
  /// The path of `sentinels.jsonl`.
  var log: String
}
