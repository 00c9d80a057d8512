public import Debezium

/// The SQL in which sentinels are written.
public enum SentinelDialect: Sendable, Hashable, CaseIterable {
  /// PostgreSQL's.
  case postgresql
  /// MySQL's and MariaDB's, which agree in all that is used here.
  case mysql

  /// The dialect of an engine; nil for one that drills do not know.
  public init?(_ engine: Engine) {
    switch engine {
    case .postgresql: self = .postgresql
    case .mysql, .mariadb, .mysqlOrMariaDB: self = .mysql
    case .sqlServer, .mongodb, .unknown: return nil
    }
  }

  /// A name in quotes.
  public func identifier(_ name: String) -> String {
    let quote = self == .postgresql ? "\"" : "`"
    return quote + name.replacing(quote, with: quote + quote) + quote
  }

  /// The name of a table in a schema, each part in quotes.
  public func table(_ name: TableName) -> String {
    name.parts.map(identifier).joined(separator: ".")
  }

  /// Statements that keep others from making or dropping the schema until the connection ends or
  /// `unlock` follows.
  ///
  /// PostgreSQL drops no schema that something is in, so that nothing has to be locked there; MySQL
  /// drops a database with all that is in it.
  public var lock: [String] {
    self == .postgresql ? [] : ["SELECT GET_LOCK('\(SentinelTables.schema)', 30)"]
  }

  /// See `lock`.
  public var unlock: [String] {
    self == .postgresql ? [] : ["SELECT RELEASE_LOCK('\(SentinelTables.schema)')"]
  }
}
