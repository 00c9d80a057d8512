import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  @Suite(
    .serialized, .servers("kafka", "postgres", "postgres-standby", "postgres-endpoint", "connect"))
  struct Failovers {
    /// The standby becomes the primary, and the endpoint leads there.
    private func failOver(_ servers: Servers) async throws {
      let stack = try #require(Places.stack)
      let folder = servers.world.folder.path
      try await servers.world.kill("postgres")
      try await Tool.run(stack, ["promote", folder, "postgres-standby"])
      try await Tool.run(stack, ["point", folder, "postgres-endpoint", "postgres-standby"])
    }

    @Test func `after a failover the slot is made on the new primary, and its window is told`()
      async throws
    {
      let servers = try Servers.here()
      let endpoint = try #require(servers.places["POSTGRES_ENDPOINT_PORT"])
      try await servers.world.sql(
        "CREATE TABLE fails_signal (id varchar(64) PRIMARY KEY, type varchar(32), data varchar(2048))"
      )
      let ledger = try await Ledger.open(
        "fails", .postgres, on: servers,
        settings: ["database.port": endpoint, "signal.data.collection": "public.fails_signal"])
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ = try await ledger.offsets { $0["txId"]?.integerValue != nil }
      try await waitForStandby(servers, toHave: "b")
      try await failOver(servers)
      func sql(_ text: String) async throws {
        try await servers.world.sql(text, on: "postgres-standby")
      }
      try await sql("INSERT INTO fails.t VALUES ('w')")
      try await ledger.expectFailure("no longer available on the server")

      let database = "postgresql://postgres@127.0.0.1:\(endpoint)/postgres"
      let change = OffsetSetting(ledger, database: database)
      let check = try await change.run("cdcwatch offsets check -c fails", "-o", "json")
      #expect(check.status == 2, "\(check)")
      let next = try #require(try check.json()["next"]?.stringValue, "\(check)")
      let plan = try await change.run(next, "-o", "json").json()
      #expect(plan["verdict"] == .string("WILL_SKIP"), "\(plan.prettyText)")
      #expect(plan["not_delivered"]?["from"]?.stringValue != nil, "\(plan.prettyText)")
      let done = try await change.execute(next, "--resume")
      #expect(done.output.contains("made: the slot 'fails' at "), "\(done)")
      try await sql("INSERT INTO fails.t VALUES ('z')")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "z": 1])
      #expect(try await ledger.arrived()["w"] == nil)
      try await sql(try #require(plan["read_again"]?.stringValue, "\(plan.prettyText)"))
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "w": 1])
    }

    private func waitForStandby(_ servers: Servers, toHave row: String) async throws {
      for _ in 0..<100 {
        let found = try await servers.world.sql(
          "SELECT count(*) FROM fails.t WHERE note = '\(row)'", on: "postgres-standby")
        if found.contains("1") { return }
        try await Task.sleep(for: .milliseconds(100))
      }
      Issue.record("the standby never got '\(row)'")
    }
  }
}
