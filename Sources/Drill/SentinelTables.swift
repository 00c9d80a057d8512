public import Debezium
public import Runtime

/// The tables of a run in the database: the sentinels that the connector captures, and the ledger
/// that no connector does.
///
/// Both lie in a schema (PostgreSQL) or database (MySQL, MariaDB) of their own, `cdcwatch_drill`, and
/// carry the run's name. On a live subject the sentinels are rows of a table that is there and
/// captured; the ledger stays where it is. A sentinel row's key is the run and the number of its
/// insert, since a delete brings nothing else; `number` is that of its newest change. Times are
/// milliseconds since 1970 by the writer's clock. REPLICA IDENTITY is left alone.
public struct SentinelTables: Sendable, Hashable {
  /// The schema, or database, of all drills on a server.
  public static let schema = "cdcwatch_drill"
  /// How long a run's name may be: slots and tables that carry it have 63 bytes on PostgreSQL.
  public static let longestRun = 40

  /// The run's name.
  public let run: String
  /// The SQL that the server takes.
  public let dialect: SentinelDialect
  /// The table of the sentinels.
  public let sentinels: TableName
  /// The run's ledger.
  public let ledger: TableName
  /// Whether the sentinels' table is the run's own: else it was there, and is not dropped.
  public let isOwn: Bool

  /// The tables of a run; nil for a run's name that is none, an engine without drills, or an existing
  /// table that is not named `SCHEMA.TABLE`.
  public init?(run: String, engine: Engine, existing: TableName? = nil) {
    guard Self.isRun(run), let dialect = SentinelDialect(engine) else { return nil }
    if let existing, existing.parts.count != 2 || existing.parts.contains("") { return nil }
    self.run = run
    self.dialect = dialect
    sentinels = existing ?? TableName("\(Self.schema).sentinel_\(run)")
    ledger = TableName("\(Self.schema).ledger_\(run)")
    isOwn = existing == nil
  }

  /// Whether a text may name a run: lower-case ASCII letters, digits and `_`, at most `longestRun`.
  public static func isRun(_ text: String) -> Bool {
    (1...longestRun).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
      }
  }

  /// The run whose ledger a table of the schema is; nil for another table.
  public static func run(ofLedger table: String) -> String? {
    guard table.hasPrefix("ledger_") else { return nil }
    let run = String(table.dropFirst("ledger_".count))
    return isRun(run) ? run : nil
  }

  // MARK: Making and dropping

  /// The statement that makes a table for sentinels, as a plan prints it.
  public static func definition(of table: TableName, in dialect: SentinelDialect) -> String {
    """
    CREATE TABLE IF NOT EXISTS \(dialect.table(table)) (run varchar(64) NOT NULL, \
    first_number bigint NOT NULL, number bigint NOT NULL, written_at bigint NOT NULL, \
    PRIMARY KEY (run, first_number))
    """
  }

  /// A query without a row that a table for sentinels answers, and no other: the server says why.
  public static func probe(of table: TableName, in dialect: SentinelDialect) -> String {
    "SELECT run, first_number, number, written_at FROM \(dialect.table(table)) LIMIT 0"
  }

  /// The statements that make what is missing, in order; each may be done again.
  ///
  /// The ledger's row 0 keeps who started the run and when; signs of `host` that would need an escape
  /// are left out.
  public func make(host: String, at time: Timestamp) -> [String] {
    let schema = dialect.identifier(Self.schema)
    let begin =
      dialect == .postgresql
      ? "CREATE SCHEMA IF NOT EXISTS \(schema)" : "CREATE DATABASE IF NOT EXISTS \(schema)"
    let own = isOwn ? [Self.definition(of: sentinels, in: dialect)] : []
    let ledger = """
      CREATE TABLE IF NOT EXISTS \(dialect.table(self.ledger)) (number bigint NOT NULL PRIMARY KEY, \
      kind varchar(8) NOT NULL, first_number bigint NOT NULL, written_at bigint NOT NULL, \
      note varchar(255))
      """
    return dialect.lock + [begin] + own + [ledger, start(host: host, at: time)] + dialect.unlock
  }

  private func start(host: String, at time: Timestamp) -> String {
    let note = String(
      host.unicodeScalars.filter { (32..<127).contains($0.value) && $0 != "'" && $0 != "\\" }
        .prefix(255).map(Character.init))
    let row = "(0, 'start', 0, \(time.milliseconds), '\(note)')"
    let columns = "\(dialect.table(ledger)) (number, kind, first_number, written_at, note)"
    return dialect == .postgresql
      ? "INSERT INTO \(columns) VALUES \(row) ON CONFLICT DO NOTHING"
      : "INSERT IGNORE INTO \(columns) VALUES \(row)"
  }

  /// The statements that take the run's tables away, or its rows out of a table that was there; each
  /// may be done again.
  ///
  /// The rows of a table that was there go as deletes that the connector captures.
  public var drop: [String] {
    let sentinels =
      isOwn
      ? "DROP TABLE IF EXISTS \(dialect.table(sentinels))"
      : "DELETE FROM \(dialect.table(sentinels)) WHERE run = '\(run)'"
    return [sentinels, "DROP TABLE IF EXISTS \(dialect.table(ledger))"]
  }

  /// The statement that takes the schema away; to be used under `SentinelDialect.lock`, and only when
  /// `contents` gave no row.
  public static func dropSchema(in dialect: SentinelDialect) -> String {
    let schema = dialect.identifier(Self.schema)
    return dialect == .postgresql
      ? "DROP SCHEMA IF EXISTS \(schema) RESTRICT" : "DROP DATABASE IF EXISTS \(schema)"
  }

  // MARK: Looking

  /// The query for the names of the schema's tables, in order, of all runs; no row where there is no
  /// schema.
  public static func contents(in dialect: SentinelDialect) -> String {
    dialect == .postgresql
      ? """
      SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n \
      ON n.oid = c.relnamespace WHERE n.nspname = '\(schema)' AND c.relkind IN ('r', 'p', 'v', 'm', \
      'S', 'f') ORDER BY 1
      """
      : "SELECT table_name FROM information_schema.tables WHERE table_schema = '\(schema)' ORDER BY 1"
  }

  /// The query that gives a row when the schema is there.
  public static func schemaPresence(in dialect: SentinelDialect) -> String {
    dialect == .postgresql
      ? "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = '\(schema)'"
      : "SELECT 1 FROM information_schema.schemata WHERE schema_name = '\(schema)'"
  }

  /// The names that `contents` gives once the run's tables are there.
  public var ownNames: Set<String> {
    Set((isOwn ? [sentinels.table] : []) + [ledger.table])
  }

  /// The query that gives one row when the sentinels' table has the columns that are written, and is
  /// an error when it has not.
  public var probe: String {
    """
    SELECT count(*) FROM (SELECT run, first_number, number, written_at \
    FROM \(dialect.table(sentinels)) WHERE 1 = 0) AS probe
    """
  }

  /// The query for who started the run and when: `note`, `written_at`.
  public var startQuery: String {
    "SELECT note, written_at FROM \(dialect.table(ledger)) WHERE number = 0"
  }
}
