import Foundation
import JSON
import Kafka
import OffsetBackup
import TestSupport
import Testing

extension RealServers {
  /// Kafka and Connect are lost with all that they held, and another cluster takes their place; the
  /// databases stay.
  @Suite(
    .serialized, .servers("kafka", "postgres", "mysql", "mariadb", "connect"),
    .timeLimit(.minutes(8)))
  struct ClusterLosses {
    private static let brokers = "schema.history.internal.kafka.bootstrap.servers"

    /// A connector with rows a and b delivered; its history is configured under another name of the
    /// brokers than the one that the new cluster is reached by.
    private func ledger(_ name: String, _ engine: Ledger.Engine) async throws -> Ledger {
      let servers = try Servers.here()
      let old = servers.kafka.replacing("127.0.0.1", with: "localhost")
      let ledger = try await Ledger.open(
        name, engine, on: servers, settings: engine == .postgres ? [:] : [Self.brokers: old])
      try await ledger.insert("b")
      try await ledger.expectArrival(of: ["b": 1])
      _ =
        engine == .postgres
        ? try await ledger.offsets { $0["lsn_proc"]?.integerValue != nil }
        : try await ledger.caughtUp()
      return ledger
    }

    private func secret(_ text: String, in folder: URL) throws -> String {
      let file = folder.appending(path: "password-\(text)")
      try Data("\(text)\n".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      return file.path
    }

    private func history(_ ledger: Ledger) throws -> [OffsetRecord] {
      var reader = try OffsetTopicReader(ledger.servers.configuration(), timeout: .seconds(10))
      return try reader.read(ledger.history, keepsHistory: true).history
    }

    private func expectSame(_ left: [OffsetRecord], _ right: [OffsetRecord]) {
      #expect(left.map(\.key) == right.map(\.key))
      #expect(left.map(\.value) == right.map(\.value))
    }

    private func clusterID() throws -> String? {
      var admin = try Admin(Servers.here().configuration())
      return try admin.metadata().clusterID
    }

    // MARK: Over REST

    /// PostgreSQL's slot is ahead of an offset that was saved while the task ran, so its connector is
    /// stopped first; those of MySQL and MariaDB run on, and deliver c into the old cluster.
    @Test func `in a new cluster all that was written since the backup arrives, once`() async throws
    {
      let servers = try Servers.here()
      var ledgers: [Ledger] = []
      for engine in [Ledger.Engine.postgres, .mysql, .mariadb] {
        ledgers.append(try await ledger("lost_\(engine.rawValue)", engine))
      }
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      try await refusesBesideALiveTask(ledgers[0], archive)
      try await ledgers[0].stop()
      let backup = try await ledgers[0].backUp(into: archive)
      for ledger in ledgers { try await ledger.insert("c") }
      for ledger in ledgers.dropFirst() {
        try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1])
      }
      let histories = try ledgers.dropFirst().map(history)
      let old = try clusterID()
      try await servers.world.loseKafka()
      for ledger in ledgers { try await ledger.insert("d") }
      try await servers.world.up(["kafka", "connect"])
      #expect(try clusterID() != old)
      for ledger in ledgers { #expect(try await ledger.arrived() == [:]) }

      for ledger in ledgers { try await restores(ledger, from: backup, archive) }
      for (ledger, before) in zip(ledgers.dropFirst(), histories) {
        #expect(before.count >= 3, "\(before.count)")
        expectSame(try history(ledger), before)
        var admin = try Admin(servers.configuration())
        #expect(try admin.metadata(topic: ledger.history).partitions.count == 1)
        let settings = try admin.configuration(ofTopic: ledger.history)
        #expect(settings["cleanup.policy"] == "delete")
        #expect(settings["retention.ms"] == "-1")
        #expect(settings["retention.bytes"] == "-1")
      }
      for ledger in ledgers {
        try await ledger.insert("e")
        try await ledger.expectArrival(of: ["c": 1, "d": 1, "e": 1])
        // What lay before the offset is in the lost topics alone.
        #expect(try await ledger.arrived() == ["c": 1, "d": 1, "e": 1])
      }
    }

