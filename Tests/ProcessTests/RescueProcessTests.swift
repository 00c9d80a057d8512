import Foundation
import JSON
import Kafka
import OffsetBackup
import TestSupport
import Testing

/// `cdcwatch offsets rescue` over a broker in this process.
@Suite(.timeLimit(.minutes(2))) struct RescueProcessTests {
  @Test func `a topic that is gone is told from the newest backup, with how to make it`()
    async throws
  {
    let folder = try Places.newFolder("rescue")
    defer { try? FileManager.default.removeItem(at: folder) }
    let before = try OffsetsTopic.cluster(connectors: 3)
    let backup = try await Binary.run(
      "offsets", "backup", folder.path, "-b", before.bootstrapServers)
    #expect(backup.status == 0, "\(backup)")
    let cluster = try EmbeddedCluster()
    let brokers = cluster.bootstrapServers
    let run = try await Binary.run("offsets", "rescue", folder.path, "-b", brokers)
    #expect(run.status == 3, "\(run)")
    #expect(
      run.output.contains("connect-offsets: there is no such topic; it should have 25 partitions\n")
    )
    #expect(run.output.contains("c2 server=c2: "), "\(run)")
    #expect(run.output.contains(", as it was in a backup, of "), "\(run)")
    #expect(run.output.contains("restart no worker. What to do now:\n"), "\(run)")
    #expect(
      run.output.contains(
        "1. kafka-topics.sh --bootstrap-server \(brokers) --create --topic connect-offsets"
          + " --partitions 25 --config cleanup.policy=compact\n"), "\(run)")
    let store = FolderStore(folder.path)
    let proof = try BackupProof.result(of: #require(try store.runs().last), in: store)
    #expect(proof.sound?.live.count == 3)
    #expect(proof.sound?.manifest.source == .rescue)
  }

  @Test func `a sound topic is saved, and nothing is to be done`() async throws {
    let cluster = try OffsetsTopic.cluster(connectors: 2)
    let folder = try Places.newFolder("rescue")
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try await Binary.run(
      "offsets", "rescue", folder.appending(path: "new").path, "-b", cluster.bootstrapServers,
      // The embedded broker never tells a topic's configuration, which is then not known.
      "--timeout", "1s", "-o", "json")
    #expect(run.status == 0, "\(run)")
    let reading = try run.json()
    #expect(
      reading.members?.map(\.name) == [
        "schema_version", "backup", "content_sha256", "topics", "offsets", "missing", "notes",
        "next",
      ])
    #expect(reading["topics"]?.elements?.first?["state"] == .string("sound"))
    #expect(reading["offsets"]?.elements?.count == 2)
    #expect(reading["next"] == .array([]))
  }

  @Test func `where nothing at all is known it says so with 2, and saves nothing`() async throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("connect-offsets", partitions: 25)
    let folder = try Places.newFolder("rescue")
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try await Binary.run(
      "offsets", "rescue", folder.path, "-b", cluster.bootstrapServers, "--connect",
      "http://127.0.0.1:1", "--timeout", "2s")
    #expect(run.status == 2, "\(run)")
    #expect(run.output.contains("as Connect needs it, and no offset in it"), "\(run)")
    #expect(run.output.contains("note: Connect did not tell its connectors: "), "\(run)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test(arguments: [
    (["offsets", "rescue"], "no place for backups was named"),
    (["offsets", "rescue", "/tmp/x"], "no Kafka cluster was named"),
    (["offsets", "rescue", "/tmp/x", "--execute"], "--execute"),
    (["offsets", "rescue", "/tmp/x", "--wait", "soon"], "--wait"),
  ])
  func `wrong use is told with what to type`(arguments: [String], words: String) async throws {
    let run = try await Binary.run(arguments)
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains(words), "\(run)")
    #expect(run.output == "")
  }

  @Test func `a cluster in which no offsets topic is known asks for its name`() async throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("orders")
    let folder = try Places.newFolder("rescue")
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try await Binary.run(
      "offsets", "rescue", folder.path, "-b", cluster.bootstrapServers, "--timeout", "2s")
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains("name Connect's topic with --offsets-topic"), "\(run)")
  }
}
