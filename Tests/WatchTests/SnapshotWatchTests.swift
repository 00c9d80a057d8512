import Debezium
import Kafka
import Runtime
import Snapshot
import TestSupport
import Testing

@testable import Watch

// Several clusters at once leave two processors no time for the answers that are waited for.
@Suite(.serialized) struct SnapshotWatchTests {
  @Test(arguments: [
    ("start-completes", "public.t1"), ("start-completes", "public.t2"), ("paused", "public.t1"),
    ("stop-whole", "public.t1"), ("stop-whole", "public.t2"), ("same-table-again", "public.t1"),
    ("initial-completes", "public.t1"), ("initial-completes", "public.t3"),
    ("three-partitions", "public.t1"), ("mysql-incremental", "mysql_incremental.t1"),
  ])
  func `a watch of recorded topics reads what was recorded`(name: String, table: String)
    async throws
  {
    let recorded = try await RecordedWatch(name)
    let expected = try recorded.expected(table)
    try #require(!expected.isEmpty)
    let cluster = try EmbeddedCluster()
    try Loader.load(recorded.topics, into: cluster)
    // A recording has no file for a topic without records.
    if !recorded.topics.contains(where: { $0.name == "\(name).\(table)" }) {
      try cluster.createTopic("\(name).\(table)")
    }
    var watch = try SnapshotWatch(cluster.configuration(), request: recorded.request([table]))
    try watch.openAndCatchUp()
    #expect(watch.history(at: recorded.now).map(RecordedWatch.words) == expected)
    let newest = try #require(watch.readings(at: recorded.now).first)
    #expect(RecordedWatch.words(newest) == expected.last)
    #expect(newest.table == table)
    #expect(newest.topic == "\(name).\(table)")
    #expect(newest.connector == "\(name)-connector")
    #expect(watch.unreadable.count == 0)
    #expect(watch.notes == [])
    #expect(watch.connection == .up)
  }

  @Test func `without tables every table that a source told of is followed`() async throws {
    let recorded = try await RecordedWatch("start-completes")
    let cluster = try EmbeddedCluster()
    try Loader.load(recorded.topics, into: cluster)
    var watch = try SnapshotWatch(cluster.configuration(), request: recorded.request([]))
    try watch.openAndCatchUp()
    let readings = watch.readings(at: recorded.now)
    for table in ["public.t1", "public.t2"] {
      let reading = try #require(readings.first { $0.table == table })
      #expect(try RecordedWatch.words(reading) == recorded.expected(table).last)
    }
    #expect(watch.connectors == ["start-completes-connector"])
  }

  @Test func `an ended snapshot is settled once its topic was read to a later end`() async throws {
    let recorded = try await RecordedWatch("start-completes")
    let cluster = try EmbeddedCluster()
    try Loader.load(recorded.topics, into: cluster)
    var watch = try SnapshotWatch(cluster.configuration(), request: recorded.request(["t1"]))
    try watch.openAndCatchUp()
    try watch.settle()
    let isSettled = try watch.steps {
      $0.readings(at: recorded.now).allSatisfy(\.isSettled) && $0.catchUp == nil
    }
    #expect(isSettled)
    #expect(watch.readings(at: recorded.now).first?.reads == 100)
  }

  @Test func `topics of unusual names are known by what is in them`() async throws {
    let name = "start-completes"
    let recorded = try await RecordedWatch(
      name,
      renaming: [
        "\(name)-notifications": "alpha", "connect-offsets": "beta",
        "\(name).public.debezium_signal": "\(name).public.ctl",
      ])
    let cluster = try EmbeddedCluster()
    try Loader.load(recorded.topics, into: cluster)
    var watch = try SnapshotWatch(cluster.configuration(), request: recorded.request(["t1"]))
    try watch.openAndCatchUp()
    #expect(watch.roles["alpha"] == .notifications)
    #expect(watch.roles["beta"] == .offsets)
    #expect(watch.roles["\(name).public.ctl"] == .signalTable)
    #expect(watch.roles["\(name).public.t2"] == nil)
    let plan = try #require(watch.intake.plans.first)
    #expect(plan.notifications == "alpha")
    #expect(plan.offsets == ["beta"])
    #expect(plan.signalTable == "\(name).public.ctl")
    let words = watch.history(at: recorded.now).map(RecordedWatch.words)
    #expect(try words == recorded.expected("public.t1"))
  }

