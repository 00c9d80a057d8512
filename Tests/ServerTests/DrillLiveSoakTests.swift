import Foundation
import JSON
import TestSupport
import Testing

/// What may be wrong with a backup, what an abort brings back, and drills that strike the cluster.
extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "mysql", "connect"), .soak)
  struct DrillLiveSoak {
    typealias Desk = DrillRuns.Desk

    @Test func `a backup that cannot be used is found before the disaster`() async throws {
      let other = try await Ledger.open("other", .postgres, on: Servers.here())
      let foreign = try Places.newFolder("foreign")
      let others = try await other.backUp(into: foreign)
      try await other.remove()
      let desk = try await Desk.live("badly_backed", .postgres)
      let older = try await desk.ledger.backUp(into: desk.archive)
      let cut = try desk.cut(older)
      // The slot moves on, and with it the log that is kept.
      try await desk.ledger.insert("b")
      try await desk.ledger.expectArrival(of: ["b": 1])
      try await desk.waitUntilSlotHasLeft(older)
      let before = try await desk.configuration()
      for (backup, way, status, words) in [
        (cut, "to-slot", 6 as Int32, "is not sound"),
        (others, "to-slot", 2, "holds no offset of 'badly_backed'"),
        (older, "pinned", 2, "RESUME or REPLAY was expected"),
      ] {
        let run = try await desk.drill(
          "cron-backup",
          desk.onLive + desk.secret + ["--set", "backup=\(backup)", "--set", "way=\(way)"],
          confirm: desk.ledger.name)
        try desk.expect(run, status, "refused")
        #expect(run.errors.contains(words), "\(run)")
        #expect(try await desk.configuration() == before)
        #expect(try await desk.ledger.status().state == "RUNNING")
        try await desk.expectNothingLeft()
        #expect(try await desk.leftSentinels() == "0")
      }
      try FileManager.default.removeItem(at: foreign)
      try await desk.close()
    }

    @Test func `a backup whose binary logs are purged is found before the disaster`() async throws {
      let desk = try await Desk.live("purged", .mysql)
      let older = try await desk.ledger.backUp(into: desk.archive)
      try await desk.ledger.insert("b")
      try await desk.ledger.expectArrival(of: ["b": 1])
      for _ in 0..<2 { try await desk.ledger.sql("FLUSH BINARY LOGS") }
      try await desk.ledger.insert("c")
      try await desk.ledger.expectArrival(of: ["c": 1])
      try await desk.ledger.sql("PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 SECOND")
      let run = try await desk.drill(
        "cron-backup", desk.onLive + desk.secret + ["--set", "backup=\(older)"],
        confirm: desk.ledger.name)
      try desk.expect(run, 2, "refused")
      #expect(run.errors.contains("the verdict is WILL_"), "\(run)")
      #expect(try await desk.ledger.status().state == "RUNNING")
      #expect(try await desk.leftSentinels() == "0")
      try await desk.close()
    }

    @Test func `a live run that is given up brings the connector back`() async throws {
      let desk = try await Desk.live("given_up", .postgres)
      let before = try await desk.configuration()
      let file = try await desk.changed(
        "connector-deleted",
        [("  - {id: restore,", "  - {id: pause, wait: {elapsed: 60s}}\n  - {id: restore,")])
      try await desk.kill(
        try await desk.agreed(file, desk.onLive + desk.secret, confirm: desk.ledger.name),
        in: "pause")
      #expect(try await desk.ledger.status().state == "STOPPED")
      let swept = try await Binary.run(
        ["drill", "sweep", try desk.runID(), "--execute", "--state", desk.state.path]
          + desk.endpoints + desk.onLive.suffix(4) + desk.secret, within: .seconds(120))
      #expect(swept.status == 0, "\(swept)")
      #expect(try await desk.configuration() == before)
      try await Connect(desk.ledger.servers).waitUntil(desk.ledger.name, "RUNNING")
      try await desk.expectNothingLeft()
      #expect(try await desk.leftSentinels() == "0")
      try await desk.ledger.insert("after")
      try await desk.ledger.expectArrival(of: ["a": 1, "after": 1])
      try await desk.close()
    }

    @Test func `a killed worker costs no change`() async throws {
      let desk = try await Desk("struck", .postgres)
      let run = try await desk.drill(
        "worker-lost", ["--set", "kill=\(try desk.stack("kill")); \(try desk.stack("up"))"])
      try desk.expect(run, 0, "proved")
      #expect(try run.json()["outages"]?.elements?.first?["rto_seconds"]?.isNull == false, "\(run)")
      try await desk.expectNothingLeft()
      try await desk.close()
    }

    @Test(arguments: ["rest", "kafka"])
    func `an emptied offsets topic comes back from the backup`(way: String) async throws {
      let desk = try await Desk.live("emptied_\(way)", .postgres)
      let topics =
        "HOME='\(NSHomeDirectory())' \(try #require(Places.stack).path) kafka-tool org.apache.kafka.tools.TopicCommand"
        + " --bootstrap-server \(desk.ledger.servers.kafka) --topic connect-offsets"
      let lose =
        "\(try desk.stack("down")) && \(topics) --delete && sleep 2 && \(topics) --create"
        + " --partitions 25 --replication-factor 1 --config cleanup.policy=compact"
      let run = try await desk.drill(
        "offsets-topic-lost",
        desk.onLive + desk.secret + [
          "--set", "way=\(way)", "--set", "lose=\(lose)", "--set",
          "restart=\(try desk.stack("up"))",
        ], confirm: desk.ledger.name)
      try desk.expect(run, 0, "proved")
      #expect(try run.json()["sentinels"]?["lost"] == .integer(0), "\(run)")
      try await desk.expectNothingLeft()
      try await desk.close()
    }
  }
}

extension RealServers.DrillRuns.Desk {
  /// The shell line that does something with Connect's worker.
  ///
  /// The servers' programs lie below the home folder, which a program under test does not have.
  fileprivate func stack(_ verb: String) throws -> String {
    "HOME='\(NSHomeDirectory())' \(try #require(Places.stack).path) \(verb) \(ledger.servers.world.folder.path) connect"
  }

  /// A copy of a backup that lacks its last record.
  fileprivate func cut(_ backup: String) throws -> String {
    let archive = URL(filePath: backup).deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(atPath: archive.path)
    let run = try #require(names.filter { $0.hasPrefix("20") }.max())
    let copy = archive.appendingPathExtension("cut").appending(path: run)
    try FileManager.default.createDirectory(
      at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: archive.appending(path: run), to: copy)
    let records = copy.appending(path: "records.jsonl")
    let lines = try String(contentsOf: records, encoding: .utf8).split(separator: "\n")
    try lines.dropLast().map { "\($0)\n" }.joined()
      .write(to: records, atomically: true, encoding: .utf8)
    return copy.path
  }

  /// Waits until the slot has nothing any more of what a backup would go on from.
  fileprivate func waitUntilSlotHasLeft(_ backup: String) async throws {
    for _ in 0..<100 {
      let check = try await Binary.run(
        ["offsets", "check", backup, "-c", ledger.name, "--connect", ledger.servers.connect]
          + ["-b", ledger.servers.kafka, "--db", ledger.database, "-o", "json"])
      let verdict = try? check.json()["verdict"]?.stringValue
      if verdict == "WILL_REFUSE" || verdict == "WILL_SKIP" { return }
      try await ledger.sql("SELECT pg_switch_wal()")
      try await Task.sleep(for: .milliseconds(500))
    }
    Issue.record("the slot never left the backup's offset")
  }
}
