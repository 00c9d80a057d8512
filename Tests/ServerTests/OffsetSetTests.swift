import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "connect"))
  struct SlotSettings {
    @Test func `a slot that is gone is made anew, and what is left out is named and read again`()
      async throws
    {
      let servers = try Servers.here()
      try await servers.world.sql(
        "CREATE TABLE gone_signal (id varchar(64) PRIMARY KEY, type varchar(32), data varchar(2048))"
      )
      let ledger = try await Ledger.open(
        "gone", .postgres, on: servers,
        settings: ["signal.data.collection": "public.gone_signal"])
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ = try await ledger.offsets { $0["txId"]?.integerValue != nil }
      try await ledger.stop()
      try await ledger.sql("SELECT pg_drop_replication_slot('gone')")
      for row in ["w1", "w2"] { try await ledger.insert(row) }
      let check = try await ledger.expect("WILL_REFUSE", says: "there is no slot")
      let next = try #require(check["next"]?.stringValue)
      #expect(next == "cdcwatch offsets set -c gone --to-slot")

      let change = OffsetSetting(ledger)
      let plan = try await change.run(next, "-o", "json").json()
      #expect(plan["verdict"] == .string("WILL_SKIP"), "\(plan.prettyText)")
      #expect((plan["not_delivered"]?["bytes"]?.integerValue ?? 0) > 0, "\(plan.prettyText)")
      #expect(plan["reason"]?.stringValue?.contains("is not delivered") == true)
      #expect(plan["executed"] == .bool(false))
      #expect(try await ledger.sql("SELECT count(*) FROM pg_replication_slots").contains("0"))
      let unconfirmed = try await change.run(next, "--execute", "--confirm", "gone")
      #expect(unconfirmed.status == 6, "\(unconfirmed)")

      // Somebody who may not make a slot is told before the stop, and who insists, half-way.
      try await ledger.sql("CREATE ROLE watcher LOGIN")
      let watcher = OffsetSetting(
        ledger, database: ledger.database.replacing("postgres@", with: "watcher@"))
      let refused = try await watcher.run(next)
      #expect(refused.status == 6, "\(refused)")
      #expect(refused.errors.contains("the user 'watcher' has no REPLICATION right"), "\(refused)")
      let halfway = try await watcher.execute("\(next) --force new-slot", ends: 7)
      #expect(
        halfway.errors.contains("stopped half-way: cannot make the slot 'gone'"), "\(halfway)")
      #expect(halfway.errors.contains("has the offsets from before\n"), "\(halfway)")

      let done = try await change.execute(next, "--resume")
      #expect(done.output.contains("made: the slot 'gone' at "), "\(done)")
      #expect(done.output.contains("resumed: "), "\(done)")
      try await ledger.insert("z")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "z": 1])
      #expect(try await ledger.arrived()["w1"] == nil)
      try await ledger.expect("RESUME")

      // The line that the plan prints reads what the new slot leaves out, and nothing else.
      let statement = try #require(plan["read_again"]?.stringValue, "\(plan.prettyText)")
      try await ledger.sql(statement)
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "w1": 1, "w2": 1])
    }

    @Test func `a backup that is too old for its slot is left alone, and the slot goes on`()
      async throws
    {
      let ledger = try await Ledger.open("tooold", .postgres, on: Servers.here())
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ = try await ledger.offsets { $0["lsn_proc"]?.integerValue != nil }
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      let backup = try await ledger.backUp(into: archive)
      let saved = try #require(try await ledger.offset()?["lsn_proc"]?.integerValue)
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["c": 1])
      for _ in 0..<100 {
        try await ledger.sql("CHECKPOINT")
        let moved = try await ledger.sql(
          "SELECT confirmed_flush_lsn - '0/0'::pg_lsn > \(saved) FROM pg_replication_slots WHERE slot_name = 'tooold'"
        )
        if moved.contains("t") { break }
        try await Task.sleep(for: .milliseconds(200))
      }
      let change = OffsetSetting(ledger)
      let check = try await change.run(
        "cdcwatch offsets check \(backup) -c tooold", "-o", "json")
      #expect(check.status == 2, "\(check)")
      let next = try #require(try check.json()["next"]?.stringValue, "\(check)")
      #expect(next == "cdcwatch offsets set -c tooold --to-slot")
      // A transaction that is open over the slot's position comes whole.
      let port = ledger.servers.places["POSTGRES_PORT"] ?? ""
      let long = try RunningProgram(
        URL(filePath: "/usr/bin/env"),
        [
          "psql", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-c",
          "BEGIN; INSERT INTO tooold.t VALUES ('first'); SELECT pg_sleep(8); INSERT INTO tooold.t VALUES ('last'); COMMIT",
        ], environment: ProcessInfo.processInfo.environment)
      try await ledger.insert("d")
      let done = try await change.execute(next, "--resume", archive: archive)
      #expect(!done.output.contains("made: the slot"), "\(done)")
      #expect(try await long.outcome(within: .seconds(20)).status == 0)
      try await ledger.insert("z")
      try await ledger.expectArrival(of: ["first": 1, "last": 1, "z": 1])
      let found = try await ledger.arrived()
      for row in ["a", "b", "c", "d"] { #expect(found[row] != nil, "\(found)") }
      let kept = try await Binary.run(
        "offsets", "verify", archive.appending(path: "before-changes/latest").path)
      #expect(kept.status == 0, "\(kept)")
    }

    @Test func `an LSN that skips, or lies behind the slot, is refused; the slot's own is taken`()
      async throws
    {
      let ledger = try await Ledger.open("places", .postgres, on: Servers.here())
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ = try await ledger.offsets { $0["lsn_proc"]?.integerValue != nil }
      try await ledger.stop()
      let change = OffsetSetting(ledger)
      let line = "cdcwatch offsets set -c places --lsn"
      let behind = try await change.run("\(line) 0/1")
      #expect(behind.status == 6, "\(behind)")
      #expect(behind.errors.contains("the verdict is WILL_REFUSE"), "\(behind)")
      #expect(behind.errors.contains("offsets set -c places --to-slot"), "\(behind)")
      let ahead = try await change.run("\(line) FF/1")
      #expect(ahead.status == 6, "\(ahead)")
      #expect(ahead.errors.contains("the verdict is WILL_SKIP"), "\(ahead)")
      let foreign = try await change.run("cdcwatch offsets set -c places --gtids 0-1-42")
      #expect(foreign.status == 64, "\(foreign)")
      #expect(foreign.errors.contains("reads neither MySQL nor MariaDB"), "\(foreign)")

      try await ledger.insert("c")
      let own = try await ledger.sql(
        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'places'")
      let position = own.trimmingCharacters(in: .whitespacesAndNewlines)
      _ = try await change.execute("\(line) \(position)", "--resume")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1])
    }

    @Test func `reset reads all again with initial, and goes on from the slot with no_data`()
      async throws
    {
      let ledger = try await Ledger.open("resets", .postgres, on: Servers.here())
      _ = try await ledger.offsets { $0["lsn"]?.integerValue != nil }
      let change = OffsetSetting(ledger)
      let plan = try await change.run("cdcwatch offsets reset -c resets", "-o", "json")
      #expect(plan.status == 0, "\(plan)")
      #expect(try plan.json()["verdict"] == .string("WILL_RESNAPSHOT"), "\(plan)")
      let done = try await change.execute("cdcwatch offsets reset -c resets", "--resume")
      #expect(done.output.contains("resumed: it has an offset again"), "\(done)")
      try await ledger.expectArrival(of: ["a": 2])
      // The offset is that of the snapshot's last row now.
      let slot = try await change.execute("cdcwatch offsets set -c resets --to-slot")
      #expect(slot.output.contains("it is STOPPED: 'cdcwatch connector resume resets"), "\(slot)")
      try await ledger.insert("b")
      try await ledger.resume()
      try await ledger.expectArrival(of: ["a": 2, "b": 1])
      _ = try await ledger.offsets { $0["txId"]?.integerValue != nil }
      try await ledger.stop()
      try await ledger.change(["snapshot.mode": "no_data"])
      try await ledger.insert("c")
      let last = try await change.execute("cdcwatch offsets reset -c resets", "--resume")
      #expect(last.output.contains("verdict  RESUME"), "\(last)")
      try await ledger.expectArrival(of: ["a": 2, "c": 1])
    }
  }
}

