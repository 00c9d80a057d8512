import Foundation
import JSON
import Kafka
import OffsetBackup
import TestSupport
import Testing

/// `cdcwatch offsets restore BACKUP --rehearse TOPIC` over a broker in this process.
@Suite(.timeLimit(.minutes(2))) struct RehearsalProcessTests {
  /// Records that no JSON writer would give back as they are, and what is not to come along.
  private static let records = [
    OffsetsTopic.record(OffsetsTopic.key("c0"), OffsetsTopic.value(lsn: 1), partition: 3),
    OffsetsTopic.record(OffsetsTopic.key("c0"), OffsetsTopic.value(lsn: 2), partition: 3),
    OffsetsTopic.record(
      #"["c1", {"server":"c\/1"}]"#, #"{ "lsn": 1.0e3, "a": "\u00e5" }"#, partition: 24),
    OffsetsTopic.record(OffsetsTopic.key("gone"), OffsetsTopic.value(lsn: 3), partition: 3),
    OffsetsTopic.record(OffsetsTopic.key("gone"), nil, partition: 3),
    OffsetsTopic.record("no key of Connect's", "", partition: 0),
    OffsetsTopic.record(nil, "without a key", partition: 1),
  ]

  private static func backup(
    _ brokers: String, into folder: URL, _ topics: String...
  ) async throws -> JSONValue {
    let run = try await Binary.run(
      ["offsets", "backup", folder.path, "-b", brokers, "-o", "json"]
        + topics.flatMap { ["--offsets-topic", $0] })
    #expect(run.status == 0, "\(run)")
    return try run.json()
  }

  @Test func `the bytes of a backup come into a scratch topic, and its backup has the same hash`()
    async throws
  {
    let cluster = try EmbeddedCluster()
    let brokers = cluster.bootstrapServers
    // The embedded broker makes no topics when asked to: they are there, and never held a record.
    for (name, partitions) in [("connect-offsets", 25), ("own", 1)] {
      try cluster.createTopic(name, partitions: partitions)
    }
    try cluster.createTopic("scratch-1", partitions: 25)
    try cluster.createTopic("scratch-2", partitions: 1)
    let own = OffsetsTopic.record(
      OffsetsTopic.key("own"), OffsetsTopic.value(lsn: 9), partition: 0, topic: "own")
    try OffsetsTopic.send(Self.records + [own], to: cluster.configuration())
    let folder = try Places.newFolder("rehearsal")
    defer { try? FileManager.default.removeItem(at: folder) }
    let saved = try await Self.backup(brokers, into: folder, "connect-offsets", "own")
    let place = try #require(saved["backup"]?.stringValue)
    let words = ["offsets", "restore", place, "--rehearse", "scratch", "-b", brokers]

    let plan = try await Binary.run(words)
    #expect(plan.status == 0, "\(plan)")
    #expect(plan.output.contains("use the topic 'scratch-1' with 25 partitions"))
    #expect(plan.output.contains("write 4 records of 'connect-offsets'"), "\(plan)")
    #expect(plan.output.hasSuffix("nothing was changed; --execute does it\n"), "\(plan)")

    let done = try await Binary.run(words + ["--execute", "-o", "json"])
    #expect(done.status == 0, "\(done)")
    #expect(try done.json()["executed"] == .bool(true))
    let scratch = try await Self.backup(
      brokers, into: folder, "scratch-1", "scratch-2")
    #expect(scratch["content_sha256"] == saved["content_sha256"])
    #expect(scratch["records"] == .integer(5))
    let again = try await Self.backup(brokers, into: folder, "connect-offsets", "own")
    #expect(again["content_sha256"] == saved["content_sha256"])
    let second = try await Binary.run(words + ["--execute"])
    #expect(second.status == 6, "\(second)")
    #expect(second.errors.contains("has held records"), "\(second)")
  }

  @Test(arguments: [
    ("connect-offsets", "is a topic of the backup itself"),
    ("filled", "'filled' has held records"),
    ("narrow", "is there with 24 partitions, and 25 are needed"),
    ("__scratch", "is named like a topic of Kafka's own"),
    (
      "dc2-connect-offsets",
      "is named like a worker's offsets topic"
    ),
  ])
  func `a topic that is somebody's is refused with 6`(topic: String, words: String) async throws {
    let cluster = try OffsetsTopic.cluster(connectors: 2)
    try cluster.createTopic("filled", partitions: 25)
    try cluster.createTopic("narrow", partitions: 24)
    try OffsetsTopic.send(
      [OffsetsTopic.record("k", "v", partition: 7, topic: "filled")], to: cluster.configuration())
    let folder = try Places.newFolder("rehearsal")
    defer { try? FileManager.default.removeItem(at: folder) }
    let saved = try await Self.backup(cluster.bootstrapServers, into: folder, "connect-offsets")
    let run = try await Binary.run(
      "offsets", "restore", saved["backup"]?.stringValue ?? "", "--rehearse", topic, "--execute",
      "-b", cluster.bootstrapServers)
    #expect(run.status == 6, "\(run)")
    #expect(run.errors.contains(words), "\(run)")
    #expect(run.errors.contains("\nhint: "), "\(run)")
  }

  @Test(arguments: [
    (["--rehearse", "scratch", "-c", "shop"], "--rehearse takes no --connector"),
    (["--rehearse", "scratch", "--via", "kafka"], "--rehearse takes no --via"),
    (["--rehearse", "scratch", "--resume"], "--rehearse takes no --resume"),
    (
      ["-c", "shop", "--via", "kafka", "--resume"],
      "--resume needs REST, and --via kafka does without\nhint: leave out --resume, and type"
        + " 'cdcwatch connector resume shop --execute' once it is done"
    ),
    (
      ["-c", "shop", "--via", "kafka", "--as", "other", "--resume"],
      "'cdcwatch connector resume other --execute'"
    ),
    (
      ["-c", "shop", "--via", "kafka", "--create"],
      "--create needs REST, and --via kafka does without\nhint: leave out --via kafka where Connect"
    ),
    (
      ["-c", "shop", "--via", "kafka", "--secret", "a=@b"],
      "--secret needs REST, and --via kafka does without\nhint: --secret goes with --create: leave out"
    ),
    (["-c", "shop", "--via", "kafka", "--as", "other"], "is no backup"),
    (["--rehearse", "scratch", "--create"], "--rehearse takes no --create"),
    (["-c", "shop", "--via", "topic"], "--via"),
    (["-c", "shop", "--via", "kafka"], "is no backup"),
  ])
  func `wrong use is told with what to type`(arguments: [String], words: String) async throws {
    let run = try await Binary.run(["offsets", "restore", "/nonexistent"] + arguments)
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains(words), "\(run)")
    #expect(run.output == "")
  }
}
