import Debezium
import Foundation
import JSON
import Kafka
import OffsetBackup
import TestSupport
import Testing

extension RealServers {
  /// Offsets written into Connect's own topic, and that topic damaged while workers run.
  @Suite(.serialized, .servers("kafka", "mysql", "connect"), .timeLimit(.minutes(6)))
  struct TopicRestores {
    // MARK: The topic itself

    @Test
    func `records go back into the topic when no task lives, and the next start goes on from them`()
      async throws
    {
      let servers = try Servers.here()
      let ledger = try await Ledger.open("aside", .mysql, on: servers)
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ = try await ledger.caughtUp()
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      _ = try await ledger.backUp(into: archive)
      try await rehearses(servers, archive)
      let saved = try #require(try await Topic(servers).records(of: "aside").first)
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["c": 1])
      _ = try await ledger.caughtUp()

      let asked = try await restore(ledger, from: archive, ["--connect", servers.connect])
      #expect(asked.status == 6, "\(asked)")
      #expect(asked.errors.contains("Connect says that 'aside' is RUNNING, task 0 RUNNING"))
      for extra in [[], ["--connect", "http://127.0.0.1:1"]] {
        let unasked = try await restore(ledger, from: archive, extra)
        #expect(unasked.status == 6, "\(unasked)")
        #expect(unasked.errors.contains("a worker lives in the group 'connect', at 127.0.0.1"))
        #expect(unasked.errors.contains("with a task of 'aside'"), "\(unasked)")
      }
      // A restore over REST that cannot reach it names this way.
      let unreached = try await Binary.run(
        "offsets", "restore", "\(archive.path)/latest", "-c", "aside", "--connect",
        "http://127.0.0.1:1")
      #expect(unreached.status == 5, "\(unreached)")
      #expect(unreached.errors.contains("--via kafka"), "\(unreached)")

      try await servers.world.kill("connect")
      try await refusesAfterACrash(ledger, archive)
      try await servers.world.up(["connect"])
      try await ledger.expectArrival(of: ["c": 1])
      try await servers.world.down(["connect"])

      // Somebody has written the key by hand, into another partition.
      let stray: Int32 = saved.partition == 0 ? 1 : 0
      try OffsetsTopic.send(
        [
          ProducerRecord(
            topic: "connect-offsets", partition: stray, key: saved.key,
            value: Array(#"{"file":"binlog.000001","pos":4}"#.utf8))
        ], to: servers.configuration())
      let plan = try await restore(ledger, from: archive, ["-o", "json"])
      #expect(plan.status == 0, "\(plan)")
      #expect(try plan.json()["verdict"] == .string("REPLAY"), "\(plan)")
      let hash = try #require(try plan.json()["plan_hash"]?.stringValue)
      let done = try await restore(
        ledger, from: archive, ["--execute", "--confirm", "aside", "--plan", hash])
      #expect(done.status == 0, "\(done)")
      #expect(done.output.contains("no task  Connect was not asked; no worker group has a member"))
      #expect(done.output.contains("read back to the topics' ends: as written\n"), "\(done)")
      let kept = try await Binary.run("offsets", "verify", "\(archive.path)/before-changes/latest")
      #expect(kept.status == 0, "\(kept)")
      let now = try await Topic(servers).records(of: "aside")
      #expect(Set(now.map(\.partition)) == [saved.partition, stray])
      #expect(now.allSatisfy { $0.key == saved.key && $0.value == saved.value })

      try await servers.world.up(["connect"])
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 2])
    }

    /// A running connector is not touched, and the backup of the scratch topic has the same hash.
    private func rehearses(_ servers: Servers, _ archive: URL) async throws {
      let done = try await servers.run(
        "offsets", "restore", "\(archive.path)/latest", "--rehearse", "scratch", "--execute")
      #expect(done.status == 0, "\(done)")
      #expect(done.output.contains("made: scratch\n"), "\(done)")
      var admin = try Admin(servers.configuration())
      #expect(try admin.metadata(topic: "scratch").partitions.count == 25)
      #expect(try admin.configuration(ofTopic: "scratch")["cleanup.policy"] == "compact")
      let backup = try await servers.run(
        "offsets", "backup", archive.appending(path: "scratch").path, "--offsets-topic", "scratch",
        "-o", "json")
      let hash = try #require(try backup.json()["content_sha256"]?.stringValue)
      #expect(done.output.contains("content_sha256 \(hash), as the backup's"), "\(done)")
    }