    /// A worker that nobody here can ask still has the slot: another connector must not be made on it.
    private func refusesBesideALiveTask(_ ledger: Ledger, _ archive: URL) async throws {
      let backup = try await ledger.backUp(into: archive)
      let run = try await OffsetSetting(ledger).run(
        """
        cdcwatch offsets restore \(backup) -c \(ledger.name) --as other --create --secret \
        database.password=@\(secret("x", in: archive)) --force former-connector
        """)
      #expect(run.status == 6, "\(run)")
      #expect(run.errors.contains("the slot '\(ledger.name)' is being read"), "\(run)")
    }

    /// Refuses without the person's word, then makes, restores and resumes.
    private func restores(_ ledger: Ledger, from backup: String, _ archive: URL) async throws {
      let change = OffsetSetting(ledger)
      let password = ledger.engine == .postgres ? "x" : "dbz"
      let line = try """
      cdcwatch offsets restore \(backup) -c \(ledger.name) --create --secret \
      database.password=@\(secret(password, in: archive))
      """
      let unasked = try await change.run(line)
      #expect(unasked.status == 6, "\(unasked)")
      #expect(unasked.errors.contains("the backup is of the Kafka cluster "), "\(unasked)")
      let unset = try await change.run("\(line) --force cluster")
      let brokers =
        ledger.engine == .postgres ? "" : " --set-config \(Self.brokers)=\(ledger.servers.kafka)"
      #expect(unset.status == (brokers.isEmpty ? 0 : 6), "\(unset)")
      #expect(brokers.isEmpty || unset.errors.contains(brokers), "\(unset)")
      let whole = "\(line) --force cluster\(brokers)"
      let plan = try await change.run(whole, "-o", "json").json()
      // c was delivered into the old cluster, and nothing in the new one tells so.
      let verdict = ledger.engine == .postgres ? "RESUME" : "REPLAY"
      #expect(plan["verdict"] == .string(verdict), "\(plan.prettyText)")
      #expect(
        plan["schema_history"]?["action"] == (brokers.isEmpty ? nil : .string("make")),
        "\(plan.prettyText)")
      #expect(try await ledger.connectors().contains(ledger.name) == false)
      let done = try await change.execute(whole, "--resume")
      #expect(done.output.contains("note: the Kafka cluster is another than the backup's"))
      #expect(done.output.contains("resumed: its offset has moved on to "), "\(done)")
      guard !brokers.isEmpty else { return }
      #expect(done.output.contains("the schema history is back: "), "\(done)")
      let text = try await Tool.run(
        "curl", "-sSf", "\(ledger.servers.connect)/connectors/\(ledger.name)/config")
      #expect(try JSONValue.parse(text)[Self.brokers] == .string(ledger.servers.kafka))
    }

    // MARK: Only the schema history

