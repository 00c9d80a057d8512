import Debezium
import Drill
import Foundation
import JSON
import Runtime
import TestSupport
import Testing

@testable import Commands

extension RealServers {
  @Suite(
    .serialized, .servers("kafka", "postgres", "mysql", "mariadb", "connect"),
    .timeLimit(.minutes(10)))
  struct ShadowConnectors {
    @Test(
      arguments: Soak.all([ShadowLand.Kind.postgres, .mysql, .mariadb], inTest: [.mariadb]))
    func `it brings its own table's rows, and neither it nor its end touches the live connector`(
      kind: ShadowLand.Kind
    ) async throws {
      let name = "live_\(kind.rawValue)"
      let land = try await ShadowLand.open(name, kind, on: Servers.here())
      let before = try await land.liveConfiguration()
      let shadow = try land.shadow("whole", signals: true)
      try expectFindings(shadow)
      if kind == .mysql { try logStatements(land) }
      let setup = try shadow.setup()
      for effect in shadow.effects {
        #expect(try effect == .ownTopics || !setup.isDone(effect), "\(effect.id)")
        _ = try setup.perform(effect)
      }
      try shadow.writeSentinel()
      try await land.expect(in: shadow.connector.sentinelTopic) { found in
        found.map { $0["__op"]?.stringValue } == ["c", "u", "d"]
      }
      if kind == .mysql { try expectNoLock(land) }
      // A table without a key that is published without its rows' identity takes no UPDATE.
      try land.rows("UPDATE \(name).nokey SET note = 'b'")
      try land.rows("INSERT INTO \(name).t VALUES (2, 'beside')")
      try await land.expectLive("beside")
      let rest = try ShadowRest(shadow: shadow.connector, place: land.place())
      let used = try #require(try rest.topics())
      #expect(used.contains(shadow.connector.sentinelTopic))
      #expect(shadow.connector.strangeTopics(among: used) == [])

      try await shadow.remove(wasMade: true)
      #expect(try await land.liveConfiguration() == before)
      try land.rows("INSERT INTO \(name).t VALUES (3, 'behind')")
      try await land.expectLive("behind")
      for topic in try await land.topics() where topic.contains(name) {
        let records = try await Tool.records(of: topic, brokers: land.servers.kafka)
        #expect(!records.lines.contains { $0.contains(#"first_number\":"#) }, "\(topic)")
      }
      if kind == .postgres {
        #expect(try land.rows("SELECT slot_name FROM pg_replication_slots") == [[name]])
        #expect(try land.rows("SELECT pubname FROM pg_publication") == [[name]])
      }
      try await land.close()
    }

    /// What the rules say of servers as they are out of the box.
    private func expectFindings(_ shadow: Shadow) throws {
      let ids = shadow.findings.map { ($0.weight == .refused ? "!" : "") + $0.id }
      if shadow.connector.engine == .postgresql {
        #expect(ids == ["!unbounded-wal", "plain-secrets"])
        #expect(shadow.survey.facts.postgresql?.publications["live_postgres"] == false)
        #expect(shadow.survey.facts.postgresql?.slotsUsed == 1)
      } else {
        #expect(ids == ["history-ddl", "plain-secrets"])
        // The server's own and the live connector's.
        #expect(shadow.survey.serverIDs.count == 2)
        #expect(shadow.survey.gaps == [])
      }
      #expect(shadow.survey.facts.makesStopped == true)
    }

    private func logStatements(_ land: ShadowLand) throws {
      try land.rows("SET GLOBAL log_output = 'TABLE'")
      try land.rows("SET GLOBAL general_log = 1")
    }

    private func expectNoLock(_ land: ShadowLand) throws {
      try land.rows("SET GLOBAL general_log = 0")
      let seen = try land.rows(
        "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type = 'Query'"
      ).compactMap { $0.first ?? nil }
      // The snapshot was seen, and took no lock.
      #expect(seen.contains { $0.contains("SHOW CREATE TABLE `cdcwatch_drill`.`sentinel_whole`") })
      let locks = seen.filter { $0.uppercased().contains("FLUSH ") || $0.hasPrefix("LOCK ") }
      #expect(locks == [])
    }