    /// A killed worker is a member for its session's length, and its tasks' last word stays RUNNING.
    private func refusesAfterACrash(_ ledger: Ledger, _ archive: URL) async throws {
      let killed = try await restore(ledger, from: archive, [])
      #expect(killed.status == 6, "\(killed)")
      #expect(killed.errors.contains("a worker lives in the group"), "\(killed)")
      var run = killed
      for _ in 0..<120 where !run.errors.contains("the last word of 'connect-status'") {
        try await Task.sleep(for: .milliseconds(500))
        run = try await restore(ledger, from: archive, [])
      }
      #expect(run.status == 6, "\(run)")
      #expect(run.errors.contains("is RUNNING, on the worker 127.0.0.1:"), "\(run)")
      #expect(run.errors.contains("--force status-topic"), "\(run)")
      let forced = try await restore(ledger, from: archive, ["--force", "status-topic"])
      #expect(forced.status == 0, "\(forced)")
    }

    private func restore(
      _ ledger: Ledger, from archive: URL, _ words: [String]
    ) async throws -> Outcome {
      try await Binary.run(
        ["offsets", "restore", "\(archive.path)/latest", "-c", ledger.name, "--via", "kafka"]
          + ["-b", ledger.servers.kafka, "--db", ledger.database] + words, within: .seconds(60))
    }

    // MARK: The damaged topic

    @Test func `a damaged offsets topic is saved, and mended while the workers run`() async throws {
      let servers = try Servers.here()
      // A worker's producers learn of new partitions after so long; 5 minutes unless it is set.
      try servers.world.set("connect", "metadata.max.age.ms=2000\n")
      try await servers.world.down(["connect"])
      try await servers.world.up(["connect"])
      let busy = try await Ledger.open("busy", .mysql, on: servers)
      _ = try await busy.caughtUp()
      let quiet = try await Ledger.open("quiet", .mysql, on: servers)
      _ = try await quiet.caughtUp()
      try await quiet.stop()
      let topic = Topic(servers)
      let before = try await topic.records(of: "quiet")
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      _ = try await busy.backUp(into: archive)

      try await topic.empty()
      let emptied = try await rescue(servers, archive)
      #expect(emptied.status == 0, "\(emptied)")
      var reading = try emptied.json()
      #expect(origins(reading)["quiet"] == "connect", "\(emptied)")
      #expect(reading["topics"]?.elements?.first?["partitions"] == .integer(25))
      // Connect has it still and its topic does not: only the way into the topic puts it there.
      try await putBack(quiet, archive)
      let after = try await topic.records(of: "quiet")
      #expect(after.map(\.key) == before.map(\.key))
      #expect(after.map(\.partition) == before.map(\.partition))
      #expect(after.map(\.decodedValue) == before.map(\.decodedValue))

      try await topic.remove()
      try await tellsTheLastChange(servers)
      try await busy.insert("b")
      let removed = try await rescue(servers, archive)
      #expect(removed.took < .seconds(40), "REST was waited for: \(removed)")
      #expect(removed.status == 3, "\(removed)")
      reading = try removed.json()
      #expect(reading["topics"]?.elements?.first?["state"] == .string("made anew"), "\(removed)")
      #expect(origins(reading)["quiet"] == "backup")
      let backup = try #require(reading["backup"]?.stringValue)
      let verify = try await Binary.run("offsets", "verify", backup)
      #expect(verify.status == 0, "\(verify)")

      var typed: [String] = []
      for turn in 0..<60 where origins(reading)["busy"] != "topic" || !isSound(reading) {
        if turn.isMultiple(of: 5) { try await busy.insert("c\(turn)") }
        typed += try await topic.mend(reading)
        reading = try await rescue(servers, archive).json()
      }
      #expect(typed.contains { $0.contains("--alter --topic connect-offsets --partitions 25") })
      #expect(typed.last?.contains("cleanup.policy=compact") == true, "\(typed)")
      #expect(isSound(reading), "\(reading.prettyText)")
      let own = try await topic.records(of: "busy")
      #expect(own.allSatisfy { $0.partition == KeyPartition.of($0.key ?? [], partitions: 25) })
      try await putBack(quiet, archive)
      // A worker starts with it, and both go on where they were.
      try await servers.world.down(["connect"])
      try await servers.world.up(["connect"])
      try await quiet.resume()
      try await quiet.insert("z")
      try await busy.insert("z")
      try await quiet.expectArrival(of: ["a": 1, "z": 1])
      try await busy.expectArrival(of: ["a": 1, "b": 1, "c0": 1, "z": 1])
    }

