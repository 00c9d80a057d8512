import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  /// The rules that hold a replica against its source.
  @Suite(
    .serialized, .servers("kafka", "mysql", "mysql-replica", "connect"), .timeLimit(.minutes(8)))
  struct DrillReplicas {
    @Test func `a replica's own transaction is found, and named`() async throws {
      let desk = try await DrillRuns.Desk("errant", .mysql)
      let port = desk.ledger.servers.places["MYSQL_REPLICA_PORT"] ?? ""
      let replica = [
        "--set", "replica=second", "--db", "second=mysql://dbz:dbz@127.0.0.1:\(port)/",
      ]
      let steps = """
          - {id: replica, wait: {rules: [commit-order, errant-gtids]}, timeout: 20s}
        """
      let well = try await desk.look("replicated", steps, more: replica)
      #expect(well.status == 0, "\(well)")
      #expect(
        try DrillRuns.Desk.verdicts(well) == ["commit-order": "pass", "errant-gtids": "pass"],
        "\(well)")

      try await desk.ledger.servers.world.sql(
        "SET GLOBAL super_read_only = OFF; CREATE DATABASE astray; SET GLOBAL super_read_only = ON",
        on: "mysql-replica")
      let run = try await desk.look("errant", steps, more: replica)
      #expect(run.status == 2, "\(run)")
      #expect(
        run.errors.contains("errant-gtids: the replica has 1 transaction that its source does not"),
        "\(run)")
      try await desk.expectNothingLeft()
      try await desk.close()
    }
  }
}
