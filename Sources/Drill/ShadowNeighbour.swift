internal import Debezium

/// A connector that reads the shadow's server, as far as its configuration tells.
struct ShadowNeighbour {
  private let name: String
  private let configuration: ConnectorConfiguration
  private let shadow: ShadowConnector
  /// False where a reference keeps the server's name from being known.
  private let isCertain: Bool

  /// Nil when its configuration names another server, or another database of PostgreSQL.
  init?(
    _ neighbour: ShadowFacts.Neighbour, of live: ShadowFacts.Neighbour, _ shadow: ShadowConnector
  ) {
    let theirs = neighbour.configuration
    let own = live.configuration
    let kinds: Set<Engine> = [.mysql, .mariadb, .mysqlOrMariaDB]
    let isKin =
      theirs.engine == own.engine || (kinds.contains(theirs.engine) && kinds.contains(own.engine))
    guard isKin else { return nil }
    var isCertain = true
    for (property, usual) in [
      ("database.hostname", ""), ("database.port", own.engine == .postgresql ? "5432" : "3306"),
      ("database.dbname", ""),
    ] {
      let left = (theirs[property] ?? usual).lowercased()
      let right = (own[property] ?? usual).lowercased()
      if left == right { continue }
      guard left.contains("${") || right.contains("${") else { return nil }
      isCertain = false
    }
    name = neighbour.name
    configuration = theirs
    self.shadow = shadow
    self.isCertain = isCertain
  }

  func findings(_ server: ShadowServer?, _ consent: ShadowConsent) -> [ShadowFinding] {
    capture(server, consent) + history()
  }

  private var reads: String {
    isCertain ? "'\(name)' reads this server" : "'\(name)' may read this server"
  }

  // MARK: Rows

  private func capture(_ server: ShadowServer?, _ consent: ShadowConsent) -> [ShadowFinding] {
    guard let table = shadow.tables.first(where: takes), !isUnpublished(server) else { return [] }
    return [
      ShadowFinding(
        "captured", consent.allowsCaptured ? .warning : .refused,
        "\(reads) and would capture '\(table)': the sentinels would come into its topics",
        hint: "leave \(shadow.tables.first?.parts.first ?? "") out of its lists, or type"
          + " --allow-captured")
    ]
  }

  /// PostgreSQL: whether what is published for it has only tables that were named.
  ///
  /// `filtered` publishes what its lists take at its next start.
  private func isUnpublished(_ server: ShadowServer?) -> Bool {
    guard configuration.engine == .postgresql, let server,
      (configuration["plugin.name"] ?? "decoderbufs") == "pgoutput",
      configuration["publication.autocreate.mode"]?.lowercased() != "filtered"
    else { return false }
    return server.publications[configuration["publication.name"] ?? "dbz_publication"] == false
  }

  // MARK: Schema history

  /// MySQL and MariaDB: the statements that make the sentinel table come to everybody who reads the
  /// binary log.
  private func history() -> [ShadowFinding] {
    guard configuration.engine != .postgresql, let table = shadow.tables.first else { return [] }
    let head = "schema.history.internal.store.only.captured"
    if isOn("\(head).tables.ddl"), !takes(table) { return [] }
    if isOn("\(head).databases.ddl"), !takesDatabase(of: table) { return [] }
    let topic = configuration.schemaHistoryTopic.map { " '\($0)'" } ?? ""
    return [
      ShadowFinding(
        "history-ddl", .warning,
        "\(reads), and its schema history\(topic) keeps the definitions of the drill's tables for"
          + " good", hint: "\(head).tables.ddl=true keeps only those of its own tables")
    ]
  }

  /// Without a list a connector takes every table.
  private func takes(_ table: TableName) -> Bool {
    configuration.includes(table: table.description) ?? true
  }

  private func takesDatabase(of table: TableName) -> Bool {
    let kept = configuration.properties.filter {
      $0.key == "connector.class" || $0.key.hasPrefix("database.")
    }
    return ConnectorConfiguration(properties: kept).includes(table: table.description) ?? true
  }

  private func isOn(_ property: String) -> Bool { configuration[property]?.lowercased() == "true" }
}
