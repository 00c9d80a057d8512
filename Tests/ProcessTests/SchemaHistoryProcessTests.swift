import Foundation
import JSON
import Kafka
import OffsetBackup
import TestSupport
import Testing

/// A restore that puts a schema history back, over brokers in this process.
@Suite(.timeLimit(.minutes(2))) struct SchemaHistoryProcessTests {
  private static let topic = "shop-history"

  /// Records that no JSON writer would give back as they are.
  private static let history = [
    OffsetsTopic.record(nil, #"{ "ddl": "CREATE TABLE t\u0020" }"#, partition: 0, topic: topic),
    OffsetsTopic.record(nil, nil, partition: 0, topic: topic),
    OffsetsTopic.record("", "", partition: 0, topic: topic),
    OffsetsTopic.record(nil, #"{"ddl":"ALTER"}"#, partition: 0, topic: topic),
  ]

  private struct Saved {
    var connect: StandInConnect
    var archive: URL

    func restore(_ brokers: String, _ words: String...) async throws -> Outcome {
      try await Binary.run(
        ["offsets", "restore", "\(archive.path)/latest", "-c", "shop", "-b", brokers]
          + ["--connect", connect.address, "--timeout", "3s", "--force", "verdict"]
          + ["--force", "cluster"] + words, within: .seconds(60))
    }

    func execute(_ brokers: String) async throws -> Outcome {
      let plan = try await restore(brokers, "-o", "json")
      #expect(plan.status == 0, "\(plan)")
      let hash = try plan.json()["plan_hash"]?.stringValue ?? ""
      return try await restore(brokers, "--execute", "--confirm", "shop", "--plan", hash)
    }
  }

  /// A connector with an offset and a history, backed up in a cluster that is gone then.
  private func saved() async throws -> Saved {
    let connect = try await StandInConnect()
    try await connect.set("history=\(Self.topic)")
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("connect-offsets", partitions: 25)
    try cluster.createTopic(Self.topic, partitions: 1)
    let value = #"{"lsn":90,"lsn_proc":90,"lsn_commit":90,"txId":7,"ts_usec":1}"#
    let offset = OffsetsTopic.record(OffsetsTopic.key("shop"), value, partition: 3)
    try OffsetsTopic.send([offset] + Self.history, to: cluster.configuration())
    let archive = try Places.newFolder("archive")
    let backup = try await Binary.run(
      "offsets", "backup", archive.path, "-b", cluster.bootstrapServers, "--connect",
      connect.address, "--offsets-topic", "connect-offsets")
    #expect(backup.status == 0, "\(backup)")
    return Saved(connect: connect, archive: archive)
  }

  @Test func `a topic that cannot be made ends it half-way, with what is left and what goes on`()
    async throws
  {
    let saved = try await saved()
    defer { try? FileManager.default.removeItem(at: saved.archive) }
    // The embedded broker makes no topics.
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("connect-offsets", partitions: 25)
    let plan = try await saved.restore(cluster.bootstrapServers)
    #expect(plan.status == 0, "\(plan)")
    #expect(
      plan.output.contains(
        "3. make the schema history topic 'shop-history' with 1 partition and unlimited retention,"
          + " write what the backup has of it (4 records, "), "\(plan)")
    #expect(plan.output.contains("bootstrap.servers is 'old:9092': is that a name of"), "\(plan)")
    let run = try await saved.execute(cluster.bootstrapServers)
    #expect(run.status == 7, "\(run)")
    #expect(
      run.errors.contains(
        "its offsets are as they were, and the schema history topic is not there, or is empty; 'shop'"
          + " was told to stop"), "\(run)")
    #expect(run.errors.contains("hint: the same command goes on"), "\(run)")
    #expect(try await saved.connect.calls() == ["stop"])
  }

  @Test func `an empty topic gets the same bytes before the offset is written`() async throws {
    let saved = try await saved()
    defer { try? FileManager.default.removeItem(at: saved.archive) }
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("connect-offsets", partitions: 25)
    try cluster.createTopic(Self.topic, partitions: 1)
    let run = try await saved.execute(cluster.bootstrapServers)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("the schema history is back: 4 records, "), "\(run)")
    #expect(try await saved.connect.calls() == ["stop", "patch"])
    var reader = try OffsetTopicReader(cluster.configuration(), timeout: .seconds(10))
    let found = try reader.read(Self.topic, keepsHistory: true).history
    #expect(found.map(\.key) == Self.history.map(\.key))
    #expect(found.map(\.value) == Self.history.map(\.value))
    let again = try await saved.restore(cluster.bootstrapServers, "-o", "json").json()
    #expect(again["schema_history"]?["action"] == .string("keep"), "\(again.prettyText)")
  }

  @Test func `a topic that holds a part of it, or has three partitions, is refused`() async throws {
    let saved = try await saved()
    defer { try? FileManager.default.removeItem(at: saved.archive) }
    let part = try EmbeddedCluster()
    try part.createTopic("connect-offsets", partitions: 25)
    try part.createTopic(Self.topic, partitions: 1)
    try OffsetsTopic.send(Array(Self.history.prefix(3)), to: part.configuration())
    let lacking = try await saved.restore(part.bootstrapServers)
    #expect(lacking.status == 6, "\(lacking)")
    #expect(lacking.errors.contains("holds records, and lacks 1 of the backup's 4"), "\(lacking)")
    #expect(
      lacking.errors.contains(
        "kafka-topics.sh --bootstrap-server \(part.bootstrapServers) --delete --topic shop-history"),
      "\(lacking)")
    let forced = try await saved.restore(part.bootstrapServers, "--force", "schema-history")
    #expect(forced.status == 0, "\(forced)")
    #expect(!forced.output.contains("write what the backup has"), "\(forced)")

    let three = try EmbeddedCluster()
    try three.createTopic("connect-offsets", partitions: 25)
    try three.createTopic(Self.topic, partitions: 3)
    let refused = try await saved.restore(three.bootstrapServers)
    #expect(refused.status == 6, "\(refused)")
    #expect(refused.errors.contains("it has 3 partitions"), "\(refused)")
    #expect(try await saved.connect.calls() == [])
  }

  @Test(arguments: [
    ("--set-config a=b", 64, "--set-config is for a connector that is made"),
    ("--create --set-config name=b", 64, "type --as NEWNAME"),
    ("--create --set-config a=b --set-config a=c", 64, "'a' is there twice"),
    ("--create --set-config database.password=b", 64, "is a secret, and would be seen"),
    ("--create --set-config slot.name=b", 6, "old:9092"),
  ])
  func `what --set-config cannot be for is refused`(words: String, status: Int32, message: String)
    async throws
  {
    let saved = try await saved()
    defer { try? FileManager.default.removeItem(at: saved.archive) }
    if words.contains("--create") { try await saved.connect.set("exists=0") }
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("connect-offsets", partitions: 25)
    let run = try await Binary.run(
      ["offsets", "restore", "\(saved.archive.path)/latest", "-c", "shop", "--connect"]
        + [saved.connect.address, "-b", cluster.bootstrapServers, "--timeout", "3s"]
        + words.split(separator: " ").map(String.init), within: .seconds(60))
    #expect(run.status == status, "\(run)")
    #expect(run.errors.contains(message), "\(run)")
    #expect(!run.output.contains("database.password=b"), "\(run)")
  }
}
