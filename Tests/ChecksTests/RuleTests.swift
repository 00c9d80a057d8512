import Checks
import Debezium
import Runtime
import Testing

@testable import Databases

/// What a rule has to say of one case.
struct RuleRow: Sendable, CustomTestStringConvertible {
  let name: String
  let finding: RuleFinding
  let verdict: RuleFinding.Verdict
  let says: String

  init(
    _ name: String, _ finding: RuleFinding, _ verdict: RuleFinding.Verdict, says: String = ""
  ) {
    self.name = name
    self.finding = finding
    self.verdict = verdict
    self.says = says
  }

  var testDescription: String { name }

  func expect() {
    #expect(finding.verdict == verdict, "\(name): \(finding)")
    #expect(says.isEmpty || finding.reason.contains(says), "\(name): \(finding)")
    #expect(!finding.reason.isEmpty && !finding.reason.hasSuffix("."))
    // What is wrong says what to do; so does what costs something.
    if verdict == .warn { #expect(finding.next != nil, "\(name)") }
  }
}

@Suite struct RuleTests {
  private static func settings(
    _ engine: Engine = .mysql, _ change: (inout BinlogSettings) -> Void = { _ in }
  ) -> BinlogSettings {
    var settings = BinlogSettings(engine: engine)
    settings.writesLogs = true
    change(&settings)
    return settings
  }

  static let servers: [RuleRow] = [
    RuleRow("mode on", ServerRules.gtidMode(settings { $0.gtidMode = "ON" }), .pass),
    RuleRow(
      "mode permissive", ServerRules.gtidMode(settings { $0.gtidMode = "ON_PERMISSIVE" }), .fail,
      says: "ON_PERMISSIVE"),
    RuleRow("mode off", ServerRules.gtidMode(settings { $0.gtidMode = "OFF" }), .fail),
    RuleRow("mode untold", ServerRules.gtidMode(settings()), .notKnown),
    RuleRow("mode of MariaDB", ServerRules.gtidMode(settings(.mariadb)), .pass),
    RuleRow("mode of PostgreSQL", ServerRules.gtidMode(settings(.postgresql)), .notKnown),
    RuleRow(
      "consistency on", ServerRules.gtidConsistency(settings { $0.gtidConsistency = "ON" }), .pass),
    RuleRow(
      "consistency warns", ServerRules.gtidConsistency(settings { $0.gtidConsistency = "WARN" }),
      .warn),
    RuleRow(
      "consistency off", ServerRules.gtidConsistency(settings { $0.gtidConsistency = "OFF" }), .fail
    ),
    RuleRow("consistency untold", ServerRules.gtidConsistency(settings()), .notKnown),
    RuleRow("consistency of MariaDB", ServerRules.gtidConsistency(settings(.mariadb)), .pass),
    RuleRow(
      "consistency of PostgreSQL", ServerRules.gtidConsistency(settings(.postgresql)), .notKnown),
    RuleRow(
      "order kept",
      ServerRules.commitOrder(settings { ($0.appliers, $0.preservesCommitOrder) = (4, true) }),
      .pass),
    RuleRow(
      "order lost",
      ServerRules.commitOrder(settings { ($0.appliers, $0.preservesCommitOrder) = (4, false) }),
      .fail, says: "out of order"),
    RuleRow(
      "one applier",
      ServerRules.commitOrder(settings { ($0.appliers, $0.preservesCommitOrder) = (1, false) }),
      .pass),
    RuleRow("order untold", ServerRules.commitOrder(settings { $0.appliers = 4 }), .notKnown),
    RuleRow("order of MariaDB", ServerRules.commitOrder(settings(.mariadb)), .pass),
    RuleRow("order of PostgreSQL", ServerRules.commitOrder(settings(.postgresql)), .notKnown),
  ]

  static let logs: [RuleRow] = [
    RuleRow(
      "always", ServerRules.binaryLogs(settings { $0.keptSeconds = 0 }), .pass, says: "until"),
    RuleRow("a month", ServerRules.binaryLogs(settings { $0.keptSeconds = 2_592_000 }), .pass),
    RuleRow("three days", ServerRules.binaryLogs(settings { $0.keptSeconds = 259_200 }), .pass),
    RuleRow(
      "just below", ServerRules.binaryLogs(settings { $0.keptSeconds = 259_199 }), .warn,
      says: "weekend"),
    RuleRow(
      "a day", ServerRules.binaryLogs(settings { $0.keptSeconds = 86_400 }), .warn, says: "24 hours"
    ),
    RuleRow(
      "below a day", ServerRules.binaryLogs(settings { $0.keptSeconds = 5400 }), .fail,
      says: "1.5 hours"),
    RuleRow("untold", ServerRules.binaryLogs(settings()), .notKnown),
    RuleRow(
      "none", ServerRules.binaryLogs(settings { ($0.writesLogs, $0.keptSeconds) = (false, 0) }),
      .fail,
      says: "no binary logs"),
    RuleRow(
      "RDS null",
      ServerRules.binaryLogs(
        settings { ($0.keptSeconds, $0.cloudRetention) = (2_592_000, .asShortAsPossible) }), .fail,
      says: "Amazon"),
    RuleRow(
      "RDS hours",
      ServerRules.binaryLogs(settings { ($0.keptSeconds, $0.cloudRetention) = (0, .hours(72)) }),
      .pass),
    RuleRow(
      "RDS foreign number",
      ServerRules.binaryLogs(settings { $0.cloudRetention = .hours(.max) }), .pass),
    RuleRow(
      "RDS negative", ServerRules.binaryLogs(settings { $0.cloudRetention = .hours(-1) }), .fail),
    RuleRow("PostgreSQL", ServerRules.binaryLogs(settings(.postgresql)), .notKnown),
  ]

