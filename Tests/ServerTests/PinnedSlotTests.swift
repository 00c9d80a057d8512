import Foundation
import JSON
import TestSupport
import Testing

/// Backups that keep a copy of the connector's slot, all of it from a context alone.
extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "connect"), .timeLimit(.minutes(5)))
  struct PinnedSlots {
    /// A home whose configuration names the servers of a ledger, and its folder of backups.
    private struct Desk {
      let ledger: Ledger
      let home: URL

      init(_ ledger: Ledger) throws {
        self.ledger = ledger
        home = try Places.newFolder("home")
        let folder = home.appending(path: ".config/cdcwatch")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let wrong = ledger.database.replacing("/postgres", with: "/template1")
        try """
        kafka: {brokers: '\(ledger.servers.kafka)'}
        connect: \(ledger.servers.connect)
        databases:
          another: \(wrong)
          shop: {uri: '\(ledger.database)', password_env: SHOP_PASSWORD}
        archive: \(home.path)/archive
        """.write(
          to: folder.appending(path: "config.yaml"), atomically: true, encoding: .utf8)
      }

      func run(_ words: String...) async throws -> Outcome { try await run(words) }

      func run(_ words: [String]) async throws -> Outcome {
        try await Binary.run(
          words, environment: ["HOME": home.path, "SHOP_PASSWORD": "geheim"], within: .seconds(90))
      }

      /// The names of the copies that the server has.
      func copies() async throws -> [String] {
        try await ledger.sql(
          "SELECT slot_name FROM pg_replication_slots WHERE slot_name LIKE 'cdcwatch%\\_\(ledger.name)\\_%'"
        ).split(whereSeparator: \.isWhitespace).map(String.init).filter {
          $0.hasPrefix("cdcwatch_")
        }
      }

      /// What the newest backup's manifest says of the connector.
      func saved() throws -> JSONValue? {
        let archive = home.appending(path: "archive")
        let run = try FileManager.default.contentsOfDirectory(atPath: archive.path)
          .filter { $0.hasPrefix("2") }.max()
        let manifest = try Data(
          contentsOf: archive.appending(path: "\(run ?? "")/manifest.json"))
        return try JSONValue.parse([UInt8](manifest))["connectors"]?.elements?
          .first { $0["connector"] == .string(ledger.name) }
      }
    }

    /// Waits until the connector's own slot no longer has the log behind a copy's position.
    private func waitUntilPassed(_ ledger: Ledger, _ copy: String) async throws {
      for turn in 0..<100 {
        try await ledger.insert("later \(turn)")
        try await ledger.sql("CHECKPOINT")
        let passed = try await ledger.sql(
          """
          SELECT own.restart_lsn > copy.confirmed_flush_lsn
          FROM pg_replication_slots own, pg_replication_slots copy
          WHERE own.slot_name = '\(ledger.name)' AND copy.slot_name = '\(copy)'
          """)
        if passed.contains("t\n") || passed.hasSuffix("t") { return }
        try await Task.sleep(for: .milliseconds(200))
      }
      Issue.record("the slot never moved on")
    }

    @Test
    func `taken while it runs, put back when connector and offsets are gone: all comes again`()
      async throws
    {
      let ledger = try await Ledger.open("pinned", .postgres, on: Servers.here())
      let desk = try Desk(ledger)
      defer { try? FileManager.default.removeItem(at: desk.home) }
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      let test = try await desk.run("context", "test", "-o", "json")
      let shop = try test.json().elements?.first { $0["endpoint"] == .string("databases.shop") }
      #expect(shop?["result"] == .string("ok"), "\(test)")
      #expect(shop?["identity"]?.stringValue?.hasPrefix("PostgreSQL 15") == true, "\(test)")
      #expect(shop?["may"]?.elements?.contains(.string("replicate")) == true, "\(test)")

      let backup = try await desk.run("offsets", "backup", "--pin-slot", "-o", "json")
      #expect(backup.status == 0, "\(backup)")
      let copies = try await desk.copies()
      let copy = try #require(copies.first)
      #expect(copies.count == 1)
      #expect(
        try backup.json()["pinned_slots"]?.elements?.first?["slot"] == .string(copy), "\(backup)")
      let saved = try #require(try desk.saved())
      #expect(saved["verdict"]?["verdict"] == .string("RESUME"), "\(saved.prettyText)")
      #expect(saved["pinned_slot"]?["copy_of"] == .string("pinned"), "\(saved.prettyText)")
      #expect(!saved.text.contains("geheim"))
      let verify = try await desk.run("offsets", "verify")
      #expect(verify.output.contains("not checked: whether the slot '\(copy)'"), "\(verify)")

      try await ledger.insert("c")
      try await ledger.insert("d")
      try await ledger.expectArrival(of: ["c": 1, "d": 1])
      try await waitUntilPassed(ledger, copy)
      let check = try await desk.run("offsets", "check", "latest", "-c", "pinned", "-o", "json")
      #expect(check.status == 3, "\(check)")
      #expect(try check.json()["verdict"] == .string("REPLAY"), "\(check)")
      #expect(
        try check.json()["next"]?.stringValue?.hasPrefix("cdcwatch offsets restore ") == true)
      try await ledger.stop()
      try await ledger.forgetOffsets()
      try await ledger.delete()

      try await expectHalfway(desk, copy)
      let plan = try await desk.run("offsets", "restore", "latest", "-c", "pinned", "-o", "json")
      let hash = try #require(try plan.json()["plan_hash"]?.stringValue)
      let done = try await desk.run(
        "offsets", "restore", "latest", "-c", "pinned", "--resume", "--execute", "--confirm",
        "pinned", "--plan", hash)
      #expect(done.status == 0, "\(done)")
      #expect(done.output.contains("the slot 'pinned' stands at "), "\(done)")
      #expect(done.output.contains("dropped: the copy '\(copy)'"), "\(done)")
      try await ledger.insert("z")
      try await ledger.expectArrival(of: ["a": 1, "c": 2, "d": 2, "later 0": 2, "z": 1])
      #expect(try await desk.copies() == [])
      try await ledger.remove()
    }

    /// The connector is made anew, and a user without the right changes nothing of the slots; then the
    /// slot is gone, as if the restore had been killed behind that.
    private func expectHalfway(_ desk: Desk, _ copy: String) async throws {
      let ledger = desk.ledger
      let password = desk.home.appending(path: "password")
      try "x".write(to: password, atomically: true, encoding: .utf8)
      try await ledger.sql("CREATE ROLE reader LOGIN")
      let words = [
        "offsets", "restore", "latest", "-c", "pinned", "--create", "--secret",
        "database.password=@\(password.path)", "--db",
        ledger.database.replacing("postgres@", with: "reader@"),
      ]
      let plan = try await desk.run(words + ["-o", "json"])
      #expect(try plan.json()["verdict"] == .string("REPLAY"), "\(plan)")
      let hash = try #require(try plan.json()["plan_hash"]?.stringValue)
      let denied = try await desk.run(
        words + ["--execute", "--confirm", "pinned", "--plan", hash])
      #expect(denied.status == 7, "\(denied)")
      #expect(denied.errors.contains("the slot 'pinned' is as it was"), "\(denied)")
      #expect(denied.errors.contains("the same command goes on, without --create"), "\(denied)")
      #expect(try await desk.copies() == [copy])
      try await ledger.sql("SELECT pg_drop_replication_slot('pinned')")
    }

    @Test func `it goes back with the records that are written into the topic itself, too`()
      async throws
    {
      let ledger = try await Ledger.open("direct", .postgres, on: Servers.here())
      _ = try await ledger.offsets { $0["lsn"]?.integerValue != nil }
      let desk = try Desk(ledger)
      defer { try? FileManager.default.removeItem(at: desk.home) }
      let backup = try await desk.run("offsets", "backup", "--pin-slot")
      #expect(backup.status == 0, "\(backup)")
      let copy = try #require(try await desk.copies().first)
      try await waitUntilPassed(ledger, copy)
      try await ledger.expectArrival(of: ["later 0": 1])
      try await ledger.stop()
      let words = ["offsets", "restore", "latest", "-c", "direct", "--via", "kafka"]
      let plan = try await desk.run(words + ["-o", "json"])
      #expect(try plan.json()["verdict"] == .string("REPLAY"), "\(plan)")
      let hash = try #require(try plan.json()["plan_hash"]?.stringValue)
      let done = try await desk.run(
        words + ["--execute", "--confirm", "direct", "--plan", hash])
      #expect(done.status == 0, "\(done)")
      #expect(done.output.contains("dropped: the copy '\(copy)'"), "\(done)")
      #expect(try await desk.copies() == [])
      try await ledger.resume()
      try await ledger.expectArrival(of: ["later 0": 2])
      try await ledger.remove()
    }

    @Test func `copies are limited and pruned, and what is not pinned ends with 3`() async throws {
      let ledger = try await Ledger.open("limited", .postgres, on: Servers.here())
      let desk = try Desk(ledger)
      defer { try? FileManager.default.removeItem(at: desk.home) }
      for _ in 0..<2 {
        let run = try await desk.run("offsets", "backup", "--pin-slot")
        #expect(run.status == 0, "\(run)")
        #expect(try await desk.copies().count == 1)
      }
      let two = try await desk.run("offsets", "backup", "--pin-slot", "--pin-keep", "2")
      #expect(two.status == 0, "\(two)")
      #expect(try await desk.copies().count == 2)

      try await ledger.sql(
        "SELECT pg_copy_logical_replication_slot('limited', 'cdcwatch_20261121t080451200z_gone_12345678')"
      )
      let stranger = try await desk.run("offsets", "backup", "--pin-slot", "--pin-keep", "2")
      #expect(stranger.status == 0, "\(stranger)")
      #expect(stranger.errors.contains("is of no connector that Connect has"), "\(stranger)")
      try await ledger.sql(
        "SELECT pg_drop_replication_slot('cdcwatch_20261121t080451200z_gone_12345678')")
      let all = try await desk.run("offsets", "check", "--all", "-o", "json")
      #expect(all.status == 0, "\(all)")
      #expect(try all.json().elements?.map { $0["verdict"] } == [.string("RESUME")], "\(all)")
      try await expectPast(desk)

      try await expectServersLimit(desk)
      // 16 MB of the log at once; the connector's own slot follows with its next heartbeats.
      try await ledger.sql("SELECT pg_switch_wal()")
      var run = two
      for _ in 0..<60 {
        try await ledger.insert(UUID().uuidString)
        try await ledger.sql("CHECKPOINT")
        run = try await desk.run(
          "offsets", "backup", "--pin-slot", "--pin-keep", "9", "--wal-limit", "8MB")
        if run.status == 0 { break }
        #expect(run.status == 3, "\(run)")
        try await Task.sleep(for: .milliseconds(300))
      }
      #expect(run.status == 0, "\(run)")
      #expect(try await desk.copies().count == 1)
      #expect(try desk.saved()?["pinned_slot"]?["slot"]?.stringValue != nil)

      let reader = ledger.database.replacing("postgres@", with: "watcher@")
      try await ledger.sql("CREATE ROLE watcher LOGIN")
      let denied = try await desk.run("offsets", "backup", "--pin-slot", "--db", reader, "-q")
      #expect(denied.status == 3, "\(denied)")
      #expect(denied.errors.contains("needs the attribute REPLICATION"), "\(denied)")
      let nobody = "postgresql://127.0.0.1:1/postgres"
      let silent = try await desk.run("offsets", "backup", "--db", nobody, "-o", "json")
      #expect(silent.status == 0, "\(silent)")
      #expect(silent.output.contains("limited: there is no verdict: cannot connect"), "\(silent)")
      #expect(try desk.saved()?["verdict"] == .null)
      let refused = try await desk.run("offsets", "backup", "--db", nobody, "--pin-slot")
      #expect(refused.status == 3, "\(refused)")
      try await ledger.sql(
        """
        SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
        WHERE slot_name LIKE 'cdcwatch%'
        """)
      try await ledger.sql(
        """
        SELECT pg_create_physical_replication_slot('filler_' || i) FROM generate_series(1,
          current_setting('max_replication_slots')::int - 2
          - (SELECT count(*)::int FROM pg_replication_slots)) i
        """)
      let full = try await desk.run("offsets", "backup", "--pin-slot")
      #expect(full.status == 3, "\(full)")
      #expect(full.errors.contains("only 2 are free, and 2 stay free"), "\(full)")
      try await ledger.sql(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE 'filler%'"
      )
      try await expectPruned(desk)
      try await ledger.remove()
    }

    /// Without --wal-limit the server's own limit counts where it is the less: here no copy is made,
    /// since the connector's own slot is still behind.
    private func expectServersLimit(_ desk: Desk) async throws {
      let ledger = desk.ledger
      try await ledger.sql("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'")
      try await ledger.sql("SELECT pg_reload_conf()")
      var run = try await desk.run("offsets", "backup", "--pin-slot", "--pin-keep", "9")
      for _ in 0..<10 where run.status == 0 {
        try await ledger.insert(UUID().uuidString)
        try await ledger.sql("SELECT pg_switch_wal()")
        run = try await desk.run("offsets", "backup", "--pin-slot", "--pin-keep", "9")
      }
      #expect(run.status == 3, "\(run)")
      #expect(run.errors.contains("more than the server's max_slot_wal_keep_size"), "\(run)")
      try await ledger.sql("ALTER SYSTEM RESET max_slot_wal_keep_size")
      try await ledger.sql("SELECT pg_reload_conf()")
    }

    /// What the topic no longer has comes from the backup before that moment.
    private func expectPast(_ desk: Desk) async throws {
      let ledger = desk.ledger
      let saved = try #require(try desk.saved()?["offsets"]?.elements?.first)
      let partition = try #require(saved["kafka_partition"]?.integerValue)
      let moment = "s@\(Int64(Date().timeIntervalSince1970 * 1000))"
      try await ledger.insert("past")
      try await ledger.expectArrival(of: ["past": 1])
      let file = desk.home.appending(path: "delete.json")
      try
        #"{"partitions":[{"topic":"connect-offsets","partition":\#(partition),"offset":-1}],"version":1}"#
        .write(to: file, atomically: true, encoding: .utf8)
      // Brokers delete nothing of a topic that is only compacted.
      for tool in [
        [
          "kafka.admin.ConfigCommand", "--alter", "--topic", "connect-offsets", "--add-config",
          "cleanup.policy=[compact,delete]",
        ],
        ["org.apache.kafka.tools.DeleteRecordsCommand", "--offset-json-file", file.path],
      ] {
        try await Tool.run(
          try #require(Places.stack),
          ["kafka-tool"] + tool + ["--bootstrap-server", ledger.servers.kafka])
      }
      let none = try await ledger.servers.run("offsets", "show", "-c", "limited", "--at", moment)
      #expect(none.status == 3, "\(none)")
      let then = try await desk.run(
        "offsets", "show", "-c", "limited", "--at", moment, "-o", "json")
      #expect(
        try then.json().elements?.first?["kafka"]?["offset"] == saved["kafka_offset"], "\(then)")
      let log = try await desk.run("offsets", "log", "-c", "limited", "-o", "json")
      let places = try log.json().elements?.map { $0["kafka"]?["offset"] } ?? []
      #expect(places.contains(saved["kafka_offset"]), "\(log)")
    }

    /// What `prune` removes takes its copies with it; one whose database is not named is told of.
    private func expectPruned(_ desk: Desk) async throws {
      let archive = desk.home.appending(path: "archive").path
      for _ in 0..<3 {
        #expect(
          try await desk.run("offsets", "backup", "--pin-slot", "--pin-keep", "3").status == 0)
      }
      #expect(try await desk.copies().count == 3)
      let plan = try await desk.run("offsets", "prune", "--keep", "2", "-o", "json")
      let hash = try #require(try plan.json()["plan_hash"]?.stringValue)
      let done = try await desk.run(
        "offsets", "prune", "--keep", "2", "--execute", "--confirm", archive, "--plan", hash)
      #expect(done.status == 0, "\(done)")
      #expect(try await desk.copies().count == 2)
      let next = try await desk.run("offsets", "prune", "--keep", "1", "-o", "json")
      let second = try #require(try next.json()["plan_hash"]?.stringValue)
      let left = try await Binary.run(
        "offsets", "prune", archive, "--keep", "1", "--execute", "--confirm", archive, "--plan",
        second)
      #expect(left.status == 3, "\(left)")
      #expect(left.errors.contains("SELECT pg_drop_replication_slot('cdcwatch_"), "\(left)")
      #expect(try await desk.copies().count == 2)
    }
  }
}
