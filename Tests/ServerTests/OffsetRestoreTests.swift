import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  @Suite(.serialized, .servers("kafka", "mysql", "connect"))
  struct OffsetRestores {
    /// `cdcwatch offsets restore` of a ledger's newest backup.
    private func restore(
      _ ledger: Ledger, from archive: URL, _ words: String..., database: Bool = true
    ) async throws -> Outcome {
      try await Binary.run(
        ["offsets", "restore", "\(archive.path)/latest", "-c", ledger.name]
          + ["-b", ledger.servers.kafka, "--connect", ledger.servers.connect]
          + (database ? ["--db", ledger.database] : []) + words, within: .seconds(120))
    }

    private func backup(_ ledger: Ledger, into archive: URL) async throws {
      let run = try await Binary.run(
        "offsets", "backup", archive.path, "-b", ledger.servers.kafka, "--connect",
        ledger.servers.connect)
      #expect(run.status == 0, "\(run)")
    }

    @Test func `an older offset is put back, and what came after it comes again`() async throws {
      let ledger = try await Ledger.open("putback", .mysql, on: Servers.here())
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ = try await ledger.caughtUp()
      let archive = try Places.newFolder("archive")
      try await backup(ledger, into: archive)
      let old = try await ledger.offset()
      for row in ["c", "d"] { try await ledger.insert(row) }
      try await ledger.expectArrival(of: ["c": 1, "d": 1])
      _ = try await ledger.caughtUp()

      let plan = try await restore(ledger, from: archive, "-o", "json")
      #expect(plan.status == 0, "\(plan)")
      let reading = try plan.json()
      #expect(reading["verdict"] == .string("REPLAY"), "\(plan)")
      #expect(reading["executed"] == .bool(false))
      let hash = try #require(reading["plan_hash"]?.stringValue)
      #expect(try await ledger.offset() != old)

      let unproved = try await restore(ledger, from: archive, database: false)
      #expect(unproved.status == 6, "\(unproved)")
      #expect(unproved.errors.contains("the verdict is UNKNOWN"), "\(unproved)")
      let unconfirmed = try await restore(
        ledger, from: archive, "--execute", "--confirm", ledger.name, "--plan", "0123")
      #expect(unconfirmed.status == 6, "\(unconfirmed)")
      #expect(try await ledger.offset() != old)

      let done = try await restore(
        ledger, from: archive, "--execute", "--confirm", ledger.name, "--plan", hash)
      #expect(done.status == 0, "\(done)")
      #expect(done.output.contains("read back twice: as written\n"), "\(done)")
      #expect(try await ledger.offset() == old)
      // The offsets from before are kept, and are not what `latest` means.
      let safety = archive.appending(path: "before-changes").path
      let kept = try await Binary.run("offsets", "verify", "\(safety)/latest")
      #expect(kept.status == 0, "\(kept)")
      #expect(try await restore(ledger, from: archive).output.contains("has its saved offset"))

      let resumed = try await Binary.run(
        "connector", "resume", ledger.name, "--connect", ledger.servers.connect, "--execute",
        within: .seconds(90))
      #expect(resumed.status == 0, "\(resumed)")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 2, "d": 2])
    }

    @Test func `with --resume a new offset proves that it goes on`() async throws {
      let ledger = try await Ledger.open("goeson", .mysql, on: Servers.here())
      _ = try await ledger.caughtUp()
      let archive = try Places.newFolder("archive")
      try await backup(ledger, into: archive)
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ = try await ledger.caughtUp()
      let hash = try #require(
        try await restore(ledger, from: archive, "-o", "json").json()["plan_hash"]?.stringValue)
      let done = try await restore(
        ledger, from: archive, "--execute", "--confirm", ledger.name, "--plan", hash, "--resume")
      #expect(done.status == 0, "\(done)")
      #expect(done.output.contains("resumed: its offset has moved on to "), "\(done)")
      try await ledger.expectArrival(of: ["a": 1, "b": 2])
    }

    @Test func `a damaged backup and another connector's are refused with 6`() async throws {
      let ledger = try await Ledger.open("refused", .mysql, on: Servers.here())
      _ = try await ledger.caughtUp()
      let archive = try Places.newFolder("archive")
      try await backup(ledger, into: archive)
      let other = try await Ledger.open("stranger", .mysql, on: Servers.here())
      let foreign = try await restore(other, from: archive)
      #expect(foreign.status == 6, "\(foreign)")
      #expect(
        foreign.errors.contains("the backup has no offset of the connector 'stranger'"),
        "\(foreign)")
      let run = try #require(
        FileManager.default.contentsOfDirectory(atPath: archive.path).first)
      let file = archive.appending(path: "\(run)/records.jsonl")
      var bytes = try [UInt8](Data(contentsOf: file))
      bytes[bytes.count / 2] ^= 1
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      try Data(bytes).write(to: file)
      let damaged = try await Binary.run(
        "offsets", "restore", archive.appending(path: run).path, "-c", ledger.name, "--connect",
        ledger.servers.connect)
      #expect(damaged.status == 6, "\(damaged)")
      #expect(damaged.errors.contains("is not sound: "), "\(damaged)")
    }
  }
}
