/// What a database told that decides about a connector's offset.
public enum DatabaseState: Sendable, Hashable {
  /// A PostgreSQL server.
  case postgresql(PostgreSQLState)
  /// A MySQL or MariaDB server.
  case binlog(BinlogState)
}