  private static func keepAlive(
    _ properties: [String: String], _ engine: String = "mysql.MySqlConnector",
    target: Duration? = .seconds(600)
  ) -> RuleFinding {
    let configuration = ConnectorConfiguration(
      properties: properties.merging([
        "connector.class": "io.debezium.connector.\(engine)", "topic.prefix": "shop",
      ]) { $1 })
    return ConnectorRules.keepAlive(configuration, target: target)
  }

  private static let interval = "connect.keep.alive.interval.ms"
  static let connectors: [RuleRow] = [
    RuleRow("default", keepAlive([:]), .warn, says: "for 120 s"),
    RuleRow("default without a target", keepAlive([:], target: nil), .warn),
    RuleRow(
      "default, one minute wanted", keepAlive([:], target: .seconds(60)), .fail, says: "target"),
    RuleRow("two seconds", keepAlive([interval: "2000"]), .pass),
    RuleRow("ten seconds", keepAlive([interval: "10000"]), .pass),
    RuleRow("off", keepAlive(["connect.keep.alive": "FALSE"]), .fail),
    RuleRow("no number", keepAlive([interval: "often"]), .notKnown),
    RuleRow("zero", keepAlive([interval: "0"]), .notKnown),
    RuleRow("endless", keepAlive([interval: "\(Int64.max)"]), .fail),
    RuleRow("MariaDB", keepAlive([:], "mariadb.MariaDbConnector"), .warn),
    RuleRow("PostgreSQL", keepAlive([:], "postgresql.PostgresConnector"), .notKnown),
    RuleRow("lag", ConnectorRules.lag(.milliseconds(700), limit: .seconds(5)), .pass),
    RuleRow("lag at the limit", ConnectorRules.lag(.seconds(5), limit: .seconds(5)), .pass),
    RuleRow("too much lag", ConnectorRules.lag(.seconds(6), limit: .seconds(5)), .fail),
    RuleRow("nothing arrives", ConnectorRules.lag(nil, limit: .seconds(5)), .fail, says: "5 s"),
  ]

  static let slots: [RuleRow] = [
    RuleRow("in place", ConnectorRules.slotPosition(postgreSQL(position(3000))), .pass),
    RuleRow(
      "the slot is ahead", ConnectorRules.slotPosition(postgreSQL(position(1500))), .fail,
      says: "500 bytes"),
    RuleRow(
      "the log is behind",
      ConnectorRules.slotPosition(postgreSQL(position(9999))), .fail, says: "log ends"),
    RuleRow(
      "no slot",
      ConnectorRules.slotPosition(
        postgreSQL(position(3000), PostgreSQLFigures(hasSlot: false))), .fail, says: "no slot"),
    RuleRow(
      "lost",
      ConnectorRules.slotPosition(
        postgreSQL(position(3000), PostgreSQLFigures(walStatus: "lost"))), .fail, says: "lost"),
    RuleRow(
      "soon lost",
      ConnectorRules.slotPosition(
        postgreSQL(position(3000), PostgreSQLFigures(walStatus: "unreserved"))), .warn),
    RuleRow(
      "another's",
      ConnectorRules.slotPosition(
        postgreSQL(position(3000), PostgreSQLFigures(plugin: "wal2json"))), .fail, says: "belongs"),
    RuleRow("no offset", ConnectorRules.slotPosition(postgreSQL(nil)), .notKnown),
    RuleRow("MySQL", ConnectorRules.slotPosition(binlog(nil)), .notKnown),
    RuleRow("writer", ConnectorRules.writerIdentity(postgreSQL(position(3000))), .pass),
    RuleRow(
      "standby",
      ConnectorRules.writerIdentity(
        postgreSQL(position(3000), PostgreSQLFigures(isInRecovery: true))), .fail, says: "standby"),
    RuleRow(
      "a stranger",
      ConnectorRules.writerIdentity(
        postgreSQL(position(3000), PostgreSQLFigures(confirmed: 2222, host: "other"))), .notKnown),
    RuleRow(
      "a replica", ConnectorRules.writerIdentity(binlog(nil, BinlogFigures(isReadOnly: true))),
      .fail,
      says: "read-only"),
  ]

