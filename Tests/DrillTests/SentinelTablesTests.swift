import Debezium
import Drill
import Runtime
import Testing

@Suite struct SentinelTablesTests {
  private let time = Timestamp(milliseconds: 1_700_000_000_123)

  private func tables(_ engine: Engine, existing: TableName? = nil) throws -> SentinelTables {
    try #require(SentinelTables(run: "r_1", engine: engine, existing: existing))
  }

  @Test(arguments: [
    ("", false), ("r1", true), ("a_b_9", true), ("R1", false), ("a-b", false), ("a b", false),
    ("a'b", false), ("é", false), (String(repeating: "a", count: 40), true),
    (String(repeating: "a", count: 41), false),
  ])
  func `a run's name is what every name can carry`(run: String, isRun: Bool) {
    #expect(SentinelTables.isRun(run) == isRun)
    #expect((SentinelTables(run: run, engine: .mysql) != nil) == isRun)
    #expect(SentinelTables.run(ofLedger: "ledger_\(run)") == (isRun ? run : nil))
  }

  @Test(arguments: [Engine.sqlServer, .mongodb, .unknown])
  func `an engine without drills has no tables`(engine: Engine) {
    #expect(SentinelTables(run: "r1", engine: engine) == nil)
  }

  @Test(arguments: ["t", "a.b.c", ".t", "s."])
  func `an existing table is named with its schema`(name: String) {
    #expect(SentinelTables(run: "r1", engine: .mysql, existing: TableName(name)) == nil)
  }

  @Test func `PostgreSQL's tables lie in a schema of their own`() throws {
    let tables = try tables(.postgresql)
    #expect(
      tables.make(host: "ops'1\\", at: time) == [
        #"CREATE SCHEMA IF NOT EXISTS "cdcwatch_drill""#,
        """
        CREATE TABLE IF NOT EXISTS "cdcwatch_drill"."sentinel_r_1" (run varchar(64) NOT NULL, \
        first_number bigint NOT NULL, number bigint NOT NULL, written_at bigint NOT NULL, \
        PRIMARY KEY (run, first_number))
        """,
        """
        CREATE TABLE IF NOT EXISTS "cdcwatch_drill"."ledger_r_1" (number bigint NOT NULL \
        PRIMARY KEY, kind varchar(8) NOT NULL, first_number bigint NOT NULL, \
        written_at bigint NOT NULL, note varchar(255))
        """,
        """
        INSERT INTO "cdcwatch_drill"."ledger_r_1" (number, kind, first_number, written_at, note) \
        VALUES (0, 'start', 0, 1700000000123, 'ops1') ON CONFLICT DO NOTHING
        """,
      ])
    #expect(
      tables.drop == [
        #"DROP TABLE IF EXISTS "cdcwatch_drill"."sentinel_r_1""#,
        #"DROP TABLE IF EXISTS "cdcwatch_drill"."ledger_r_1""#,
      ])
    #expect(tables.ownNames == ["sentinel_r_1", "ledger_r_1"])
  }

  @Test(arguments: [Engine.mysql, .mariadb])
  func `MySQL's database is made and dropped under a lock`(engine: Engine) throws {
    let tables = try tables(engine)
    let made = tables.make(host: "ops", at: time)
    #expect(made.first == "SELECT GET_LOCK('cdcwatch_drill', 30)")
    #expect(made.last == "SELECT RELEASE_LOCK('cdcwatch_drill')")
    #expect(made[1] == "CREATE DATABASE IF NOT EXISTS `cdcwatch_drill`")
    #expect(made[4].hasPrefix("INSERT IGNORE INTO `cdcwatch_drill`.`ledger_r_1`"))
    #expect(
      SentinelTables.dropSchema(in: .mysql) == "DROP DATABASE IF EXISTS `cdcwatch_drill`")
  }

  @Test func `a table that is there is neither made nor dropped`() throws {
    let tables = try tables(.mysql, existing: TableName("shop.drill`s"))
    #expect(
      !tables.make(host: "", at: time).contains {
        $0.contains("CREATE TABLE") && $0.contains("shop")
      })
    #expect(tables.drop.first == "DELETE FROM `shop`.`drill``s` WHERE run = 'r_1'")
    #expect(tables.drop.count == 2)
    #expect(tables.ownNames == ["ledger_r_1"])
    #expect(
      SentinelTables.definition(of: tables.sentinels, in: .mysql)
        .hasPrefix("CREATE TABLE IF NOT EXISTS `shop`.`drill``s` (run varchar(64) NOT NULL"))
  }

  @Test(arguments: [
    (
      SentinelKind.insert, 7,
      [
        "BEGIN",
        """
        INSERT INTO "cdcwatch_drill"."sentinel_r_1" (run, first_number, number, written_at) \
        VALUES ('r_1', 7, 7, 1700000000123)
        """, "LEDGER",
      ]
    ),
    (
      .update, 3,
      [
        "BEGIN",
        """
        UPDATE "cdcwatch_drill"."sentinel_r_1" SET number = 7, written_at = 1700000000123 \
        WHERE run = 'r_1' AND first_number = 3
        """, "LEDGER",
      ]
    ),
    (
      .delete, 3,
      [
        "BEGIN", "LEDGER",
        """
        DELETE FROM "cdcwatch_drill"."sentinel_r_1" WHERE run = 'r_1' AND first_number = 3
        """,
      ]
    ),
  ])
  func `a transaction is the change and a ledger row that is made of it`(
    kind: SentinelKind, key: Int, statements: [String]
  ) throws {
    let change = SentinelChange(number: 7, kind: kind, key: key)
    let transaction = SentinelTransaction(change, at: time, in: try tables(.postgresql))
    let ledger = """
      INSERT INTO "cdcwatch_drill"."ledger_r_1" (number, kind, first_number, written_at) \
      SELECT 7, '\(kind.rawValue)', first_number, 1700000000123 \
      FROM "cdcwatch_drill"."sentinel_r_1" WHERE run = 'r_1' AND first_number = \(key)
      """
    #expect(transaction.statements == statements.map { $0 == "LEDGER" ? ledger : $0 })
    #expect(
      transaction.check == #"SELECT number FROM "cdcwatch_drill"."ledger_r_1" WHERE number = 7"#)
  }

  @Test func `a ledger's row is read from its columns`() {
    let row = SentinelLedgerRow(columns: ["7", "update", "3", "1700000000123"])
    #expect(row == SentinelLedgerRow(SentinelChange(number: 7, kind: .update, key: 3), at: time))
  }

  @Test(arguments: [
    [], ["7", "update", "3"], ["0", "start", "0", "1"], ["7", "update", nil, "1"],
    ["x", "update", "3", "1"], ["9223372036854775807", "insert", "1", "1"],
    ["7", "update", "-3", "1"],
  ])
  func `columns that are no change are none`(columns: [String?]) {
    #expect(SentinelLedgerRow(columns: columns) == nil)
  }
}