    @Test(arguments: Soak.all([Ledger.Engine.mysql, .mariadb], inTest: [.mariadb]))
    func `a schema history that alone was lost goes back to the connector that is there`(
      engine: Ledger.Engine
    ) async throws {
      let ledger = try await ledger("past_\(engine.rawValue)", engine)
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      let backup = try await ledger.backUp(into: archive)
      let before = try history(ledger)
      try await ledger.stop()
      try await ledger.insert("c")
      try await topics("--delete --topic \(ledger.history)")
      try await ledger.expect("WILL_REFUSE", says: "is gone")
      let checked = try await ledger.expect("RESUME", backup: backup)
      #expect(checked.prettyText.contains("puts the backup's \(before.count) records back first"))
      let change = OffsetSetting(ledger)
      let line = "cdcwatch offsets restore \(backup) -c \(ledger.name)"
      if engine == .mysql {
        try await topics(
          "--create --topic \(ledger.history) --partitions 1 --config retention.ms=604800000")
        try await ledger.expect("RESUME", backup: backup)
        let refused = try await change.run(line)
        #expect(refused.status == 6, "\(refused)")
        #expect(refused.errors.contains("its retention.ms=604800000 removes"), "\(refused)")
        let hint = try #require(refused.errors.split(separator: "kafka-topics.sh ").last)
        let words = hint.prefix { $0 != "\n" }.replacing(" makes room for a new one", with: "")
        try await topics(words.split(separator: " ").dropFirst(2).joined(separator: " "))
      }
      let done = try await change.execute(line, "--resume")
      #expect(done.output.contains("made: the schema history topic '\(ledger.history)'"), "\(done)")
      expectSame(try history(ledger), before)
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1])

      // A table that changes makes the live history longer than the backup's.
      try await ledger.sql("ALTER TABLE \(ledger.name).t ADD COLUMN more int")
      try await ledger.sql("INSERT INTO \(ledger.name).t (note) VALUES ('d')")
      try await ledger.expectArrival(of: ["d": 1])
      let longer = try await change.run(line, "-o", "json").json()
      #expect(longer["schema_history"]?["action"] == .string("keep"), "\(longer.prettyText)")
      #expect(
        longer["notes"]?.elements?.compactMap(\.stringValue).contains {
          $0.contains("holds all that the backup has of it, and 1 record more: it stays")
        } == true, "\(longer.prettyText)")
      #expect(longer["refusals"] == .array([]), "\(longer.prettyText)")
      try await ledger.delete()
    }

    private func topics(_ words: String) async throws {
      let servers = try Servers.here()
      let stack = try #require(Places.stack)
      try await Tool.run(
        stack,
        ["kafka-tool", "org.apache.kafka.tools.TopicCommand", "--bootstrap-server", servers.kafka]
          + words.split(whereSeparator: \.isWhitespace).map(String.init), within: .seconds(60))
    }

    // MARK: Into the topic itself

    @Test func `before a worker runs, the saved bytes go into the new cluster's own topic`()
      async throws
    {
      let servers = try Servers.here()
      let ledger = try await ledger("early", .mysql)
      let archive = try Places.newFolder("archive")
      defer { try? FileManager.default.removeItem(at: archive) }
      _ = try await ledger.backUp(into: archive)
      let before = try history(ledger)
      try await ledger.insert("c")
      try await ledger.expectArrival(of: ["a": 1, "b": 1, "c": 1])
      try await servers.world.loseKafka()
      try await ledger.insert("d")
      try await servers.world.up(["kafka"])

      let untold = try await viaKafka(ledger, archive)
      #expect(untold.status == 6, "\(untold)")
      #expect(untold.errors.contains("the backup is of the Kafka cluster "), "\(untold)")
      #expect(untold.errors.contains("no status topic tells of 'early'"), "\(untold)")
      // The refusal says how the topic is made; its words are typed as they are.
      let hint = try #require(untold.errors.split(separator: "kafka-topics.sh ").last)
      #expect(hint.contains("--create --topic connect-offsets --partitions 25"), "\(untold)")
      try await topics(hint.split(separator: " ").dropFirst(2).joined(separator: " "))
      let words = ["--force", "cluster", "--force", "status-topic"]
      let plan = try await viaKafka(ledger, archive, words + ["-o", "json"])
      #expect(plan.status == 0, "\(plan)")
      let reading = try plan.json()
      #expect(reading["verdict"] == .string("REPLAY"), "\(plan)")
      #expect(reading["schema_history"]?["action"] == .string("make"), "\(plan)")
      let hash = reading["plan_hash"]?.stringValue ?? ""
      let done = try await viaKafka(
        ledger, archive, words + ["--execute", "--confirm", "early", "--plan", hash])
      #expect(done.status == 0, "\(done)")
      #expect(done.output.contains("the schema history is back: "), "\(done)")
      #expect(done.output.contains("read back to the topics' ends: as written\n"), "\(done)")

      try await servers.world.up(["connect"])
      expectSame(try history(ledger), before)
      try await ledger.change([:])
      try await ledger.expectArrival(of: ["c": 1, "d": 1])
      try await ledger.insert("e")
      try await ledger.expectArrival(of: ["e": 1])
      #expect(try await ledger.arrived() == ["c": 1, "d": 1, "e": 1])
    }

    private func viaKafka(
      _ ledger: Ledger, _ archive: URL, _ words: [String] = []
    ) async throws -> Outcome {
      try await Binary.run(
        ["offsets", "restore", "\(archive.path)/latest", "-c", ledger.name, "--via", "kafka"]
          + ["-b", ledger.servers.kafka, "--db", ledger.database] + words, within: .seconds(60))
    }
  }
}
