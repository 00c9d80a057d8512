import Databases
import Debezium
import Drill
import Foundation
import Runtime
import TestSupport
import Testing

@testable import Commands

extension RealServers {
  @Suite(
    .serialized,
    .servers("kafka", "postgres", "postgres-standby", "postgres-endpoint", "mysql", "mariadb"))
  struct DatabaseSessions {
    @Test(arguments: [Ledger.Engine.postgres, .mysql, .mariadb])
    func `texts and names of any signs come back as they were`(engine: Ledger.Engine) async throws {
      let run = try await SentinelRun.open("signs_\(engine.rawValue)", engine, on: Servers.here())
      defer { run.stop.raise(.terminated) }
      let session = try run.session()
      let texts = ["", "a'b", #"a\b\\'"#, "`\"", "é\u{1F600}\n", "%_$$"]
      for text in texts {
        let rows = try session.rows(
          "SELECT \(session.literal(text)) AS \(session.identifier("n`a\"m"))")
        #expect(rows == [[text]])
      }
      #expect(try session.rows("SELECT NULL") == [[nil]])
      #expect(throws: DatabaseError.self) { try session.rows("SELECT 'a\u{0}b'") }
      #expect(throws: DatabaseError.self) { try session.rows("NO SQL") }
      // An error of the statement leaves the session usable.
      #expect(try session.rows("SELECT 1") == [["1"]])
      try run.close()
    }

    @Test func `a COPY is refused and does not hang`() async throws {
      let run = try await SentinelRun.open("copies", .postgres, on: Servers.here())
      defer { run.stop.raise(.terminated) }
      for statement in [
        "COPY (SELECT 1) TO STDOUT", "COPY cdcwatch_drill.ledger_copies FROM STDIN",
      ] {
        let session = try run.session()
        #expect(throws: DatabaseError.self) { try session.rows(statement) }
      }
      try run.close()
    }

    @Test func `what a failover undoes is lost by the database, and the writer goes on`()
      async throws
    {
      let servers = try Servers.here()
      let run = try await SentinelRun.open("undone", .postgres, on: servers)
      defer { run.stop.raise(.terminated) }
      let stack = try #require(Places.stack)
      let folder = servers.world.folder.path
      let port = try #require(servers.places["POSTGRES_ENDPOINT_PORT"])
      let writer = try run.writer(at: port)
      try run.commit(50, writer)
      try await servers.world.sql(
        "ALTER SYSTEM SET primary_conninfo=''", on: "postgres-standby")
      try await servers.world.sql("SELECT pg_reload_conf()", on: "postgres-standby")
      try run.commit(60, writer)
      try await servers.world.kill("postgres")
      try await Tool.run(stack, ["promote", folder, "postgres-standby"])
      try await Tool.run(stack, ["point", folder, "postgres-endpoint", "postgres-standby"])
      try run.commit(60, writer)
      let fence = try #require(writer.finish().last)
      let log = try run.written()
      let session = try DatabaseSession.open(
        run.database(at: port), timeout: .seconds(10), stop: run.stop)
      let ledger = try session.rows(SentinelTransaction.ledger(in: run.tables))
        .compactMap { SentinelLedgerRow(columns: $0) }
      let known = Set(ledger.map(\.change.number))
      let acknowledged = Set(
        log.attempts.values.filter(\.isAcknowledged).map(\.change.number))
      let undone = acknowledged.subtracting(known)
      #expect(known.contains(fence))
      #expect(undone.count >= 40, "\(undone.count)")
      // One stretch, behind which everything is there.
      #expect(
        acknowledged.filter { $0 >= undone.min() ?? 0 && $0 <= undone.max() ?? 0 }.count
          == undone.count)
      let counts = SentinelReckoning(
        SentinelHistory(ledger: ledger, log: log, arrivals: [], start: 1, fence: fence)
      ).counts
      #expect(counts.lostByDatabase == undone.count)
      #expect(counts.lost == 0)
      // Each change of the ledger found its row, and no key was deleted twice.
      var alive: Set<Int> = []
      for row in ledger {
        switch row.change.kind {
        case .insert:
          let isNew = alive.insert(row.change.key).inserted
          #expect(isNew)
        case .update: #expect(alive.contains(row.change.key))
        case .delete:
          let removed = alive.remove(row.change.key)
          #expect(removed != nil)
        }
      }
      let deletes = log.attempts.values.filter { $0.change.kind == .delete }
      #expect(Set(deletes.map(\.change.key)).count == deletes.count)
    }
  }
}