    @Test(arguments: Soak.all([ShadowLand.Kind.postgres, .mysql], inTest: [.postgres]))
    func `done twice is done once, and whatever was made is removed without a trace`(
      kind: ShadowLand.Kind
    ) async throws {
      let name = "steps_\(kind.rawValue)"
      let land = try await ShadowLand.open(name, kind, on: Servers.here())
      let count = try land.shadow("p0").effects.count
      for end in 0...count {
        let shadow = try land.shadow("p\(end)")
        let setup = try shadow.setup()
        let done = shadow.effects.prefix(end)
        for effect in done {
          _ = try setup.perform(effect)
          let again = try setup.perform(effect)
          guard effect != .ownTopics else { continue }
          #expect(again.hasSuffix("it is there already"), "\(again)")
          #expect(try setup.isDone(effect), "\(effect.id)")
        }
        try await shadow.remove(wasMade: done.contains(.connector))
      }
      try await land.close()
    }

    @Test func `offsets that outlive their connector are removed, too`() async throws {
      let land = try await ShadowLand.open("outlived", .postgres, on: Servers.here())
      let shadow = try land.shadow("o1")
      let setup = try shadow.setup()
      for effect in shadow.effects { _ = try setup.perform(effect) }
      try shadow.writeSentinel()
      try await land.expect(in: shadow.connector.sentinelTopic) { $0.count == 3 }
      let connector = "\(land.servers.connect)/connectors/\(shadow.connector.names.connector)"
      var left: [String] = []
      for _ in 0..<100 where !left.contains(where: { $0.hasPrefix("offset") }) {
        left = try await land.leftovers(of: "o1")
        try await Task.sleep(for: .milliseconds(150))
      }
      #expect(left.contains { $0.hasPrefix("offset") }, "\(left)")
      try await Tool.run("curl", "-sSf", "-X", "DELETE", connector)
      let teardown = try shadow.teardown(wasMade: true)
      #expect(try teardown.isDone(.connector))
      #expect(try !teardown.isDone(.offsets))
      try await shadow.remove(wasMade: true)
      try await land.close()
    }

    @Test func `a transaction that is held open ends the set-up, and is named`() async throws {
      let land = try await ShadowLand.open("held", .postgres, on: Servers.here())
      let shadow = try land.shadow("h1")
      let setup = try shadow.setup(slotLimit: .seconds(2))
      let holder = Task {
        try await land.servers.world.sql(
          "BEGIN; INSERT INTO held.t VALUES (9, 'open'); SELECT pg_sleep(25); COMMIT")
      }
      for _ in 0..<100 {
        let open = try land.rows("SELECT 1 FROM pg_stat_activity WHERE backend_xid IS NOT NULL")
        if !open.isEmpty { break }
        try await Task.sleep(for: .milliseconds(100))
      }
      for effect in shadow.effects.prefix(2) { _ = try setup.perform(effect) }
      let error = #expect(throws: CommandFailure.self) { try setup.perform(.slot) }
      let message = error?.message ?? ""
      #expect(message.contains("it waits for every open transaction: pid "), "\(message)")
      #expect(message.contains("of postgres since"), "\(message)")
      #expect(try !setup.isDone(.slot))
      try await shadow.remove(wasMade: false)
      holder.cancel()
      try land.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_xid IS NOT NULL")
      _ = try? await holder.value
      try await land.close()
    }

    @Test func `two runs share the schema, and the last one takes it away`() async throws {
      let land = try await ShadowLand.open("shared", .mariadb, on: Servers.here())
      let first = try land.shadow("run1")
      let second = try land.shadow("run2")
      for shadow in [first, second] { _ = try shadow.setup().perform(.tables) }
      let words = try first.teardown(wasMade: false).perform(.tables)
      #expect(
        words
          == "removed: the run's tables; 'cdcwatch_drill' stays: it has ledger_run2, sentinel_run2")
      #expect(try first.teardown(wasMade: false).isDone(.tables))
      #expect(try second.setup().isDone(.tables))
      try await second.remove(wasMade: false)
      try land.rows("CREATE DATABASE cdcwatch_drill")
      #expect(try !second.teardown(wasMade: false).isDone(.tables), "an empty schema goes, too")
      try await second.remove(wasMade: false)
      try await land.close()
    }

