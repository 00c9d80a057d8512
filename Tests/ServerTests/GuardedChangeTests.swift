import Foundation
import JSON
import TestSupport
import Testing

/// Changes over a Connect that wants to know who asks, from a context alone.
extension RealServers {
  @Suite(.serialized, .securedServers(and: "mysql"), .timeLimit(.minutes(10)))
  struct GuardedChanges {
    /// How to be let in, and where.
    private static func servers(_ context: String) throws -> Servers {
      let secured = try SecuredServers.here()
      var places = secured.places
      var login = ["--cacert", secured.files.appending(path: "kafka.pem").path]
      if context == "certificate" {
        places["CONNECT"] = places["CONNECT2"]
        for (option, file) in [("--cert", "me.pem"), ("--key", "me.key")] {
          login += [option, secured.files.appending(path: file).path]
        }
      } else {
        login += ["-u", "ops:geheim"]
      }
      return Servers(world: secured.world, places: places, login: login)
    }

    /// Runs cdcwatch by a context, with a database and an archive.
    private struct Desk {
      let ledger: Ledger
      let context: String
      let archive: URL

      func run(_ words: String...) async throws -> Outcome { try await run(words) }

      func run(_ words: [String]) async throws -> Outcome {
        let configuration = try SecuredServers.here().files.appending(path: "cdcwatch.yaml")
        return try await Binary.run(
          words + ["--context", context, "--config", configuration.path],
          environment: ["CDCWATCH_DB": ledger.database, "CDCWATCH_ARCHIVE": archive.path],
          within: .seconds(150))
      }

      /// Asks for the plan, agrees to it, and has it done.
      func execute(_ words: [String], _ more: String...) async throws -> Outcome {
        let plan = try await run(words + ["-o", "json"])
        #expect(plan.status == 0, "\(plan)")
        let hash = try plan.json()["plan_hash"]?.stringValue ?? ""
        let done = try await run(
          words + ["--execute", "--confirm", ledger.connectorName, "--plan", hash] + more)
        #expect(done.status == 0, "\(done)")
        #expect(!(done.output + done.errors).contains("geheim"), "\(done)")
        return done
      }
    }

    @Test(
      arguments: Soak.all(["password", "certificate", "dead-worker"], inTest: ["certificate"]))
    func `every change is made, and is what it is over an open Connect`(context: String)
      async throws
    {
      let name = "guard_" + context.prefix(4)
      let ledger = try await Ledger.open(name, .mysql, on: Self.servers(context))
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      let desk = Desk(ledger: ledger, context: context, archive: archive)
      for (change, state) in [("stop", "STOPPED"), ("resume", "RUNNING"), ("restart", "RUNNING")] {
        let done = try await desk.run("connector", change, name, "--execute")
        #expect(done.status == 0, "\(done)")
        #expect(done.output.contains("done: it is \(state)"), "\(done)")
      }
      _ = try await ledger.caughtUp()
      let old = try await ledger.sql("SELECT @@global.gtid_executed").filter { !$0.isWhitespace }
      let backup = try await desk.run("offsets", "backup")
      #expect(backup.status == 0, "\(backup)")
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["a": 1, "b": 1])
      _ = try await ledger.caughtUp()

      let restored = try await desk.execute(
        ["offsets", "restore", "latest", "-c", name], "--resume")
      #expect(restored.output.contains("resumed: its offset has moved on to "), "\(restored)")
      try await ledger.expectArrival(of: ["a": 1, "b": 2])
      _ = try await ledger.caughtUp()

      _ = try await desk.execute(["offsets", "set", "-c", name, "--gtids", old], "--resume")
      try await ledger.expectArrival(of: ["a": 1, "b": 3])
      _ = try await ledger.caughtUp()

      let reset = try await desk.execute(["offsets", "reset", "-c", name])
      #expect(reset.output.contains("read back twice: as written\n"), "\(reset)")
      #expect(try await ledger.offset() == nil)

      try await ledger.delete()
      let secret = archive.appending(path: "password")
      try Data("dbz\n".utf8).write(to: secret)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret.path)
      let made = try await desk.execute(
        [
          "offsets", "restore", "latest", "-c", name, "--create", "--secret",
          "database.password=@\(secret.path)",
        ], "--resume")
      #expect(made.output.contains("made: it is STOPPED, with no task\n"), "\(made)")
      try await ledger.expectArrival(of: ["a": 1, "b": 4])
      try await ledger.delete()
    }

    private static let refusals = [
      ("password", "wrong-connect-password", "refuses with 401"),
      ("certificate", "no-connect-certificate", "alert"),
    ]

    @Test(arguments: Soak.all(refusals, inTest: [refusals[0]]))
    func `who is not let in is told in one clear line, and nothing is changed`(
      context: String, wrong: String, words: String
    ) async throws {
      let name = "shut_" + context.prefix(4)
      let ledger = try await Ledger.open(name, .mysql, on: Self.servers(context))
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      let right = Desk(ledger: ledger, context: context, archive: archive)
      _ = try await ledger.caughtUp()
      #expect(try await right.run("offsets", "backup").status == 0)
      try await Connect(ledger.servers).waitUntil(name, "RUNNING")
      let desk = Desk(ledger: ledger, context: wrong, archive: archive)
      let consent = ["--execute", "--confirm", name, "--plan", "0123456789abcdef"]
      let changes = [
        ["connector", "stop", name, "--execute"], ["connector", "resume", name, "--execute"],
        ["connector", "restart", name, "--execute"],
        ["offsets", "restore", "latest", "-c", name, "--resume"] + consent,
        ["offsets", "restore", "latest", "-c", name, "--as", "other", "--create"] + consent,
        ["offsets", "set", "-c", name, "--gtids", "8ea403db-e5ae-11f1-b6e8-02fc00000001:1"]
          + consent,
        ["offsets", "reset", "-c", name] + consent,
      ]
      for change in changes {
        let run = try await desk.run(change)
        #expect(run.status == 4, "\(run)")
        #expect(run.output == "", "\(run)")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 2, "\(run)")
        #expect(lines.first?.contains(words) == true, "\(run)")
        #expect(lines.last?.hasPrefix("hint: ") == true, "\(run)")
        #expect(!run.errors.contains("falsch"), "\(run)")
      }
      #expect(try await ledger.status().state == "RUNNING")
      #expect(try await ledger.connectors() == [name])
      // Its task has gone on all the time.
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["a": 1, "b": 1])
      let before = archive.appending(path: "before-changes").path
      #expect(!FileManager.default.fileExists(atPath: before))
      try await ledger.delete()
    }
  }
}
