/// A kind of database that Debezium reads.
public enum Engine: String, Sendable, Hashable {
  /// PostgreSQL.
  case postgresql
  /// MySQL.
  case mysql
  /// MariaDB.
  case mariadb
  /// MySQL or MariaDB: their offsets do not tell which.
  case mysqlOrMariaDB = "mysql-or-mariadb"
  /// SQL Server.
  case sqlServer = "sqlserver"
  /// MongoDB.
  case mongodb
  /// Another one, or what is there does not tell.
  case unknown
}
