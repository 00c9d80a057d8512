public import Debezium
public import Runtime

/// A logical replication slot that is to be made on a PostgreSQL server.
///
/// This, ``ReplicationSlots`` and ``DatabaseSession`` are all in this module that changes a database.
public struct NewReplicationSlot: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// The output plugin, such as `pgoutput`.
  public var plugin: String
  /// The database that it must be of; nil when that is not known.
  public var database: String?
  /// Whether it is kept over a failover, which PostgreSQL 17 brought.
  public var isForFailover: Bool

  /// A slot; see the properties.
  public init(name: String, plugin: String, database: String?, isForFailover: Bool) {
    self.name = name
    self.plugin = plugin
    self.database = database
    self.isForFailover = isForFailover
  }

  /// Why the server would not make it, a sentence without a full stop each; asks only.
  public func obstacles(
    in uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) throws(DatabaseError) -> [String] {
    let connection = try PostgreSQLConnection.open(
      uri, timeout: timeout, statementLimit: timeout, stop: stop)
    // Amazon's servers give the right by a role of their own.
    let row = try connection.rows(
      """
      SELECT current_setting('wal_level'), current_setting('max_replication_slots'),
        (SELECT count(*) FROM pg_replication_slots), current_user,
        (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user) OR EXISTS
        (SELECT 1 FROM pg_roles WHERE rolname = 'rds_replication' AND pg_has_role(oid, 'member'))
      """
    ).first
    guard let row, row.count == 5 else { return [] }
    var obstacles: [String] = []
    if let level = row[0], level != "logical" {
      obstacles.append("wal_level is \(level) there, and a slot needs logical")
    }
    if let most = row[1].flatMap({ Int($0) }), let used = row[2].flatMap({ Int($0) }), used >= most
    {
      obstacles.append("all \(most) replication slots there are taken (max_replication_slots)")
    }
    if row[4] != "t" {
      obstacles.append("the user '\(row[3] ?? "")' has no REPLICATION right there")
    }
    return obstacles
  }

  /// Makes it, and returns the position from which it has everything.
  ///
  /// PostgreSQL waits for every transaction that is open when it begins, for at most `limit`; when
  /// that passes there is no slot, and the error names who held it up. Throws when a slot of the name
  /// is there.
  public func make(
    in uri: DatabaseURI, within limit: Duration, stop: StopFlag
  ) throws(DatabaseError) -> LSN {
    // The server gives up before this side does: else the slot might come about after all.
    let connection = try PostgreSQLConnection.open(
      uri, timeout: limit + .seconds(5), statementLimit: limit, stop: stop)
    if let database, connection.address.database != database {
      throw DatabaseError(
        "make the slot '\(name)' in", "\(connection.address)",
        "the connector reads the database '\(database)'", kind: .other)
    }
    // Brought by PostgreSQL 17.
    let failover = isForFailover && connection.version >= 170_000 ? ", failover => true" : ""
    let rows: [[String?]]
    do {
      rows = try connection.rows(
        "SELECT lsn FROM pg_create_logical_replication_slot($1, $2\(failover))", [name, plugin])
    } catch {
      throw failure(error, in: connection)
    }
    guard let position = rows.first?.first.flatMap(\.self).flatMap({ try? LSN(parsing: $0) }) else {
      throw DatabaseError(
        "make the slot '\(name)' in", "\(connection.address)", "the server tells no position",
        kind: .other)
    }
    return position
  }

  private func failure(
    _ error: DatabaseError, in connection: borrowing PostgreSQLConnection
  ) -> DatabaseError {
    var told = error
    told.operation = "make the slot '\(name)' in"
    guard error.kind == .unreachable, let holders = Self.openTransactions(connection) else {
      return told
    }
    told.reason += "; it waits for every open transaction: \(holders)"
    told.kind = .other
    return told
  }

  /// Who has a transaction open that has written; nil when nobody has, or nothing can be asked.
  private static func openTransactions(
    _ connection: borrowing PostgreSQLConnection
  ) -> String? {
    let rows = try? connection.rows(
      """
      SELECT pid, usename, xact_start FROM pg_stat_activity
      WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() ORDER BY xact_start LIMIT 3
      """)
    guard let rows, !rows.isEmpty else { return nil }
    return rows.map { row in
      let words = row.map { $0 ?? "?" }
      return "pid \(words[0]) of \(words[1]) since \(words[2])"
    }.joined(separator: ", ")
  }
}
