import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  /// Connect with `exactly.once.source.support=enabled`: offsets and data in one transaction.
  @Suite(.serialized, .servers("kafka", "mysql"), .timeLimit(.minutes(4)))
  struct ExactlyOnceRestores {
    @Test func `offsets in transactions are found, backed up, and put back by both ways`()
      async throws
    {
      let world = try Servers.here().world
      try world.set("connect", "exactly.once.source.support=enabled\n")
      try await world.up(["connect"])
      let servers = Servers(world: world, places: try await world.places())
      let ledger = try await Ledger.open("once", .mysql, on: servers)
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ = try await ledger.caughtUp()
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      // The last place of each partition is a transaction's marker, and no record.
      let backup = try await ledger.backUp(into: archive)
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["c": 1])
      _ = try await ledger.caughtUp()

      let byRest = try await restore(ledger, backup, ["--connect", servers.connect])
      #expect(byRest.output.contains("read back twice: as written\n"), "\(byRest)")
      try await ledger.resume()
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 2])
      _ = try await ledger.caughtUp()

      // Written without a transaction, past the fencing: nobody may live.
      let words = ["--via", "kafka"]
      let living = try await run(ledger, backup, words)
      #expect(living.status == 6, "\(living)")
      try await world.down(["connect"])
      let byTopic = try await restore(ledger, backup, words)
      #expect(byTopic.output.contains("read back to the topics' ends: as written\n"), "\(byTopic)")
      try await world.up(["connect"])
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 3])
    }

    private func restore(
      _ ledger: Ledger, _ backup: String, _ words: [String]
    ) async throws -> Outcome {
      let plan = try await run(ledger, backup, words + ["-o", "json"])
      #expect(try plan.json()["verdict"] == .string("REPLAY"), "\(plan)")
      let hash = try plan.json()["plan_hash"]?.stringValue ?? ""
      let done = try await run(
        ledger, backup, words + ["--execute", "--confirm", ledger.name, "--plan", hash])
      #expect(done.status == 0, "\(done)")
      return done
    }

    private func run(
      _ ledger: Ledger, _ backup: String, _ words: [String]
    ) async throws -> Outcome {
      try await Binary.run(
        ["offsets", "restore", backup, "-c", ledger.name, "-b", ledger.servers.kafka]
          + ["--db", ledger.database] + words, within: .seconds(90))
    }
  }
}
