import Foundation
import JSON
import KafkaConnect
import TestSupport
import Testing

/// What happens between a plan and its deed, and a connector that has another name or another topic
/// than its backup.
extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "connect"), .timeLimit(.minutes(6)))
  struct Meanwhile {
    private func words(_ ledger: Ledger, _ archive: URL, _ more: [String] = []) -> [String] {
      let archived = "\(archive.path)/latest"
      return [
        "offsets", "restore", archived, "-c", ledger.name, "-b", ledger.servers.kafka, "--db",
      ]
        + [ledger.database] + more
    }

    /// Types the connector's name on a terminal, once the plan stands there and `meanwhile` was done.
    private func typing(
      _ words: [String], _ name: String, meanwhile: () async throws -> Void
    ) async throws -> Outcome {
      let folder = try Places.newFolder("terminal")
      defer { try? FileManager.default.removeItem(at: folder) }
      let (screen, done) = (folder.appending(path: "screen"), folder.appending(path: "done"))
      async let run = Binary.shell(
        """
        ( until [ -e \(done.path) ]; do sleep 0.1; done; printf '\(name)\\n' ) | \
          script -qefc '"$CDCWATCH" \(words.joined(separator: " ")) --execute' \(screen.path)
        """, within: .seconds(120))
      for _ in 0..<200 {
        let seen = try? String(contentsOf: screen, encoding: .utf8)
        if seen?.contains("type \(name) to go on: ") == true { break }
        try await Task.sleep(for: .milliseconds(150))
      }
      try await meanwhile()
      try Data().write(to: done)
      return try await run
    }

    /// Somebody takes the connector's slot away, or brings it back.
    private func takeSlot(of ledger: Ledger) async throws {
      let name = ledger.name
      try await ledger.sql("SELECT pg_copy_logical_replication_slot('\(name)', '\(name)_aside')")
      try await ledger.sql("SELECT pg_drop_replication_slot('\(name)')")
    }

    private func bringSlot(of ledger: Ledger) async throws {
      let name = ledger.name
      try await ledger.sql("SELECT pg_copy_logical_replication_slot('\(name)_aside', '\(name)')")
      try await ledger.sql("SELECT pg_drop_replication_slot('\(name)_aside')")
    }

    @Test func `a slot that goes between the plan and the deed keeps offsets from being written`()
      async throws
    {
      let servers = try Servers.here()
      let ledger = try await Ledger.open("vanishing", .postgres, on: servers)
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      try await ledger.stop()
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      _ = try await ledger.backUp(into: archive)
      try await ledger.forgetOffsets()
      let rest = words(ledger, archive, ["--connect", servers.connect])
      let plan = try await Binary.run(rest + ["-o", "json"])
      #expect(try plan.json()["verdict"] == .string("RESUME"), "\(plan)")
      let hash = try #require(try plan.json()["plan_hash"]?.stringValue)

      let halfway = try await typing(rest, ledger.name) { try await takeSlot(of: ledger) }
      #expect(halfway.status == 7, "\(halfway)")
      #expect(
        halfway.output.contains("meanwhile the verdict is another, WILL_") == true, "\(halfway)")
      #expect(
        halfway.output.contains(
          "none of its offsets was changed, and 'vanishing' is STOPPED"), "\(halfway)")
      #expect(
        halfway.output.contains("'cdcwatch connector resume vanishing --execute' undoes the stop"))
      #expect(try await ledger.status().state == "STOPPED")
      #expect(try await ledger.offset()?.isNull != false)
      let late = try await Binary.run(
        rest + ["--execute", "--confirm", ledger.name, "--plan", hash], within: .seconds(90))
      #expect(late.status == 6, "\(late)")
      #expect(late.errors.contains("the verdict is WILL_"), "\(late)")

      try await bringSlot(of: ledger)
      let direct = rest + ["--via", "kafka"]
      let refused = try await typing(direct, ledger.name) { try await takeSlot(of: ledger) }
      #expect(refused.status == 6, "\(refused)")
      #expect(refused.output.contains("meanwhile the verdict is another, WILL_"), "\(refused)")
      #expect(refused.output.contains("; nothing was changed\r\n"), "\(refused)")
      #expect(try await Topic(servers).records(of: ledger.name).isEmpty)

      try await bringSlot(of: ledger)
      let done = try await Binary.run(
        rest + ["--execute", "--confirm", ledger.name, "--plan", hash], within: .seconds(90))
      #expect(done.status == 0, "\(done)")
      #expect(done.output.contains("the verdict, taken again: RESUME: "), "\(done)")
      try await ledger.resume()
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1])
      try await ledger.remove()
    }

    @Test
    func `a key gets the connector's new name, and its own place in a topic with more partitions`()
      async throws
    {
      let servers = try Servers.here()
      let former = try await Ledger.open("former", .postgres, on: servers)
      try await former.insert("b")
      try await former.expectArrival(of: ["b": 1])
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      var ledger = former
      ledger.renamed = "latter"
      try await ledger.makeStopped([:])
      try await former.resume()
      _ = try await former.backUp(into: archive)
      let rest = ["--connect", servers.connect]
      let direct = words(former, archive, ["--via", "kafka", "--as", "latter"])
      let rival = try await Binary.run(direct + rest)
      #expect(rival.status == 6, "\(rival)")
      #expect(rival.errors.contains("Connect says that 'former' is RUNNING"), "\(rival)")
      #expect(rival.errors.contains("--force former-connector"), "\(rival)")

      try await former.stop()
      _ = try await former.backUp(into: archive)
      try await former.delete()
      let plan = try await carryOut(direct + rest, "latter")
      #expect(plan.contains("restore 'latter', which was 'former', from "), "\(plan)")
      #expect(plan.contains(#"["latter",{"server":"former"}]"#), "\(plan)")
      try await ledger.resume()
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1])

      try await ledger.stop()
      _ = try await ledger.backUp(into: archive)
      try await ledger.forgetOffsets()
      try await servers.world.down(["connect"])
      try await Topic(servers).widen(to: 50)
      var later = words(ledger, archive, ["--via", "kafka"])
      later.replace(["-c", "former"], with: ["-c", "latter"])
      let wide = try await carryOut(later, "latter")
      #expect(
        wide.contains("note: 'connect-offsets' has 50 partitions, and had 25 in the backup"),
        "\(wide)")
      try await servers.world.up(["connect"])
      try await ledger.resume()
      try await ledger.insert("d")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1, "d": 1])
      try await ledger.remove()
    }

    /// Asks for the plan, does it, and gives back what was said.
    private func carryOut(_ words: [String], _ name: String) async throws -> String {
      let plan = try await Binary.run(words + ["-o", "json"])
      #expect(plan.status == 0, "\(plan)")
      let hash = try plan.json()["plan_hash"]?.stringValue ?? ""
      let done = try await Binary.run(
        words + ["--execute", "--confirm", name, "--plan", hash], within: .seconds(90))
      #expect(done.status == 0, "\(done)")
      return done.output
    }
  }
}
