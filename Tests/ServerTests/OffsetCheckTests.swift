import Foundation
import JSON
import TestSupport
import Testing

/// A verdict is given first; then the thing is done, and what arrives must agree with it.
extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "connect"))
  struct PostgreSQLVerdicts {
    @Test func `RESUME: what was written while it was stopped comes once`() async throws {
      let ledger = try await Ledger.open("resumes", .postgres, on: Servers.here())
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      try await ledger.expect("RESUME")
      try await ledger.stop()
      try await ledger.insert("c")
      let reading = try await ledger.expect("RESUME")
      #expect((reading["distance"]?["bytes"]?.integerValue ?? 0) > 0, "\(reading.prettyText)")
      try await ledger.resume()
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1])
    }

    @Test func `WILL_REFUSE: the slot has moved past the offset`() async throws {
      let ledger = try await Ledger.open("refuses", .postgres, on: Servers.here())
      try await ledger.insert("b")
      let old = try await ledger.offsets { $0["lsn_proc"]?.integerValue != nil }
      let position = try #require(
        JSONValue.parse(old)["offsets"]?.elements?.first?["offset"]?["lsn_proc"]?.integerValue)
      for turn in 0..<100 {
        try await ledger.insert("later \(turn)")
        try await ledger.sql("CHECKPOINT")
        let moved = try await ledger.sql(
          "SELECT restart_lsn - '0/0'::pg_lsn > \(position) FROM pg_replication_slots WHERE slot_name = 'refuses'"
        )
        if moved.contains("t") { break }
        try await Task.sleep(for: .milliseconds(200))
      }
      try await ledger.stop()
      let reading = try await ledger.expect("WILL_REFUSE", of: old, says: "no longer available")
      #expect(reading["next"] == .string("cdcwatch offsets set -c refuses --to-slot"))
      try await ledger.put(old)
      try await ledger.expect("WILL_REFUSE")
      try await ledger.resume()
      try await ledger.expectFailure("no longer available on the server")
    }

    @Test func `WILL_SKIP: an open transaction holds the log back, the slot has moved on`()
      async throws
    {
      let ledger = try await Ledger.open("skips", .postgres, on: Servers.here())
      // The log from here on stays, while the slot's confirmed position moves.
      let port = ledger.servers.places["POSTGRES_PORT"] ?? ""
      let holder = try RunningProgram(
        URL(filePath: "/usr/bin/env"),
        [
          "psql", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-c",
          "BEGIN; INSERT INTO skips.t VALUES ('open'); SELECT pg_sleep(120)",
        ], environment: ProcessInfo.processInfo.environment)
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      let old = try await ledger.offsets { $0["lsn_proc"]?.integerValue != nil }
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["c": 1])
      let position = try #require(
        JSONValue.parse(old)["offsets"]?.elements?.first?["offset"]?["lsn_proc"]?.integerValue)
      _ = try await ledger.offsets { ($0["lsn_proc"]?.integerValue ?? 0) > position }
      try await ledger.stop()
      let reading = try await ledger.expect("WILL_SKIP", of: old, says: "never comes again")
      // A new slot waits for every transaction that is open.
      try await ledger.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(120)%' AND pid <> pg_backend_pid()"
      )
      _ = try await holder.outcome(within: .seconds(5))
      #expect((reading["distance"]?["bytes"]?.integerValue ?? 0) > 0, "\(reading.prettyText)")
      try await ledger.put(old)
      try await ledger.insert("z")
      try await ledger.resume()
      // c lies after the offset that was put back, and does not come again.
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1, "z": 1])
    }

    @Test func `a live offset stays RESUME while transactions end out of order`() async throws {
      let ledger = try await Ledger.open("interleaves", .postgres, on: Servers.here())
      let port = ledger.servers.places["POSTGRES_PORT"] ?? ""
      let long = try RunningProgram(
        URL(filePath: "/usr/bin/env"),
        [
          "psql", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-c",
          "BEGIN; INSERT INTO interleaves.t VALUES ('first'); SELECT pg_sleep(4); INSERT INTO interleaves.t VALUES ('last'); COMMIT",
        ], environment: ProcessInfo.processInfo.environment)
      for turn in 0..<16 {
        try await ledger.insert("short \(turn)")
        try await ledger.expect("RESUME")
        try await Task.sleep(for: .milliseconds(400))
      }
      #expect(try await long.outcome(within: .seconds(10)).status == 0)
      try await ledger.expectArrival(of: ["first": 1, "last": 1, "short 15": 1])
      try await ledger.expect("RESUME")
      try await ledger.stop()
      try await ledger.expect("RESUME")
    }

    @Test func `WILL_REFUSE without the slot, WILL_RESNAPSHOT with when_needed`() async throws {
      let ledger = try await Ledger.open("slotless", .postgres, on: Servers.here())
      _ = try await ledger.offsets { $0["lsn"]?.integerValue != nil }
      try await ledger.stop()
      try await ledger.sql("SELECT pg_drop_replication_slot('slotless')")
      try await ledger.expect("WILL_REFUSE", says: "there is no slot")
      try await ledger.resume()
      try await ledger.expectFailure("no longer available on the server")
      try await ledger.stop()
      try await ledger.change(["snapshot.mode": "when_needed"])
      try await ledger.expect("WILL_RESNAPSHOT", says: "when_needed")
      try await ledger.resume()
      try await ledger.expectArrival(of: ["a": 2])
    }

    @Test func `WILL_RESNAPSHOT: the offset was deleted`() async throws {
      let ledger = try await Ledger.open("forgets", .postgres, on: Servers.here())
      _ = try await ledger.offsets { $0["lsn"]?.integerValue != nil }
      try await ledger.stop()
      try await ledger.forgetOffsets()
      try await ledger.expect("WILL_RESNAPSHOT", says: "no offset")
      try await ledger.resume()
      try await ledger.expectArrival(of: ["a": 2])
    }

    @Test func `what cannot be asked is UNKNOWN or an error, and no password is shown`()
      async throws
    {
      let servers = try Servers.here()
      let ledger = try await Ledger.open("asks", .postgres, on: servers)
      let common = ["offsets", "check", "-c", "asks", "--connect", servers.connect]
      let without = try await Binary.run(common + ["-o", "json"])
      #expect(without.status == 3, "\(without)")
      #expect(try without.json()["verdict"] == .string("UNKNOWN"))
      #expect(try without.json()["next"]?.stringValue?.contains("--db postgresql://") == true)
      let wrong = ledger.database.replacing("/postgres", with: "/geheim_missing")
        .replacing("postgres@", with: "postgres:geheim@")
      let refused = try await Binary.run(common + ["--db", wrong])
      #expect(refused.status == 4, "\(refused)")
      #expect(
        !refused.errors.replacing("geheim_missing", with: "").contains("geheim"), "\(refused)")
      let nobody = try await Binary.run(common + ["--db", "postgresql://127.0.0.1:1/postgres"])
      #expect(nobody.status == 5, "\(nobody)")
      #expect(nobody.errors.contains("Connection refused"), "\(nobody)")
    }

    @Test func `a database that does not answer is given up in time`() async throws {
      let servers = try Servers.here()
      let ledger = try await Ledger.open("frozen", .postgres, on: servers)
      try await Tool.run(
        try #require(Places.stack), ["pause", servers.world.folder.path, "postgres"])
      let run = try await Binary.run(
        "offsets", "check", "-c", "frozen", "--connect", servers.connect, "--db", ledger.database,
        "--timeout", "2s")
      try await Tool.run(
        try #require(Places.stack), ["unpause", servers.world.folder.path, "postgres"])
      #expect(run.status == 5, "\(run)")
      #expect(run.errors.contains("no answer within"), "\(run)")
      #expect(run.took < .seconds(6), "\(run.took)")
    }
  }

  @Suite(.serialized, .servers("kafka", "mysql", "mariadb", "connect"))
  struct BinlogVerdicts {
    @Test(arguments: Soak.all([Ledger.Engine.mysql, .mariadb], inTest: [.mariadb]))
    func `REPLAY: an older set brings what came after it again`(engine: Ledger.Engine) async throws
    {
      let ledger = try await Ledger.open(
        "again_\(engine.rawValue)", engine, on: Servers.here())
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      let old = try await ledger.caughtUp()
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      let backup = try await ledger.backUp(into: archive)
      for row in ["c", "d", "e"] { try await ledger.insert(row) }
      try await ledger.expectArrival(of: ["c": 1, "d": 1, "e": 1])
      _ = try await ledger.caughtUp()
      try await ledger.expect("RESUME")
      try await ledger.stop()
      let reading = try await ledger.expect("REPLAY", of: old)
      #expect(reading["distance"]?["transactions"] == .integer(3), "\(reading.prettyText)")
      let saved = try await ledger.expect("REPLAY", backup: backup)
      #expect(saved["distance"]?["transactions"] == .integer(3), "\(saved.prettyText)")
      try await ledger.put(old)
      // The offsets topic still tells how far the connector had got.
      let again = try await ledger.expect("REPLAY")
      #expect(again["distance"]?["transactions"] == .integer(3), "\(again.prettyText)")
      try await ledger.resume()
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 2, "d": 2, "e": 2])
    }

    @Test func `WILL_REFUSE: GTIDs of another server`() async throws {
      let ledger = try await Ledger.open("elsewhere", .mysql, on: Servers.here())
      let uuid = try await ledger.sql("SELECT @@server_uuid")
      let own = try #require(uuid.split(whereSeparator: \.isWhitespace).last)
      let old = try await ledger.caughtUp()
      try await ledger.stop()
      try await ledger.put(old.replacing(own, with: "11111111-2222-3333-4444-555555555555"))
      try await ledger.expect("WILL_REFUSE", says: "11111111-2222-3333-4444-555555555555")
      try await ledger.resume()
      try await ledger.expectFailure("no longer available on the server")
    }

    @Test func `WILL_REFUSE: the schema history topic is gone`() async throws {
      let ledger = try await Ledger.open("historyless", .mysql, on: Servers.here())
      _ = try await ledger.caughtUp()
      try await ledger.stop()
      try await Tool.run(
        try #require(Places.stack),
        [
          "kafka-tool", "org.apache.kafka.tools.TopicCommand", "--bootstrap-server",
          ledger.servers.kafka, "--delete", "--topic", ledger.history,
        ])
      try await ledger.expect("WILL_REFUSE", says: "is gone")
      try await ledger.resume()
      try await ledger.expectFailure("The db history topic is missing")
    }

    @Test func `a wrong password and a frozen server are told, without the password`() async throws
    {
      let servers = try Servers.here()
      let ledger = try await Ledger.open("mysqlasks", .mysql, on: servers)
      _ = try await ledger.caughtUp()
      let common = [
        "offsets", "check", "-c", "mysqlasks", "--connect", servers.connect, "--timeout", "2s",
      ]
      let wrong = ledger.database.replacing("dbz:dbz", with: "dbz:geheim")
      let refused = try await Binary.run(common + ["--db", wrong])
      #expect(refused.status == 4, "\(refused)")
      #expect(refused.errors.contains("Access denied"), "\(refused)")
      #expect(!refused.errors.contains("geheim"), "\(refused)")
      let variable = try await Binary.run(
        common + ["--db", ledger.database.replacing(":dbz@", with: "@"), "-o", "json"],
        environment: ["MYSQL_PWD": "dbz"])
      #expect(try variable.json()["verdict"] == .string("RESUME"), "\(variable)")
      try await Tool.run(
        try #require(Places.stack), ["pause", servers.world.folder.path, "mysql"])
      let frozen = try await Binary.run(common + ["--db", ledger.database])
      let waiting = try Binary.start(
        Array(common.dropLast()) + ["30s", "--db", ledger.database])
      // Nothing tells from outside that it waits for the server.
      try await Task.sleep(for: .seconds(1))
      waiting.signal(SIGINT)
      let interrupted = try await waiting.outcome(within: .seconds(5))
      try await Tool.run(
        try #require(Places.stack), ["unpause", servers.world.folder.path, "mysql"])
      #expect(frozen.status == 5, "\(frozen)")
      #expect(frozen.took < .seconds(4), "\(frozen.took)")
      #expect(interrupted.status == 130, "\(interrupted)")
      #expect(interrupted.took < .seconds(3), "\(interrupted)")
    }
  }

  @Suite(.serialized, .servers("kafka", "mysql", "connect"))
  struct PlaceVerdicts {
    /// Opens a ledger on a server whose transactions have no ids any more.
    private static func open(_ name: String) async throws -> Ledger {
      let servers = try Servers.here()
      for mode in ["ON_PERMISSIVE", "OFF_PERMISSIVE", "OFF"] {
        try await servers.world.sql("SET GLOBAL gtid_mode = \(mode)", on: "mysql")
      }
      return try await Ledger.open(name, .mysql, on: servers)
    }

    private static func position(_ document: String) throws -> Int64 {
      let offset = try JSONValue.parse(document)["offsets"]?.elements?.first?["offset"]
      return try #require(offset?["pos"]?.integerValue)
    }

    @Test
    func `without GTIDs an older place is a REPLAY, one within an event is refused in silence`()
      async throws
    {
      let ledger = try await Self.open("places")
      try await ledger.insert("b")
      let old = try await ledger.offsets { $0["row"]?.integerValue != nil }
      let place = try Self.position(old)
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["c": 1])
      let new = try await ledger.offsets { ($0["pos"]?.integerValue ?? 0) > place }
      try await ledger.stop()
      let reading = try await ledger.expect("REPLAY", of: old)
      let distance = try Self.position(new) - place
      #expect(reading["distance"]?["bytes"] == .integer(distance), "\(reading.prettyText)")
      try await ledger.put(old)
      try await ledger.resume()
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 2])

      // The same by name: what was delivered behind that place comes a third time.
      let change = OffsetSetting(ledger)
      let file = try #require(
        try JSONValue.parse(old)["offsets"]?.elements?.first?["offset"]?["file"]?.stringValue)
      let line = "cdcwatch offsets set -c places --file \(file) --position"
      _ = try await ledger.offsets { ($0["pos"]?.integerValue ?? 0) > place }
      let done = try await change.execute("\(line) \(place)", "--resume")
      #expect(done.output.contains("verdict  REPLAY"), "\(done)")
      try await ledger.expectArrival(of: ["a": 1, "b": 2, "c": 3])
      let refused = try await change.run("\(line) \(place + 3)")
      #expect(refused.status == 6, "\(refused)")
      #expect(refused.errors.contains("no event begins at"), "\(refused)")

      try await ledger.stop()
      let within = old.replacing(#""pos":\#(place)"#, with: #""pos":\#(place + 3)"#)
      try await ledger.put(within)
      try await ledger.expect("WILL_REFUSE", says: "no event begins")
      try await ledger.insert("z")
      try await ledger.resume()
      try await Connect(ledger.servers).waitUntil("places", "RUNNING")
      // Nothing tells of the failure, so there is nothing to wait for but time.
      let end = ContinuousClock.now + .seconds(8)
      while .now < end {
        #expect(try await ledger.arrived()["z"] == nil)
        try await Task.sleep(for: .seconds(1))
      }
    }
  }
}
