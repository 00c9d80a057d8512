import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "mysql", "mariadb", "connect"))
  struct DrillRuns {
    /// A connector to drill, and what a command line says of it.
    struct Desk {
      let ledger: Ledger
      let state: URL

      init(_ name: String, _ engine: Ledger.Engine) async throws {
        ledger = try await Ledger.open(name, engine, on: Servers.here())
        state = try Places.newFolder("drills")
      }

      var endpoints: [String] {
        [
          "--connect", ledger.servers.connect, "-b", ledger.servers.kafka,
          "--db", "main=\(ledger.database)",
        ]
      }

      private func arguments(_ drill: String) -> [String] {
        [drill, "-c", ledger.name, "--set", "db=main", "--accept-unbounded-wal"] + endpoints
      }

      /// What a script types once it has seen the plan.
      func executing(_ drill: String, named name: String) async throws -> [String] {
        let plan = try await Binary.run(["drill", "plan"] + arguments(drill) + ["-o", "json"])
        #expect(plan.status == 0, "\(plan)")
        let hash = try #require(try plan.json()["plan_hash"]?.stringValue)
        return ["drill", "run"] + arguments(drill) + [
          "--state", state.path, "--execute", "--confirm", name, "--plan", hash, "-o", "json",
        ]
      }

      func run(_ drill: String, named name: String? = nil) async throws -> Outcome {
        try await Binary.run(
          executing(drill, named: name ?? drill), within: .seconds(180))
      }

      /// The one run of this folder.
      func runID() throws -> String {
        try #require(FileManager.default.contentsOfDirectory(atPath: state.path).first)
      }

      func takeUp(_ verb: String, _ more: String...) async throws -> Outcome {
        try await Binary.run(
          ["drill", verb, runID(), "--state", state.path, "-o", "json"] + endpoints + more,
          within: .seconds(180))
      }

      /// Nothing of a drill is in the database, in Kafka or in Connect.
      func expectNothingLeft() async throws {
        #expect(try await ledger.connectors() == [ledger.name])
        let topics = try await Tool.run(
          URL(filePath: "/usr/bin/env"), ["kcat", "-L", "-b", ledger.servers.kafka])
        #expect(!topics.contains("topic \"cdcwatch_drill"), "\(topics)")
        let schemas = try await ledger.sql(
          "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'cdcwatch_drill'")
        #expect(schemas.contains("0"), "\(schemas)")
        guard ledger.engine == .postgres else { return }
        for (table, column) in [
          ("pg_replication_slots", "slot_name"), ("pg_publication", "pubname"),
        ] {
          let left = try await ledger.sql(
            "SELECT count(*) FROM \(table) WHERE \(column) LIKE 'cdcwatch_drill%'")
          #expect(left.contains("0"), "\(table): \(left)")
        }
      }

      func close() async throws {
        try FileManager.default.removeItem(at: state)
        if ledger.engine == .postgres {
          try await ledger.remove()
        } else {
          try await ledger.delete()
        }
      }
    }

    @Test(arguments: Soak.engines(inTest: .mysql))
    func `the basic drill is proved on a shadow, and the live connector does not notice`(
      engine: Ledger.Engine
    ) async throws {
      let desk = try await Desk("drilled_\(engine.rawValue)", engine)
      let connector = "\(desk.ledger.servers.connect)/connectors/\(desk.ledger.name)/config"
      let before = try await desk.ledger.servers.curl("-sSf", connector)
      let run = try await desk.run("connector-deleted")
      #expect(run.status == 0, "\(run)")
      let report = try run.json()
      #expect(report["result"] == .string("proved"), "\(run)")
      let sentinels = report["sentinels"]
      #expect(sentinels?["lost"] == .integer(0), "\(run)")
      #expect(sentinels?["written"] == sentinels?["arrived"], "\(run)")
      #expect((sentinels?["written"]?.integerValue ?? 0) > 10, "\(run)")
      let time = report["outages"]?.elements?.first?["rto_seconds"]?.text
      #expect(time.flatMap(Double.init).map { $0 > 1 && $0 < 120 } == true, "\(run)")
      #expect(try await desk.ledger.servers.curl("-sSf", connector) == before)
      try await desk.expectNothingLeft()
      // The live connector goes on: its rows come once.
      try await desk.ledger.insert("after")
      try await desk.ledger.expectArrival(of: ["a": 1, "after": 1])
      let check = try await Binary.run(
        "drill", "report", try desk.runID(), "--state", desk.state.path, "--check", "--hash",
        report["journal_hash"]?.stringValue ?? "")
      #expect(check.status == 0, "\(check)")
      try await desk.close()
    }

    @Test func `without its restore step the drill is not proved, and an abort leaves nothing`()
      async throws
    {
      let desk = try await Desk("unrestored", .postgres)
      let shown = try await Binary.run("drill", "show", "connector-deleted")
      let file = desk.state.appending(path: "../no-restore-\(desk.ledger.name).yaml")
      defer { try? FileManager.default.removeItem(at: file) }
      let text = shown.output.split(separator: "\n").filter { !$0.contains("id: restore,") }
        .joined(separator: "\n")
        .replacing("drill: connector-deleted", with: "drill: no-restore")
        .replacing("state: STOPPED", with: "state: RUNNING")
        .replacing(", continues-from: restore", with: "")
      try Data(text.utf8).write(to: file)
      let run = try await desk.run(file.standardizedFileURL.path, named: "no-restore")
      #expect(run.status == 8, "\(run)")
      let report = try run.json()
      #expect(report["result"] == .string("lost"), "\(run)")
      #expect((report["lost"]?.elements ?? []).count > 0, "\(run)")
      #expect(run.errors.contains("changes that are lost: "), "\(run)")
      #expect(try await desk.ledger.connectors().count == 2, "all is kept to be looked at")
      let swept = try await desk.takeUp("sweep", "--execute")
      #expect(swept.status == 0, "\(swept)")
      try await desk.expectNothingLeft()
      try await desk.close()
    }

    @Test(arguments: [1, 2])
    func `a runner that is killed is taken up again, to the proof`(turn: Int) async throws {
      let desk = try await Desk("killed_\(turn)", .postgres)
      let runner = try Binary.start(
        try await desk.executing("connector-deleted", named: "connector-deleted"))
      // Somewhere between the set-up's first line and the proof's.
      let lines = Int.random(in: 3...60)
      _ = try await runner.wait(for: .seconds(120)) { program in
        let runs = try FileManager.default.contentsOfDirectory(atPath: desk.state.path)
        guard let run = runs.first else { return false }
        let journal = desk.state.appending(path: "\(run)/journal.jsonl")
        let written = (try? Data(contentsOf: journal))?.count { $0 == 0x0A } ?? 0
        return written >= lines
      }
      runner.signal(SIGKILL)
      let killed = try await runner.outcome()
      #expect(killed.status == 137, "\(killed)")
      let run = try await desk.takeUp("resume", "--execute")
      #expect(run.status == 0, "killed behind line \(lines): \(run)")
      let report = try run.json()
      #expect(report["result"] == .string("proved"), "killed behind line \(lines): \(run)")
      #expect(report["resumed"] == .integer(1), "\(run)")
      try await desk.expectNothingLeft()
      try await desk.close()
    }
  }
}
