import Debezium
import Foundation
import JSON
import Kafka
import OffsetBackup
import Runtime
import TestSupport
import Testing

/// Backups of real topics, of real connectors, into a real S3 server.
extension RealServers {
  @Suite(.serialized, .servers("kafka"), .timeLimit(.minutes(3)))
  struct BackupsOfTransactions {
    /// With exactly-once support offsets are written in transactions (facts 18).
    @Test func `an open transaction is waited for, never read past and never taken for the end`()
      async throws
    {
      let servers = try Servers.here()
      var admin = try Admin(servers.configuration())
      try admin.create([NewTopic(name: "connect-offsets", partitions: 25)])
      let folder = try Places.newFolder("transactions")
      defer { try? FileManager.default.removeItem(at: folder) }
      try OffsetsTopic.send(
        [OffsetsTopic.record(OffsetsTopic.key("c0"), OffsetsTopic.value(lsn: 1), partition: 7)],
        to: servers.configuration())
      // kcat takes its input by pieces, so there is enough of it that some is sent before its end.
      let line = "\(OffsetsTopic.key("c0"))|\(OffsetsTopic.value(lsn: 2))"
      let writer = try RunningProgram(
        URL(filePath: "/bin/bash"),
        [
          "-c",
          """
          { for i in $(seq 400); do echo "$2"; done
            while [ ! -e "$3/commit" ]; do sleep 0.1; done; } |
          kcat -P -b "$1" -t connect-offsets -p 7 -K '|' -X transactional.id=t -X linger.ms=1
          """, "writer", servers.kafka, line, folder.path,
        ], environment: ProcessInfo.processInfo.environment)
      var isOpen = false
      for _ in 0..<100 where !isOpen {
        let text = try await Tool.run(
          "kcat", "-C", "-b", servers.kafka, "-t", "connect-offsets", "-p", "7", "-e", "-q", "-X",
          "isolation.level=read_uncommitted", "-f", "%s\n")
        isOpen = text.split(separator: "\n").count > 1
      }
      #expect(isOpen)
      let archive = folder.appending(path: "archive").path
      let held = try await servers.run("offsets", "backup", archive, "--timeout", "2s")
      #expect(held.status == 5, "\(held)")
      #expect(held.errors.contains("a transaction that is still open holds them back"), "\(held)")
      #expect(try FolderStore(archive).runs() == [])
      // The transaction ends while a backup waits for it.
      let waiting = try Binary.start(
        ["offsets", "backup", archive, "--timeout", "20s", "-b", servers.kafka])
      try Data().write(to: folder.appending(path: "commit"))
      let run = try await waiting.outcome()
      #expect(run.status == 0, "\(run)")
      let written = try await writer.outcome()
      #expect(written.status == 0, "\(written)")
      let store = FolderStore(archive)
      let name = try #require(try store.runs().last)
      let backup = try #require(try BackupProof.result(of: name, in: store).sound)
      #expect(
        backup.live.map(\.value) == [Array(OffsetsTopic.value(lsn: 2).utf8)])
    }

    @Test func `a thousand connectors' offsets, written again and again, take little`() async throws
    {
      let servers = try Servers.here()
      var admin = try Admin(servers.configuration())
      try admin.create([NewTopic(name: "many-offsets", partitions: 25)])
      let folder = try Places.newFolder("many")
      defer { try? FileManager.default.removeItem(at: folder) }
      var peaks: [Int] = []
      for _ in 0..<3 {
        try OffsetsTopic.send(
          OffsetsTopic.records(connectors: 1000, times: 40).map { record in
            var record = record
            record.topic = "many-offsets"
            return record
          }, to: servers.configuration())
        let run = try await Binary.shell(
          """
          command time -f %M "$CDCWATCH" offsets backup \(folder.path) -b \(servers.kafka) \
            --offsets-topic many-offsets
          """)
        #expect(run.status == 0, "\(run)")
        #expect(run.errors.contains("1,000 connectors, 1,000 records"), "\(run)")
        #expect(run.took < .seconds(4), "\(run)")
        peaks.append(try #require(run.errors.split(separator: "\n").last.flatMap { Int($0) }))
      }
      // The third reads 80,000 records more than the first, which would take 20 MiB if they were
      // kept. A peak moves by 4 MiB from run to run, down as well as up.
      #expect(peaks[2] < peaks[0] + 10 * 1024, "\(peaks) KiB")
      #expect(peaks[2] < 64 * 1024, "\(peaks) KiB")
    }
  }

  @Suite(.serialized, .servers("s3"), .timeLimit(.minutes(40)))
  struct BackupsInBuckets {
    private static let keys = [
      "AWS_ACCESS_KEY_ID": "cdcwatch", "AWS_SECRET_ACCESS_KEY": "cdcwatch-secret",
    ]

    private static func environment(_ servers: Servers) -> [String: String] {
      keys.merging(["AWS_ENDPOINT_URL": servers.places["S3"] ?? ""]) { $1 }
    }

    private static func bucket(_ name: String, _ servers: Servers) async throws -> S3Store {
      try FileManager.default.createDirectory(
        at: servers.world.folder.appending(path: "s3/data/\(name)"),
        withIntermediateDirectories: true)
      return try S3Store(
        S3Location("s3://\(name)/a b/offsets"),
        access: S3Access(
          endpoint: servers.places["S3"], region: "us-east-1", key: "cdcwatch",
          secret: "cdcwatch-secret"))
    }