    @Test func `its own signal table starts a snapshot, also for a user that owns nothing`()
      async throws
    {
      let land = try await ShadowLand.open("signals", .postgres, on: Servers.here())
      try land.rows("CREATE ROLE reader LOGIN REPLICATION")
      let shadow = try land.shadow("u1", signals: true, user: "reader")
      let setup = try shadow.setup()
      for effect in shadow.effects { _ = try setup.perform(effect) }
      #expect(shadow.connector["database.user"] == "reader")
      try land.rows("INSERT INTO cdcwatch_drill.sentinel_u1 VALUES ('u1', 7, 7, 0)")
      let data = #"{"data-collections": ["cdcwatch_drill.sentinel_u1"], "type": "incremental"}"#
      try land.rows(
        "INSERT INTO cdcwatch_drill.signal_u1 VALUES ('1', 'execute-snapshot', '\(data)')")
      try await land.expect(in: shadow.connector.sentinelTopic) { found in
        found.contains { $0["__op"] == .string("r") && $0["number"] == .integer(7) }
      }
      #expect(try setup.perform(.ownTopics).contains("signal_u1"))
      // The live connector reads another table for signals.
      #expect(
        try await land.values(of: "signals-notifications").allSatisfy { $0["id"] != .string("1") })
      try await shadow.remove(wasMade: true)
      try land.rows("DROP ROLE reader")
      try await land.close()
    }

    @Test func `what Connect refuses is said without the secret, and nothing is left`()
      async throws
    {
      let land = try await ShadowLand.open("denied", .mysql, on: Servers.here())
      let shadow = try land.shadow("d1", password: "geheim-falsch")
      let setup = try shadow.setup()
      let error = #expect(throws: CommandFailure.self) { try setup.perform(.connector) }
      let message = error?.message ?? ""
      #expect(message.hasPrefix("Connect does not make 'cdcwatch-drill-d1': "), "\(message)")
      #expect(error?.status == 6)
      #expect(!message.contains("geheim"), "\(message)")
      try await shadow.remove(wasMade: false)
      try await land.close()
    }

    @Test func `one that writes elsewhere is stopped at once`() async throws {
      let land = try await ShadowLand.open("strange", .postgres, on: Servers.here())
      let shadow = try land.shadow("s1")
      let setup = try shadow.setup()
      for effect in shadow.effects { _ = try setup.perform(effect) }
      // As an operator might change it behind the drill's back; stopped, so that no row slips through.
      let rest = try ShadowRest(shadow: shadow.connector, place: land.place())
      try rest.stop()
      let config = "\(land.servers.connect)/connectors/\(shadow.connector.names.connector)/config"
      let router = [
        JSONValue.Member(name: "transforms", value: .string("r")),
        JSONValue.Member(
          name: "transforms.r.type",
          value: .string("org.apache.kafka.connect.transforms.RegexRouter")),
        JSONValue.Member(name: "transforms.r.regex", value: .string(".*sentinel.*")),
        JSONValue.Member(name: "transforms.r.replacement", value: .string("strange-elsewhere")),
      ]
      let own = (shadow.connector.configuration.members ?? []).filter {
        !$0.name.hasPrefix("transforms")
      }
      try await Tool.run(
        "curl", "-sS", "--fail-with-body", "-X", "PUT", "-H", "Content-Type: application/json",
        "--data", JSONValue.object(own + router).text, config)
      try rest.start()
      try shadow.writeSentinel()
      try await land.expect(in: "strange-elsewhere") { !$0.isEmpty }
      let error = #expect(throws: CommandFailure.self) { try setup.perform(.ownTopics) }
      #expect(error?.message.contains("has written into strange-elsewhere") == true)
      #expect(error?.status == 7)
      let other = #expect(throws: CommandFailure.self) { try setup.isDone(.connector) }
      #expect(other?.message.contains("with another configuration") == true)
      let teardown = try shadow.teardown(wasMade: true)
      #expect(try teardown.isDone(.stop))
      try await shadow.remove(wasMade: true)
      try await land.close()
    }
  }
}