  static func gtids(_ text: String) -> String { #"{"gtids":"\#(text)","file":"f","pos":4}"# }

  static let transactions: [RuleRow] = [
    RuleRow(
      "executed", TransactionRules.offsetExecuted(binlog(gtids("\(mysqlUUID):1-90"))), .pass),
    RuleRow(
      "ahead", TransactionRules.offsetExecuted(binlog(gtids("\(mysqlUUID):1-103"))), .fail,
      says: "3 transactions"),
    RuleRow(
      "another server's", TransactionRules.offsetExecuted(binlog(gtids("\(foreignUUID):1-5"))),
      .fail,
      says: "5 transactions"),
    RuleRow(
      "a server that MariaDB never met",
      TransactionRules.offsetExecuted(binlog(gtids("0-9-50"), .mariadb)), .fail, says: "0-9"),
    RuleRow(
      "MariaDB executed", TransactionRules.offsetExecuted(binlog(gtids("0-1-50"), .mariadb)), .pass),
    RuleRow(
      "without GTIDs", TransactionRules.offsetExecuted(binlog(#"{"file":"f","pos":4}"#)), .notKnown),
    RuleRow("PostgreSQL", TransactionRules.offsetExecuted(postgreSQL(position(1))), .notKnown),
    RuleRow(
      "nothing purged", TransactionRules.purgedWithinOffset(binlog(gtids("\(mysqlUUID):1-90"))),
      .pass),
    RuleRow(
      "purged before",
      TransactionRules.purgedWithinOffset(
        binlog(gtids("\(mysqlUUID):1-90"), BinlogFigures(purged: "\(mysqlUUID):1-90"))), .pass),
    RuleRow(
      "purged behind",
      TransactionRules.purgedWithinOffset(
        binlog(gtids("\(mysqlUUID):1-90"), BinlogFigures(purged: "\(mysqlUUID):1-91"))), .fail,
      says: "1 transaction "),
    RuleRow(
      "beginning untold",
      TransactionRules.purgedWithinOffset(
        binlog(gtids("\(mysqlUUID):1-90"), BinlogFigures(purged: nil))), .notKnown),
  ]

  @Test(arguments: servers + logs + connectors + slots + transactions)
  func `a rule gives its word, and says why`(row: RuleRow) { row.expect() }

  // MARK: Replicas

  @Test(arguments: [
    ("u:1-100", "u:1-100", RuleFinding.Verdict.pass, RuleFinding.Verdict.pass),
    ("u:1-90", "u:1-100", .pass, .fail), ("u:1-50:60-100", "u:1-100", .pass, .fail),
    ("u:1-100,v:1", "u:1-100", .fail, .pass), ("u:1-101", "u:1-100", .fail, .pass),
    ("v:1-3", "u:1-100", .fail, .fail), ("", "u:1-100", .pass, .fail), ("", "", .pass, .pass),
  ])
  func `errant is what a replica alone has, missing is what its source alone has`(
    replica: String, source: String, errant: RuleFinding.Verdict, missing: RuleFinding.Verdict
  ) throws {
    func set(_ text: String) throws -> GTIDSet {
      let named = text.replacing("u", with: mysqlUUID).replacing("v", with: foreignUUID)
      return named.isEmpty ? GTIDSet() : try GTIDSet(parsing: named)
    }
    let (replica, source) = (try set(replica), try set(source))
    #expect(TransactionRules.errant(replica: replica, source: source).verdict == errant)
    #expect(TransactionRules.missing(source: source, replica: replica).verdict == missing)
  }

  @Test func `a MariaDB replica's own transactions are found though they share its domain's count`()
    throws
  {
    let source = try GTIDSet(parsing: "0-1-100")
    let own = TransactionRules.errant(replica: try GTIDSet(parsing: "0-2-101"), source: source)
    #expect(own.verdict == .fail && own.reason.contains("1 transaction "), "\(own)")
    let below = TransactionRules.errant(replica: try GTIDSet(parsing: "0-2-99"), source: source)
    #expect(below.verdict == .fail, "\(below)")
    let behind = TransactionRules.missing(source: source, replica: try GTIDSet(parsing: "0-1-98"))
    #expect(behind.verdict == .fail && behind.reason.contains("2 transactions"), "\(behind)")
  }

  // MARK: Settings

  @Test func `settings are read whatever a version calls them`() {
    var settings = BinlogSettings(engine: .mysql)
    settings.read([
      "log_bin": "ON", "gtid_mode": "ON", "enforce_gtid_consistency": "ON",
      "slave_preserve_commit_order": "1", "slave_parallel_workers": "4",
      "binlog_expire_logs_seconds": "2592000", "expire_logs_days": "7",
    ])
    #expect(settings.writesLogs == true && settings.preservesCommitOrder == true)
    #expect(settings.appliers == 4 && settings.keptSeconds == 2_592_000)
    var older = BinlogSettings(engine: .mariadb)
    older.read(["log_bin": "OFF", "expire_logs_days": "0.5", "slave_parallel_threads": "x"])
    #expect(older.writesLogs == false && older.keptSeconds == 43_200 && older.appliers == nil)
    #expect(older.gtidMode == nil && older.preservesCommitOrder == nil)
    older.read(["expire_logs_days": "1e300"])
    #expect(older.keptSeconds == nil)
  }
}
