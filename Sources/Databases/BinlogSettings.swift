public import Debezium
public import Runtime

/// How a MySQL or MariaDB server is set up as far as a failover depends on it.
///
/// What a server does not have, or does not show to this user, is nil.
public struct BinlogSettings: Sendable, Hashable {
  /// `.mysql` or `.mariadb`.
  public var engine: Engine
  /// Whether it writes binary logs (`log_bin`).
  public var writesLogs: Bool?
  /// MySQL's `gtid_mode`, `ON`.
  public var gtidMode: String?
  /// MySQL's `enforce_gtid_consistency`, `ON`.
  public var gtidConsistency: String?
  /// Whether a replica commits in its source's order (`replica_preserve_commit_order`).
  public var preservesCommitOrder: Bool?
  /// How many threads apply a source's transactions (`replica_parallel_workers`).
  public var appliers: Int64?
  /// How many seconds binary logs are kept; 0 for always.
  public var keptSeconds: Int64?
  /// Amazon RDS: how long binary logs are kept, whatever ``keptSeconds`` says.
  public var cloudRetention: CloudRetention?

  /// `binlog retention hours` of `mysql.rds_configuration`.
  public enum CloudRetention: Sendable, Hashable {
    /// Null there.
    case asShortAsPossible
    /// So many hours.
    case hours(Int64)
  }

  /// Settings of which nothing is known.
  public init(engine: Engine) { self.engine = engine }

  /// Asks a server, by statements that change nothing.
  public static func ask(
    _ uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) throws(DatabaseError) -> BinlogSettings {
    let session = try DatabaseSession.open(uri, timeout: timeout, stop: stop)
    var settings = BinlogSettings(engine: session.engine)
    guard session.engine != .postgresql else { return settings }
    let names = variables.map { session.literal($0) }.joined(separator: ", ")
    let rows = try session.rows("SHOW GLOBAL VARIABLES WHERE Variable_name IN (\(names))")
    var values: [String: String] = [:]
    for row in rows where row.count >= 2 {
      if let name = row[0] { values[name.lowercased()] = row[1] }
    }
    settings.read(values)
    // The table is Amazon's alone.
    let hours = try? session.rows(
      "SELECT value FROM mysql.rds_configuration WHERE name = 'binlog retention hours'")
    if let row = hours?.first {
      settings.cloudRetention =
        row.first?.flatMap { Int64($0) }.map { .hours($0) } ?? .asShortAsPossible
    }
    return settings
  }

  private static let variables = [
    "log_bin", "gtid_mode", "enforce_gtid_consistency", "replica_preserve_commit_order",
    "slave_preserve_commit_order", "replica_parallel_workers", "slave_parallel_workers",
    "slave_parallel_threads", "binlog_expire_logs_seconds", "expire_logs_days",
  ]

  /// Takes what `SHOW GLOBAL VARIABLES` gave, by the name in small letters.
  mutating func read(_ values: [String: String]) {
    writesLogs = values["log_bin"].map(Self.isOn)
    gtidMode = values["gtid_mode"]
    gtidConsistency = values["enforce_gtid_consistency"]
    preservesCommitOrder =
      (values["replica_preserve_commit_order"] ?? values["slave_preserve_commit_order"])
      .map(Self.isOn)
    appliers =
      (values["replica_parallel_workers"] ?? values["slave_parallel_workers"]
      ?? values["slave_parallel_threads"]).flatMap { Int64($0) }
    // MariaDB has both, of which either moves the other.
    keptSeconds =
      values["binlog_expire_logs_seconds"].flatMap { Int64($0) }
      ?? values["expire_logs_days"].flatMap { Double($0) }
      .flatMap { Int64(exactly: ($0 * 86_400).rounded()) }
  }

  private static func isOn(_ text: String) -> Bool { ["1", "ON"].contains(text.uppercased()) }
}
