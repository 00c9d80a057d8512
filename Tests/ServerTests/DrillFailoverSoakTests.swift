import Foundation
import JSON
import TestSupport
import Testing

/// Another server takes over while a live connector is drilled; one failover is all a world has.
extension RealServers {
  @Suite(
    .serialized, .servers("kafka", "postgres", "postgres-standby", "postgres-endpoint", "connect"),
    .soak)
  struct PostgreSQLFailoverDrills {
    @Test func `a promoted standby is drilled live, and what the window cost is named`()
      async throws
    {
      let name = "pgfailover"
      let desk = try await DrillRuns.Desk.live(
        name, .postgres,
        settings: ["signal.data.collection": "\(name).signals", "errors.max.retries": "3"])
      let run = try await desk.drill(
        "pg-failover",
        desk.onLive + [
          "--set",
          "promote=\(try desk.world("kill postgres")) && \(try desk.world("promote postgres-standby"))"
            + " && \(try desk.world("point postgres-endpoint postgres-standby"))",
        ], confirm: name)
      try desk.expect(run, 0, "proved")
      let report = try run.json()
      let sentinels = report["sentinels"]
      // No slot was on the standby: changes of the window are lost, and each of them was declared.
      #expect((sentinels?["lost"]?.integerValue ?? 0) > 0, "\(run)")
      for none in ["not_checked", "not_arrived", "out_of_order", "only_in_topic"] {
        #expect(sentinels?[none] == .integer(0), "\(none): \(run)")
      }
      let outage = report["outages"]?.elements?.first?["rto_seconds"]
      #expect(outage?.isNull == false, "\(run)")
    }
  }

  @Suite(
    .serialized, .servers("kafka", "mysql", "mysql-replica", "mysql-endpoint", "connect"), .soak)
  struct MySQLUnplannedFailoverDrills {
    @Test func `a writer that is gone costs no change, and keep-alive bounds the outage`()
      async throws
    {
      let run = try await MySQLFailover.drill(
        "mysql-failover-unplanned", more: { ["--set", "kill=\(try $0.world("kill mysql"))"] })
      #expect(run.seconds < 30, "\(run.outcome)")
    }
  }

  @Suite(
    .serialized, .servers("kafka", "mysql", "mysql-replica", "mysql-endpoint", "connect"), .soak)
  struct MySQLPlannedFailoverDrills {
    @Test func `a replica that has caught up takes over, and no change is lost`() async throws {
      let run = try await MySQLFailover.drill("mysql-failover-planned") { _ in [] }
      #expect(run.seconds < 60, "\(run.outcome)")
    }
  }
}

/// A failover of MySQL that is drilled and proved.
private enum MySQLFailover {
  static func drill(
    _ template: String, more: (RealServers.DrillRuns.Desk) throws -> [String]
  ) async throws -> (outcome: Outcome, seconds: Double) {
    let desk = try await RealServers.DrillRuns.Desk.live(
      "myfailover", .mysql, settings: ["connect.keep.alive.interval.ms": "2000"])
    let replica = try #require(desk.ledger.servers.places["MYSQL_REPLICA_PORT"])
    let run = try await desk.drill(
      template,
      desk.onLive + [
        "--db", "replica=mysql://dbz:dbz@127.0.0.1:\(replica)/myfailover", "--set",
        "replica=replica", "--set",
        "promote=\(try desk.world("promote mysql-replica")) && \(try desk.world("point mysql-endpoint mysql-replica"))",
      ] + more(desk), confirm: "myfailover")
    try desk.expect(run, 0, "proved")
    let report = try run.json()
    #expect(report["sentinels"]?["lost"] == .integer(0), "\(run)")
    let outage = report["outages"]?.elements?.first?["rto_seconds"]
    return (run, Double(outage?.text ?? "") ?? .infinity)
  }
}

extension RealServers.DrillRuns.Desk {
  /// The shell line that does something with the servers, such as `kill mysql`.
  fileprivate func world(_ words: String) throws -> String {
    let (verb, names) = (words.prefix { $0 != " " }, words.drop { $0 != " " })
    return "HOME='\(NSHomeDirectory())' \(try #require(Places.stack).path) \(verb)"
      + " \(ledger.servers.world.folder.path)\(names)"
  }
}
