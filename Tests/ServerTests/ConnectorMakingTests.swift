import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "mysql", "mariadb", "connect"))
  struct ConnectorMakings {
    /// A connector with rows a and b delivered.
    private func ledger(_ name: String, _ engine: Ledger.Engine) async throws -> Ledger {
      let ledger = try await Ledger.open(name, engine, on: Servers.here())
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ =
        engine == .postgres
        ? try await ledger.offsets { $0["lsn_proc"]?.integerValue != nil }
        : try await ledger.caughtUp()
      return ledger
    }

    /// A file with the password that no backup has.
    private func secret(_ text: String, in folder: URL) throws -> String {
      let file = folder.appending(path: "password-\(text)")
      try Data("\(text)\n".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      return file.path
    }

    @Test(arguments: Soak.engines(inTest: .mariadb))
    func `a deleted connector is made again, and every row comes once`(engine: Ledger.Engine)
      async throws
    {
      let name = "made_\(engine.rawValue)"
      let ledger = try await ledger(name, engine)
      try await ledger.stop()
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      let backup = try await ledger.backUp(into: archive)
      try await ledger.forgetOffsets()
      try await ledger.delete()
      for row in ["c", "d"] { try await ledger.insert(row) }

      let change = OffsetSetting(ledger)
      let restore = "cdcwatch offsets restore \(backup) -c \(name) --create"
      let without = try await change.run(restore)
      #expect(without.status == 64, "\(without)")
      #expect(without.errors.contains("these are missing: database.password\n"), "\(without)")
      let line = try "\(restore) --secret database.password=@\(secret("dbz", in: archive))"
      if engine == .mysql {
        let wrong = try secret("geheim", in: archive)
        let refused = try await change.execute(
          "\(restore) --secret database.password=@\(wrong)", ends: 6)
        #expect(refused.errors.contains("Connect does not make"), "\(refused)")
        #expect(!(refused.output + refused.errors).contains("geheim\n"), "\(refused)")
        #expect(try await ledger.connectors() == [])
      }
      let plan = try await change.run(line, "-o", "json").json()
      #expect(plan["verdict"] == .string("RESUME"), "\(plan.prettyText)")
      #expect(try await ledger.connectors() == [], "a plan changes nothing")
      let done = try await change.execute(line, "--resume")
      #expect(done.output.contains("made: it is STOPPED, with no task\n"), "\(done)")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1, "d": 1])
      #expect(!(done.output + done.errors).contains("dbz"), "\(done)")
      let again = try await change.run(line)
      #expect(again.status == 64, "\(again)")
      #expect(again.errors.contains("has a connector '\(name)' already"), "\(again)")
      try await ledger.delete()
    }

    @Test func `under a new name it goes on, and its old self must not run beside it`() async throws
    {
      let ledger = try await ledger("renames", .mysql)
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      let backup = try await ledger.backUp(into: archive)
      let change = OffsetSetting(ledger, subject: "renamed")
      let line = try """
      cdcwatch offsets restore \(backup) -c renames --as renamed --create --secret \
      database.password=@\(secret("dbz", in: archive))
      """
      let beside = try await change.run(line)
      #expect(beside.status == 6, "\(beside)")
      #expect(
        beside.errors.contains("'renames' is RUNNING with the same topic.prefix"), "\(beside)")
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["c": 1])
      _ = try await ledger.caughtUp()
      try await ledger.stop()
      try await ledger.delete()
      try await ledger.insert("d")
      let plan = try await change.run(line, "-o", "json").json()
      #expect(plan["verdict"] == .string("REPLAY"), "\(plan.prettyText)")
      _ = try await change.execute(line, "--resume")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 2, "d": 1])
      #expect(try await ledger.connectors() == ["renamed"])
      try await Ledger(servers: ledger.servers, engine: .mysql, name: "renamed").delete()
    }

    @Test func `of a connector that is gone a backup of cron is enough, where its slot stands`()
      async throws
    {
      let ledger = try await ledger("cron", .postgres)
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      let backup = try await ledger.backUp(into: archive)
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["c": 1])
      let old = try #require(try await ledger.offset()?["lsn_proc"]?.integerValue)
      _ = try await ledger.offsets { ($0["lsn_proc"]?.integerValue ?? 0) > old }
      try await ledger.stop()
      try await ledger.forgetOffsets()
      try await ledger.delete()
      try await ledger.insert("d")
      let line = try """
      cdcwatch offsets set -c cron --to-slot --create \(backup) --secret \
      database.password=@\(secret("x", in: archive))
      """
      let change = OffsetSetting(ledger)
      _ = try await change.execute(line, "--resume")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1, "d": 1])
      try await ledger.delete()
    }

    @Test(arguments: Soak.all([Ledger.Engine.mysql, .mariadb], inTest: [.mysql]))
    func `an older GTID set brings what the verdict says again, and no more`(engine: Ledger.Engine)
      async throws
    {
      let name = "gtids_\(engine.rawValue)"
      let ledger = try await ledger(name, engine)
      let variable = engine == .mysql ? "@@global.gtid_executed" : "@@global.gtid_binlog_pos"
      let old = try await ledger.sql("SELECT \(variable)").filter { !$0.isWhitespace }
      for row in ["c", "d"] { try await ledger.insert(row) }
      try await ledger.expectArrival(of: ["c": 1, "d": 1])
      _ = try await ledger.caughtUp()
      let change = OffsetSetting(ledger)
      let line = "cdcwatch offsets set -c \(name) --gtids \(old)"
      let foreign = try await change.run(
        "cdcwatch offsets set -c \(name) --gtids "
          + (engine == .mysql ? "0-1-42" : "8ea403db-e5ae-11f1-b6e8-02fc00000001:1-5"))
      #expect(foreign.status == 64, "\(foreign)")
      #expect(foreign.errors.contains("--gtids: that is a set of "), "\(foreign)")
      let lsn = try await change.run("cdcwatch offsets set -c \(name) --to-slot")
      #expect(lsn.status == 64, "\(lsn)")
      let place = try await change.run(
        "cdcwatch offsets set -c \(name) --file binlog.000001 --position 4")
      #expect(place.status == 64, "\(place)")
      #expect(place.errors.contains("the offset has GTIDs, which decide"), "\(place)")

      let plan = try await change.run(line, "-o", "json").json()
      #expect(plan["verdict"] == .string("REPLAY"), "\(plan.prettyText)")
      #expect(
        plan["reason"]?.stringValue?.hasPrefix("2 transactions") == true, "\(plan.prettyText)")
      _ = try await change.execute(line, "--resume")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 2, "d": 2])

      // Without an offset, no_data would begin where the server stands.
      try await ledger.stop()
      try await ledger.change(["snapshot.mode": "no_data"])
      let lost = try await change.run("cdcwatch offsets reset -c \(name)")
      #expect(lost.status == 6, "\(lost)")
      #expect(lost.errors.contains("the verdict is WILL_SKIP"), "\(lost)")
      let check = try #require(lost.errors.split(separator: "--force ").last)
      let forced = try await change.run(
        "cdcwatch offsets reset -c \(name) --force \(check.filter { !$0.isWhitespace })")
      #expect(forced.status == 0, "\(forced)")
      #expect(forced.output.contains("nothing was changed; --execute does it"), "\(forced)")
      try await ledger.delete()
    }
  }
}