    @Test func `a backup goes into a bucket, is proved there, kept and removed`() async throws {
      let servers = try Servers.here()
      let store = try await Self.bucket("kept", servers)
      let cluster = try OffsetsTopic.cluster(connectors: 30)
      var places: [String] = []
      for extra in [[], [], ["--keep", "2"]] {
        let run = try await Binary.run(
          ["offsets", "backup", "s3://kept/a b/offsets", "-b", cluster.bootstrapServers] + extra,
          environment: Self.environment(servers))
        #expect(run.status == 0, "\(run)")
        places.append(run.output.trimmingCharacters(in: .newlines))
      }
      #expect(try store.runs().map { store.place(of: $0) } == Array(places.dropFirst()))
      let verify = try await Binary.run(
        "offsets", "verify", "s3://kept/a b/offsets/latest",
        environment: Self.environment(servers))
      #expect(verify.status == 0, "\(verify)")
      #expect(verify.output.hasPrefix("\(places[2]): sound: 30 connectors"), "\(verify)")
      let wrong = try await Binary.run(
        "offsets", "backup", "s3://kept/x", "-b", cluster.bootstrapServers,
        environment: Self.environment(servers).merging(["AWS_SECRET_ACCESS_KEY": "geheim"]) { $1 })
      #expect(wrong.status == 4, "\(wrong)")
      #expect(!wrong.errors.contains("geheim"))
      let missing = try await Binary.run(
        "offsets", "backup", "s3://not-there/x", "-b", cluster.bootstrapServers,
        environment: Self.environment(servers))
      #expect(missing.status == 1, "\(missing)")
      #expect(missing.errors.contains("NoSuchBucket"), "\(missing)")
    }

    @Test func `kill -9 at any moment leaves every complete run sound and the reported one there`()
      async throws
    {
      let servers = try Servers.here()
      let store = try await Self.bucket("kills", servers)
      let cluster = try OffsetsTopic.cluster(connectors: 200)
      let folder = servers.world.folder.appending(path: "s3/data/kills/a b/offsets").path
      let killer = BackupKiller(
        ["offsets", "backup", "s3://kills/a b/offsets", "-b", cluster.bootstrapServers],
        environment: Self.environment(servers), into: store
      ) {
        let runs = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Set(
          runs.filter { !FileManager.default.fileExists(atPath: "\(folder)/\($0)/manifest.json") })
      }
      let result = try await killer.run(BackupKiller.count)
      #expect(result.problems == [])
      #expect(result.runs == BackupKiller.count)
      #expect(result.killedWriting > 0)
    }
  }

  @Suite(.serialized, .servers("kafka", "connect", "mysql", "postgres"), .timeLimit(.minutes(5)))
  struct BackupsOfConnectors {
    @Test func `a backup has records, configurations, schema history, and no secret`() async throws
    {
      let servers = try Servers.here()
      let folder = try Places.newFolder("connectors")
      defer { try? FileManager.default.removeItem(at: folder) }
      _ = try await Shop.open(
        "shop", on: servers,
        settings: ["database.password": "geheim", "offsets.storage.topic": "shop-offsets"])
      try await servers.world.sql(
        "CREATE DATABASE stock; CREATE TABLE stock.items (id int primary key)", on: "mysql")
      try await Connect(servers).make(
        "stock",
        [
          "connector.class": "io.debezium.connector.mysql.MySqlConnector", "topic.prefix": "stock",
          "database.hostname": "127.0.0.1", "database.port": servers.places["MYSQL_PORT"] ?? "",
          "database.user": "dbz", "database.password": "dbz", "database.server.id": "4711",
          "database.include.list": "stock", "heartbeat.interval.ms": "1000",
          "schema.history.internal.kafka.topic": "stock-history",
          "schema.history.internal.kafka.bootstrap.servers": servers.kafka,
        ])
      try await Connect(servers).waitUntil("stock", "RUNNING")
      let archive = folder.path
      var backup: SoundBackup?
      for _ in 0..<100 where backup == nil {
        let run = try await servers.run("offsets", "backup", archive, "--connect", servers.connect)
        // Before their first offsets there is nothing of them.
        guard run.status == 0 else { continue }
        let store = FolderStore(archive)
        let name = try #require(try store.runs().last)
        let found = try #require(try BackupProof.result(of: name, in: store).sound)
        if Set(found.live.compactMap { $0.decodedKey?.connector }).count == 2 { backup = found }
      }
      let manifest = try #require(backup).manifest
      #expect(Set(manifest.topics.map(\.name)) == ["connect-offsets", "shop-offsets"])
      #expect(manifest.connectors.map(\.name) == ["shop", "stock"])
      #expect(manifest.connectors.map(\.state) == ["RUNNING", "RUNNING"])
      #expect(manifest.connectors.allSatisfy { $0.connectVersion == "4.3.0" })
      #expect(manifest.connectors[1].pluginVersion == "3.6.3.Final")
      #expect((manifest.connectors[1].history?.records ?? 0) > 0)
      #expect(manifest.connectors[0].history == nil)
      for connector in manifest.connectors {
        guard case .saved(let properties, let leftOut) = connector.configuration else {
          Issue.record("\(connector)")
          continue
        }
        #expect(leftOut == ["database.password"])
        #expect(properties["topic.prefix"] != nil)
      }
      let found = try await Tool.run("bash", "-c", "grep -rl geheim '\(archive)' || echo none")
      #expect(found == "none\n")
      try await provesRest(servers, archive)
    }

    private func provesRest(_ servers: Servers, _ archive: String) async throws {
      let rest = try await Binary.run(
        "offsets", "backup", archive + "/rest", "--via", "rest", "--connect", servers.connect)
      #expect(rest.status == 0, "\(rest)")
      #expect(rest.errors.contains("2 connectors, 2 records, by REST"), "\(rest)")
      let verify = try await Binary.run("offsets", "verify", archive + "/rest/latest")
      #expect(verify.status == 0, "\(verify)")
      #expect(verify.output.contains("warning: stock: its schema history is not in the backup"))
    }
  }
}