/// Runs command lines as they are printed, with servers that the environment names.
struct OffsetSetting {
  private let ledger: Ledger
  private let subject: String
  private let database: String

  /// For a ledger's connector, or another one of its own.
  init(_ ledger: Ledger, subject: String? = nil, database: String? = nil) {
    self.ledger = ledger
    self.subject = subject ?? ledger.name
    self.database = database ?? ledger.database
  }

  /// Runs a line that begins with `cdcwatch`, and the words behind it.
  func run(_ line: String, _ words: String..., archive: URL? = nil) async throws -> Outcome {
    try await run(line, words, archive: archive)
  }

  private func run(_ line: String, _ words: [String], archive: URL?) async throws -> Outcome {
    let state = try Places.newFolder("state")
    defer { try? FileManager.default.removeItem(at: state) }
    let typed = line.replacing("cdcwatch ", with: "\"$CDCWATCH\" ", maxReplacements: 1)
    let all = ([typed] + words).joined(separator: " ")
    return try await Binary.shell(
      all,
      environment: [
        "CDCWATCH_BROKERS": ledger.servers.kafka, "CDCWATCH_CONNECT": ledger.servers.connect,
        "CDCWATCH_DB": database, "CDCWATCH_ARCHIVE": archive?.path ?? state.path,
      ], within: .seconds(150))
  }

  /// Asks for the plan, agrees to it, and runs it to that status.
  func execute(
    _ line: String, _ words: String..., archive: URL? = nil, ends status: Int32 = 0
  ) async throws -> Outcome {
    let plan = try await run(line, ["-o", "json"], archive: archive)
    #expect(plan.status == 0, "\(plan)")
    let hash = try plan.json()["plan_hash"]?.stringValue ?? ""
    let done = try await run(
      line, ["--execute", "--confirm", subject, "--plan", hash] + words, archive: archive)
    #expect(done.status == status, "\(done)")
    return done
  }
}
