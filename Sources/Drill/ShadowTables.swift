public import Debezium
public import Runtime

/// The statements that make and remove what a shadow has in its database: its sentinels' tables, its
/// own signal table, and on PostgreSQL the publication of these.
public struct ShadowTables: Sendable, Hashable {
  /// The tables of the sentinels.
  public let sentinels: SentinelTables
  /// Debezium's id of the shadow's own signal table; nil where the drill takes no snapshot.
  public let signals: TableName?
  /// PostgreSQL's publication.
  public let publication: String

  /// The statements for a run; nil for an engine without drills.
  public init?(names: ShadowNames, engine: Engine, hasSignals: Bool) {
    guard let sentinels = SentinelTables(run: names.run, engine: engine) else { return nil }
    self.sentinels = sentinels
    signals = hasSignals ? TableName("\(SentinelTables.schema).signal_\(names.run)") : nil
    publication = names.publication
  }

  /// The columns by which a sentinel's changes are told apart.
  public static let sentinelColumns = ["run", "first_number", "number", "written_at"]

  private var dialect: SentinelDialect { sentinels.dialect }

  /// The tables that the shadow captures: the ledger is none of them.
  public var captured: [TableName] { [sentinels.sentinels] + [signals].compactMap(\.self) }

  /// The names of all tables within the schema.
  public var ownNames: Set<String> {
    sentinels.ownNames.union([signals?.table].compactMap(\.self))
  }

  /// Makes what is missing, in order; each may be done again.
  ///
  /// On PostgreSQL the connector's user reads the sentinels' table for its snapshot, and writes the
  /// signal table's window rows. It may be another than the one who makes them, and known to the
  /// worker alone, so the rights are everybody's: the rows tell nothing but the run's id and numbers.
  public func make(host: String, at time: Timestamp) -> [String] {
    sentinels.make(host: host, at: time) + signalTable + grants
  }

  private var signalTable: [String] {
    guard let signals else { return [] }
    return [
      "CREATE TABLE IF NOT EXISTS \(dialect.table(signals)) (id varchar(64) PRIMARY KEY,"
        + " type varchar(32), data varchar(2048))"
    ]
  }

  private var grants: [String] {
    guard dialect == .postgresql else { return [] }
    let write = signals.map {
      "GRANT SELECT, INSERT, DELETE ON \(dialect.table($0)) TO PUBLIC"
    }
    return [
      "GRANT USAGE ON SCHEMA \(dialect.identifier(SentinelTables.schema)) TO PUBLIC",
      "GRANT SELECT ON \(dialect.table(sentinels.sentinels)) TO PUBLIC",
    ] + [write].compactMap(\.self)
  }

  /// Takes the run's tables away, and leaves the schema; each may be done again.
  public var drop: [String] {
    sentinels.drop
      + [signals].compactMap(\.self).map { "DROP TABLE IF EXISTS \(dialect.table($0))" }
  }

  // MARK: The publication

  /// Makes the publication; an error when it is there.
  public var publish: String {
    "CREATE PUBLICATION \(dialect.identifier(publication)) FOR TABLE"
      + " \(captured.map(dialect.table).joined(separator: ", "))"
  }

  /// Takes the publication away; may be done again.
  public var unpublish: String {
    "DROP PUBLICATION IF EXISTS \(dialect.identifier(publication))"
  }

  /// The query that gives a row when there is a publication of that name.
  public var publicationPresence: String {
    "SELECT 1 FROM pg_catalog.pg_publication WHERE pubname = '\(publication)'"
  }

  /// The query for the tables that are published, `SCHEMA.TABLE` each, in order.
  public var publishedTables: String {
    """
    SELECT schemaname || '.' || tablename FROM pg_catalog.pg_publication_tables \
    WHERE pubname = '\(publication)' ORDER BY 1
    """
  }
}
