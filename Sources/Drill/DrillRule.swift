/// A rule about a database server or a connector that a `check` or `wait` step demands to hold.
public enum DrillRule: String, Sendable, Hashable, CaseIterable {
  /// `gtid_mode` is ON.
  case gtidMode = "gtid-mode"
  /// `enforce_gtid_consistency` is ON.
  case gtidConsistency = "gtid-consistency"
  /// A replica commits in the order of its source.
  case commitOrder = "commit-order"
  /// The replica has no transaction of its own.
  case errantGTIDs = "errant-gtids"
  /// The replica has all that its source has.
  case missingGTIDs = "missing-gtids"
  /// The connector's offset lies within what the server executed.
  case offsetExecuted = "offset-executed"
  /// What the server purged lies within the connector's offset.
  case purgedWithinOffset = "purged-within-offset"
  /// Binary logs are kept for long enough.
  case binaryLogs = "binary-logs"
  /// The connector's keep-alive interval is short enough for a failover.
  case keepAlive = "keep-alive"
  /// Heartbeats came without a gap.
  case heartbeatGap = "heartbeat-gap"
  /// The connector is not far behind.
  case lag
  /// The slot is where the offset says.
  case slotPosition = "slot-position"
  /// The database is the connector's writer.
  case writerIdentity = "writer-identity"
}