  @Test func `a table without a topic has no snapshot and no rows`() async throws {
    let recorded = try await RecordedWatch("initial-completes")
    let cluster = try EmbeddedCluster()
    try Loader.load(recorded.topics, into: cluster)
    var request = recorded.request(["not_yet"])
    request.connectors = [
      TopicFinder.KnownConnector(
        name: "c", prefix: "initial-completes",
        configuration: ConnectorConfiguration(
          properties: [
            "topic.prefix": "initial-completes", "table.include.list": "public.not_yet",
          ]))
    ]
    var watch = try SnapshotWatch(cluster.configuration(), request: request)
    try watch.openAndCatchUp()
    let reading = try #require(watch.readings(at: recorded.now).first)
    #expect(reading.table == "public.not_yet")
    #expect(reading.state == .none)
  }

  // Connect makes a topic with its first record, which may be that of a snapshot under way.
  @Test(arguments: [
    ["start-completes.public.t1"],
    ["start-completes.public.t1", "start-completes-notifications"],
    ["start-completes.public.t1", "start-completes.public.debezium_signal"],
    ["start-completes-notifications", "start-completes.public.debezium_signal"],
  ])
  func `topics that come later are read from then on`(late: [String]) async throws {
    let recorded = try await RecordedWatch("start-completes")
    let cluster = try EmbeddedCluster()
    try Loader.load(recorded.topics.filter { !late.contains($0.name) }, into: cluster)
    var request = recorded.request(["t1"])
    request.connectors = [
      TopicFinder.KnownConnector(
        name: "start-completes-connector", prefix: "start-completes",
        configuration: ConnectorConfiguration(properties: [
          "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
          "topic.prefix": "start-completes", "table.include.list": "public.t1,public.t2",
          "signal.data.collection": "public.debezium_signal",
          "notification.enabled.channels": "sink",
          "notification.sink.topic.name": "start-completes-notifications",
        ]))
    ]
    var watch = try SnapshotWatch(cluster.configuration(), request: request)
    try watch.openAndCatchUp()
    try Loader.load(recorded.topics.filter { late.contains($0.name) }, into: cluster)
    let expected = try recorded.expected("public.t1")
    let isWhole = try watch.steps(for: .seconds(40)) {
      let readings = $0.history(at: recorded.now)
      return $0.catchUp == nil && readings.map(RecordedWatch.words) == expected
        && readings.last?.chunksDone == 10
    }
    #expect(isWhole, "\(watch.history(at: recorded.now).map(RecordedWatch.words))")
    #expect(watch.connection == .up)
  }

  @Test func `a snapshot of a table that never gets a topic is settled`() async throws {
    let recorded = try await RecordedWatch("start-completes")
    let cluster = try EmbeddedCluster()
    let change = "start-completes.public.t1"
    try Loader.load(recorded.topics.filter { $0.name != change }, into: cluster)
    var request = recorded.request(["t1"])
    request.connectors = [
      TopicFinder.KnownConnector(
        name: "start-completes-connector", prefix: "start-completes",
        configuration: ConnectorConfiguration(properties: [
          "topic.prefix": "start-completes", "table.include.list": "public.t1",
          "notification.enabled.channels": "sink",
          "notification.sink.topic.name": "start-completes-notifications",
        ]))
    ]
    // The snapshot ended after the watch had looked for the topic.
    let end = Timestamp(milliseconds: recorded.now.milliseconds - 99_000)
    let turn = Locked(end)
    var later = WatchRequest { turn.withLock { $0 } }
    later.wishes = request.wishes
    later.rows = request.rows
    later.connectors = request.connectors
    var watch = try SnapshotWatch(cluster.configuration(), request: later)
    try watch.openAndCatchUp()
    turn.withLock { $0 = recorded.now }
    #expect(try watch.steps { $0.readings(at: recorded.now).allSatisfy(\.isSettled) })
    #expect(watch.readings(at: recorded.now).first?.state == .incomplete)
    #expect(watch.readings(at: recorded.now).first?.reads == 0)
  }

  @Test func `a table that no topic is named for is refused`() async throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("shop.public.t1")
    var request = WatchRequest { Timestamp(milliseconds: 0) }
    request.wishes.tables = ["t2"]
    var watch = try SnapshotWatch(cluster.configuration(), request: request)
    do throws(WatchError) {
      try watch.open { false }
      Issue.record("it opened")
    } catch {
      guard case .topics(.noTopic("t2", _)) = error else {
        Issue.record(error)
        return
      }
    }
  }
}