    /// Without a backup a stopped connector's offset is known from its rows alone.
    private func tellsTheLastChange(_ servers: Servers) async throws {
      let empty = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: empty) }
      let unknown = try await servers.run(
        "offsets", "rescue", empty.path, "--connect", servers.connect, "--wait", "0s",
        "--offsets-topic", "connect-offsets", "-o", "json", within: .seconds(60))
      #expect(unknown.status == 2, "\(unknown)")
      let reading = try unknown.json()
      #expect(reading["missing"]?.elements?.contains(.string("quiet")) == true, "\(unknown)")
      let next = (reading["next"]?.elements ?? []).compactMap(\.stringValue)
      #expect(
        next.contains {
          $0.hasPrefix("quiet: its last change in Kafka came from binlog.0")
            && $0.contains("'cdcwatch offsets set -c quiet --")
        }, "\(unknown)")
    }

    private func rescue(_ servers: Servers, _ archive: URL) async throws -> Outcome {
      try await servers.run(
        "offsets", "rescue", archive.path, "--connect", servers.connect, "--wait", "5s", "-o",
        "json", within: .seconds(60))
    }

    private func origins(_ reading: JSONValue) -> [String: String] {
      Dictionary(
        (reading["offsets"]?.elements ?? []).compactMap { entry in
          entry["connector"]?.stringValue.flatMap { name in
            entry["from"]?.stringValue.map { (name, $0) }
          }
        }, uniquingKeysWith: { first, _ in first })
    }

    private func isSound(_ reading: JSONValue) -> Bool {
      reading["topics"]?.elements?.first?["state"] == .string("sound")
    }

    private func putBack(_ ledger: Ledger, _ archive: URL) async throws {
      let words = ["--connect", ledger.servers.connect]
      let plan = try await restore(ledger, from: archive, words + ["-o", "json"])
      let hash = try plan.json()["plan_hash"]?.stringValue ?? ""
      let done = try await restore(
        ledger, from: archive,
        words + ["--execute", "--confirm", ledger.name, "--plan", hash])
      #expect(done.status == 0, "\(plan) \(done)")
      #expect(done.output.contains("Connect has them: as written\n"), "\(done)")
    }
  }
}

/// Connect's offsets topic, as Kafka's own tools damage and mend it.
struct Topic {
  let servers: Servers

  init(_ servers: Servers) { self.servers = servers }

  /// A connector's live records.
  func records(of connector: String) async throws -> [OffsetRecord] {
    var reader = try OffsetTopicReader(servers.configuration(), timeout: .seconds(10))
    return try reader.read("connect-offsets").live.filter {
      $0.decodedKey?.connector == connector
    }
  }

  func empty() async throws {
    let places = (0..<25).map { #"{"topic":"connect-offsets","partition":\#($0),"offset":-1}"# }
    let policy =
      "kafka-configs.sh --bootstrap-server \(servers.kafka) --alter --entity-type topics"
      + " --entity-name connect-offsets --add-config cleanup.policy"
    try await run(
      """
      \(policy)=delete
      echo '{"version":1,"partitions":[\(places.joined(separator: ","))]}' |
        kafka-delete-records.sh --bootstrap-server \(servers.kafka) --offset-json-file /dev/stdin
      \(policy)=compact
      """)
  }

  func remove() async throws {
    try await run(
      "kafka-topics.sh --bootstrap-server \(servers.kafka) --delete --topic connect-offsets")
  }

  func widen(to partitions: Int) async throws {
    try await run(
      "kafka-topics.sh --bootstrap-server \(servers.kafka) --alter --topic connect-offsets"
        + " --partitions \(partitions)")
    // A partition that was just made has no leader for a moment.
    for _ in 0..<100 {
      var consumer = try Consumer(servers.configuration())
      let marks = try? consumer.watermarks(topic: "connect-offsets", timeout: .seconds(5))
      if marks?.count == partitions { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("connect-offsets never had \(partitions) partitions with a leader")
  }

  /// Types what the rescue says of Kafka's tools, word for word.
  func mend(_ reading: JSONValue) async throws -> [String] {
    let lines = (reading["next"]?.elements ?? []).compactMap(\.stringValue)
      .filter { $0.contains("kafka-") && $0.contains("--bootstrap-server") }
    if !lines.isEmpty { try await run(lines.joined(separator: "\n")) }
    return lines
  }

  /// Runs lines of bash in which Kafka's tools have the names that they have elsewhere.
  private func run(_ lines: String) async throws {
    let stack = try #require(Places.stack).path
    let tools = [
      ("topics", "org.apache.kafka.tools.TopicCommand"),
      ("configs", "kafka.admin.ConfigCommand"),
      ("delete-records", "org.apache.kafka.tools.DeleteRecordsCommand"),
    ].map { "kafka-\($0.0).sh() { '\(stack)' kafka-tool \($0.1) \"$@\"; }" }
    try await Tool.run(
      "bash", "-c", (["set -e"] + tools + [lines]).joined(separator: "\n"), within: .seconds(90))
  }
}
