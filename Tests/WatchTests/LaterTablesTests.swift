import Debezium
import Kafka
import Runtime
import Snapshot
import TestSupport
import Testing

@testable import Watch

/// What a watch does with tables and topics that are told of after its opening.
@Suite(.serialized) struct LaterTablesTests {
  /// A connector whose configuration names these things.
  private static func connector(
    _ prefix: String, _ properties: [String: String]
  ) -> TopicFinder.KnownConnector {
    var all = properties
    all["connector.class"] = "io.debezium.connector.postgresql.PostgresConnector"
    all["topic.prefix"] = prefix
    return TopicFinder.KnownConnector(
      name: "\(prefix)-connector", prefix: prefix,
      configuration: ConnectorConfiguration(properties: all))
  }

  private static let signalTable = ["signal.data.collection": "public.debezium_signal"]
  private static let kafkaSignals = [
    "signal.enabled.channels": "source,kafka", "signal.data.collection": "public.debezium_signal",
  ]

  // Neither notifications nor offsets: nothing but the signal tells of the table.
  @Test(arguments: [
    ("start-completes", signalTable, "public.debezium_signal", ["public.t1", "public.t2"], 100),
    ("kafka-signal-completes", kafkaSignals, "-signal", ["public.t1"], 60),
  ])
  func `a watch of no table takes up those that a later signal names`(
    name: String, properties: [String: String], signals: String, tables: [String], reads: Int64
  ) async throws {
    let recorded = try await RecordedWatch(name)
    let topics = recorded.topics.filter {
      !$0.name.contains("notif") && !$0.name.contains("offset")
    }
    let isSignal = { (topic: RecordedTopic) in topic.name.hasSuffix(signals) }
    let cluster = try EmbeddedCluster()
    // The second table's topic comes after the signal.
    let late = topics.filter { $0.name.hasSuffix(".t2") }
    try Loader.load(
      topics.filter { !isSignal($0) && !$0.name.hasSuffix(".t2") }, into: cluster)
    for topic in topics where isSignal(topic) { try cluster.createTopic(topic.name) }
    var request = recorded.request([])
    request.connectors = [Self.connector(name, properties)]
    var watch = try SnapshotWatch(cluster.configuration(), request: request)
    try watch.openAndCatchUp()
    #expect(watch.readings(at: recorded.now).isEmpty)

    try Loader.append(topics.filter(isSignal), to: cluster.configuration())
    #expect(try watch.steps { $0.readings(at: recorded.now).map(\.table) == tables })
    try Loader.load(late, into: cluster)
    let isRead = try watch.steps {
      let readings = $0.readings(at: recorded.now)
      return $0.catchUp == nil && readings.first?.reads == reads
        && readings.allSatisfy { $0.id == "run-1" && $0.reads ?? 0 > 0 }
    }
    #expect(isRead, "\(watch.readings(at: recorded.now))")
    #expect(watch.connection == .up)
    // Each once, however often the topics are looked at again.
    #expect(watch.readings(at: recorded.now).map(\.table) == tables)
  }

  @Test func `a watch of named tables takes up no other`() async throws {
    let recorded = try await RecordedWatch("start-completes")
    let cluster = try EmbeddedCluster()
    try Loader.load(recorded.topics, into: cluster)
    var watch = try SnapshotWatch(cluster.configuration(), request: recorded.request(["t2"]))
    try watch.openAndCatchUp()
    _ = try watch.steps(for: .milliseconds(500)) { _ in false }
    #expect(watch.readings(at: recorded.now).map(\.table) == ["public.t2"])
  }

  /// An older signal was answered, or not, by what the other topics tell.
  @Test func `signals from before the opening name no tables by themselves`() async throws {
    let recorded = try await RecordedWatch("start-completes")
    let cluster = try EmbeddedCluster()
    try Loader.load(
      recorded.topics.filter { !$0.name.contains("notif") && !$0.name.contains("offset") },
      into: cluster)
    var request = recorded.request([])
    request.connectors = [Self.connector("start-completes", Self.signalTable)]
    var watch = try SnapshotWatch(cluster.configuration(), request: request)
    try watch.openAndCatchUp()
    _ = try watch.steps(for: .milliseconds(500)) { _ in false }
    #expect(watch.readings(at: recorded.now).isEmpty)
  }

  // MARK: Topics that can still come

  @Test(
    arguments: [
      // What the configuration names is there, or is off.
      (["signal.data.collection": "public.s"], ["p.public.s"], false),
      (["signal.data.collection": "public.s"], [], true),
      ([:], [], false),
      (["signal.enabled.channels": "source,kafka"], [], true),
      (["signal.enabled.channels": "kafka"], ["p-signal"], false),
      (["signal.enabled.channels": "kafka", "signal.kafka.topic": "s"], ["p-signal"], true),
      (["signal.kafka.topic": "s"], [], false),
      (["notification.enabled.channels": "sink", "notification.sink.topic.name": "n"], [], true),
      (
        ["notification.enabled.channels": "sink", "notification.sink.topic.name": "n"], ["n"], false
      ),
      (["notification.enabled.channels": "log", "notification.sink.topic.name": "n"], [], false),
      (["notification.enabled.channels": "sink"], [], false),
    ] as [([String: String], [String], Bool)])
  func `only topics that the configuration names are looked for`(
    properties: [String: String], topics: [String], awaits: Bool
  ) throws {
    let cluster = try EmbeddedCluster()
    for topic in topics + ["p.public.t"] { try cluster.createTopic(topic) }
    var request = WatchRequest { Timestamp(milliseconds: 0) }
    request.wishes.tables = ["t"]
    request.rows = .everything
    request.connectors = [Self.connector("p", properties)]
    var watch = try SnapshotWatch(cluster.configuration(), request: request)
    try watch.openAndCatchUp()
    let isAwaiting = watch.awaitsTopics
    #expect(isAwaiting == awaits)
    let search = watch.nextSearch
    _ = try watch.steps(for: .milliseconds(1_300)) { $0.nextSearch != search }
    #expect((watch.nextSearch != search) == awaits)
  }

  @Test func `without a configuration any name may still come`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("p.public.t")
    var request = WatchRequest { Timestamp(milliseconds: 0) }
    request.wishes.tables = ["t"]
    request.rows = .everything
    var watch = try SnapshotWatch(cluster.configuration(), request: request)
    try watch.openAndCatchUp()
    let isAwaiting = watch.awaitsTopics
    #expect(isAwaiting)
  }
}
