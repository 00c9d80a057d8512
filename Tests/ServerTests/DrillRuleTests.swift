import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  /// The rules, heartbeats and snapshots that a drill's steps demand, on real servers.
  @Suite(
    .serialized, .servers("kafka", "postgres", "mysql", "mariadb", "connect"),
    .timeLimit(.minutes(8)))
  struct DrillRules {
    @Test(arguments: [Ledger.Engine.postgres, .mysql, .mariadb])
    func `the rules are judged by what the servers say`(engine: Ledger.Engine) async throws {
      let desk = try await DrillRuns.Desk("rules_\(engine.rawValue)", engine)
      let common = "lag, heartbeat-gap, writer-identity"
      let own =
        engine == .postgres
        ? "slot-position"
        : "gtid-mode, gtid-consistency, binary-logs, keep-alive, offset-executed,"
          + " purged-within-offset"
      let run = try await desk.look(
        "rules", "  - {id: rules, wait: {rules: [\(common), \(own)]}, timeout: 1m}")
      #expect(run.status == 0, "\(run)")
      let verdicts = try DrillRuns.Desk.verdicts(run)
      let expected = "\(common), \(own)".split(separator: ", ").map(String.init)
      #expect(Set(verdicts.keys) == Set(expected), "\(run)")
      for rule in expected where rule != "keep-alive" && rule != "binary-logs" {
        #expect(verdicts[rule] == "pass", "\(rule): \(run)")
      }
      if engine != .postgres {
        // Debezium's default of a minute costs two after a failover: said, and let through.
        #expect(verdicts["keep-alive"] == "warn", "\(run)")
        let findings = try run.json()["findings"]?.elements?.compactMap(\.stringValue) ?? []
        #expect(findings.contains { $0.contains("for 120 s") }, "\(findings)")
      }
      try await desk.expectNothingLeft()
      try await desk.close()
    }

    @Test func `a rule that fails before the disaster is a refusal that says why`() async throws {
      let desk = try await DrillRuns.Desk("unruly", .postgres)
      let run = try await desk.look("unruly", "  - {id: rules, check: {rules: [gtid-mode]}}")
      #expect(run.status == 2, "\(run)")
      #expect(run.errors.contains("gtid-mode is not known"), "\(run)")
      try await desk.expectNothingLeft()
      try await desk.close()
    }

    @Test func `a shadow whose slot holds back too much of the log is removed, and the run ends`()
      async throws
    {
      let desk = try await DrillRuns.Desk("held_back", .postgres)
      let steps = """
          - {id: still, connector: stop}
          - id: log
            sql:
              on: "${inputs.db}"
              statement: "SELECT count(pg_logical_emit_message(false, 'log', repeat('x', 100000))) FROM generate_series(1, 50)"
              writes: true
          - {id: pause, wait: {elapsed: 90s}, timeout: 3m}
        """
      let wrong = try await Binary.run(
        ["drill", "run", "connector-deleted", "-c", desk.ledger.name, "--set", "db=main"]
          + desk.endpoints + ["--wal-limit", "much"])
      #expect(wrong.status == 64, "\(wrong)")
      let run = try await desk.look("held-back", steps, running: ["--wal-limit", "2MB"])
      #expect(run.status == 6, "\(run)")
      #expect(run.errors.contains("more than the 2.0 MB of --wal-limit"), "\(run)")
      let report = try run.json()
      #expect(report["result"] == .string("refused"), "\(run)")
      try await desk.expectNothingLeft()
      try await desk.close()
    }

    // A shadow tells nobody of its snapshots, and this one ends before an offset is written of it.
    @Test func `a snapshot of whose end nothing tells is not taken for completed`()
      async throws
    {
      let desk = try await DrillRuns.Desk("snapped", .postgres)
      let steps = """
          - id: signal
            sql:
              on: "${inputs.db}"
              statement: >-
                INSERT INTO ${signal.table} (id, type, data) VALUES ('${run.id}-all', 'execute-snapshot',
                '{"data-collections":["${sentinel.table}"],"type":"incremental"}')
              writes: true
              done-when: "SELECT EXISTS (SELECT FROM ${signal.table} WHERE id = '${run.id}-all')"
          - {id: read, wait: {snapshot: completed}, timeout: 20s}
        """
      let proof = """
          - {id: halt, connector: stop, marks: disaster}
          - {id: go, connector: resume}
          - {id: proof, sentinel: {within: 2m, snapshot: true}, marks: recovered}
        """
      let run = try await desk.look("snapped", steps, proof: proof)
      #expect(run.status == 2, "\(run)")
      #expect(run.errors.contains("the change topic alone does not tell the end"), "\(run)")
      try await desk.expectNothingLeft()
      try await desk.close()
    }
  }
}
