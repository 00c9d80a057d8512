import Debezium
import Drill
import Testing

@Suite struct ShadowRulesTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var live = Shadows.postgres
    var neighbours: [[String: String]] = []
    var publications: [String: Bool] = [:]
    var consent = ShadowConsent()
    /// The findings of the rules that are looked at, refusals as `!id`.
    var findings: [String] = []
  }

  private static func findings(_ row: Row) throws -> [ShadowFinding] {
    let live = row.live.merging(["database.password": "${file:a:b}"]) { $1 }
    let shadow = try Shadows.build(live)
    var server = ShadowServer()
    server.slotLimit = 1024
    server.publications = row.publications
    let facts = ShadowFacts(
      neighbours: row.neighbours.enumerated().map { number, settings in
        ShadowFacts.Neighbour(
          name: "n\(number)",
          configuration: ConnectorConfiguration(properties: row.live.merging(settings) { $1 }))
      }, connectVersion: "4.3.0", makesStopped: true, postgresql: server)
    let own = ShadowFacts.Neighbour(
      name: "shop", configuration: ConnectorConfiguration(properties: live))
    return ShadowRules.findings(shadow, own, facts, row.consent)
  }

  static let rows: [Row] = [
    Row(testDescription: "alone"),
    Row(
      testDescription: "lists that leave it out",
      neighbours: [
        ["table.include.list": "public.orders"], ["schema.include.list": "public,s.*"],
        ["schema.exclude.list": "cdcwatch_.*"], ["table.exclude.list": #"cdcwatch_drill\..*"#],
      ]),
    Row(
      testDescription: "no list, and lists that take it in",
      neighbours: [
        [:], ["table.include.list": ".*"], ["schema.include.list": "CDCWATCH_DRILL"],
        ["schema.exclude.list": "public"],
      ], findings: ["!captured", "!captured", "!captured", "!captured"]),
    Row(
      testDescription: "agreed to", neighbours: [[:]], consent: ShadowConsent(allowsCaptured: true),
      findings: ["captured"]),
    Row(
      testDescription: "another server, database or engine",
      neighbours: [
        ["database.hostname": "other"], ["database.port": "5433"], ["database.dbname": "other"],
        ["connector.class": "io.debezium.connector.mysql.MySqlConnector"],
      ]),
    Row(
      testDescription: "the usual port, capitals, and a name that only the worker knows",
      neighbours: [
        ["database.port": "5432"], ["database.hostname": "DB"],
        ["database.hostname": "${env:HOST}"],
      ], findings: ["!captured", "!captured", "!captured"]),
    Row(
      testDescription: "a publication that names its tables",
      neighbours: [
        ["publication.name": "some"], ["publication.name": "all"], ["publication.name": "none"],
        ["publication.name": "some", "publication.autocreate.mode": "filtered"],
        ["publication.name": "some", "plugin.name": "wal2json"],
      ], publications: ["some": false, "all": true],
      findings: ["!captured", "!captured", "!captured", "!captured"]),
    Row(
      testDescription: "MySQL: schema histories", live: Shadows.mysql,
      neighbours: [
        ["database.include.list": "shop"],
        [
          "database.include.list": "shop",
          "schema.history.internal.store.only.captured.tables.ddl": "true",
        ],
        [
          "database.include.list": "shop",
          "schema.history.internal.store.only.captured.databases.ddl": "true",
        ],
        [
          "table.include.list": "shop.t",
          "schema.history.internal.store.only.captured.databases.ddl": "true",
        ],
      ], findings: ["history-ddl", "history-ddl"]),
    Row(
      testDescription: "MariaDB: a connector of MySQL's class may read it too",
      live: Shadows.mariadb,
      neighbours: [["connector.class": "io.debezium.connector.mysql.MySqlConnector"]],
      findings: ["!captured", "history-ddl"]),
    Row(
      testDescription: "modes that never stream",
      live: Shadows.postgres.merging(["snapshot.mode": "initial_only"]) { $1 },
      findings: ["!snapshot-mode"]),
    Row(
      testDescription: "a mode that needs an offset",
      live: Shadows.mysql.merging(["snapshot.mode": "RECOVERY"]) { $1 },
      findings: ["!snapshot-mode"]),
    Row(
      testDescription: "a mode of somebody else's",
      live: Shadows.postgres.merging(["snapshot.mode": "custom"]) { $1 },
      findings: ["snapshot-mode"]),
  ]

  @Test(arguments: rows)
  func `what stands against it`(row: Row) throws {
    let found = try Self.findings(row)
    #expect(found.map { ($0.weight == .refused ? "!" : "") + $0.id } == row.findings, "\(found)")
  }

  @Test func `who captures and whose history keeps it is named`() throws {
    let row = Row(testDescription: "", live: Shadows.mysql, neighbours: [[:]])
    let found = try Self.findings(row)
    #expect(
      found.map(\.text) == [
        "'n0' reads this server and would capture 'cdcwatch_drill.sentinel_r1': the sentinels would"
          + " come into its topics",
        "'n0' reads this server, and its schema history 'shop-history' keeps the definitions of the"
          + " drill's tables for good",
      ])
  }

  private static func server(_ change: (inout ShadowServer) -> Void) -> ShadowServer {
    var server = ShadowServer()
    server.slotLimit = 1024
    change(&server)
    return server
  }

  static let servers: [(ShadowServer, [String])] = [
    (server { $0.slotLimit = -1 }, ["!unbounded-wal"]),
    (server { $0.slotLimit = nil }, ["!unbounded-wal"]),
    (server { $0.walLevel = "replica" }, ["!wal-level"]),
    (server { $0.walLevel = "logical" }, []),
    (server { ($0.slotMaximum, $0.slotsUsed) = (4, 4) }, ["!slots"]),
    (server { ($0.slotMaximum, $0.slotsUsed) = (4, 3) }, ["slots"]),
    (server { ($0.slotMaximum, $0.slotsUsed) = (4, 2) }, []),
    (server { $0.mayReplicate = false }, ["!replication-right"]),
    (server { $0.mayMakeSchemas = false }, ["!schema-right"]),
  ]

  @Test(arguments: servers)
  func `what a PostgreSQL server says`(server: ShadowServer, wanted: [String]) throws {
    let found = try findings(server: server, makesStopped: true)
    #expect(found.map { ($0.weight == .refused ? "!" : "") + $0.id } == wanted + ["plain-secrets"])
    let accepted = try findings(
      server: server, makesStopped: true, ShadowConsent(acceptsUnboundedWAL: true))
    #expect(!accepted.contains { $0.id == "unbounded-wal" && $0.weight == .refused })
  }

  @Test func `an old Connect refuses, and what was not asked is said`() throws {
    let old = try findings(server: nil, makesStopped: false)
    #expect(old.map(\.id) == ["connect-version", "database", "plain-secrets"])
    #expect(old.first?.weight == .refused)
    let silent = try findings(server: nil, makesStopped: nil)
    #expect(silent.map(\.weight) == [.notChecked, .notChecked, .warning])
    #expect(silent.last?.text.hasPrefix("database.password: in plain text in 'shop'") == true)
  }

  private func findings(
    server: ShadowServer?, makesStopped: Bool?, _ consent: ShadowConsent = ShadowConsent()
  ) throws -> [ShadowFinding] {
    let live = ShadowFacts.Neighbour(
      name: "shop", configuration: ConnectorConfiguration(properties: Shadows.postgres))
    let facts = ShadowFacts(
      neighbours: [], connectVersion: "3.6.0", makesStopped: makesStopped, postgresql: server)
    return ShadowRules.findings(try Shadows.build(Shadows.postgres), live, facts, consent)
  }

  @Test func `what stays for good names the connector, and the secrets with it`() throws {
    let lines = ShadowRemains.lines(try Shadows.build(Shadows.postgres))
    #expect(lines.first?.contains("'task-cdcwatch-drill-r1-0'") == true)
    #expect(lines.first?.contains("with database.password in plain text") == true)
    let plain = Shadows.postgres.merging(["database.password": "${file:a:b}"]) { $1 }
    #expect(ShadowRemains.lines(try Shadows.build(plain)).first?.contains("plain") == false)
  }
}
