import Foundation
import Kafka
import Testing

@Suite(.timeLimit(.minutes(1))) struct FailureTests {
  @Test func aTopicThatDoesNotExistIsAnErrorAndIsNotMade() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("there")
    try cluster.setError(of: "absent", to: .unknownTopicOrPartition)
    var consumer = try Consumer(cluster.configuration())
    let error = #expect(throws: KafkaError.self) { try consumer.metadata(topic: "absent") }
    #expect(error?.kind == .unknownTopic)
    #expect(error?.code.description == "UNKNOWN_TOPIC_OR_PART")
    #expect(error?.topic == "absent")
    let assigned = #expect(throws: KafkaError.self) {
      try consumer.assign(topic: "absent", from: .beginning)
    }
    #expect(assigned?.kind == .unknownTopic)
  }

  @Test func aTopicThatMayNotBeReadIsAnAuthorizationError() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    try cluster.setError(of: "t", to: .topicAuthorizationFailed)
    var consumer = try Consumer(cluster.configuration())
    let error = #expect(throws: KafkaError.self) {
      try consumer.assign([Assignment(topic: "t", partition: 0, from: .beginning)])
    }
    #expect(error?.kind == .authorization)
    #expect(error?.topic == "t")
    #expect(error?.isRetriable == false)
  }

  @Test func failedFetchesAreTriedAgain() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    try cluster.fill("t", count: 20)
    cluster.fail(.fetch, with: [.notLeader, .transport, .leaderNotAvailable])
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "t", from: .beginning)
    let reading = consumer.read(for: .seconds(20)) { $0.records.count >= 20 }
    #expect(reading.records.map(\.offset) == Array(0..<20))
  }

  @Test func aFetchThatIsNotAllowedIsAnErrorAboutItsPartition() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    try cluster.fill("t", count: 1)
    cluster.fail(.fetch, with: Array(repeating: .topicAuthorizationFailed, count: 5))
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "t", from: .beginning)
    let error = try #require(consumer.read { !$0.errors.isEmpty }.errors.first)
    #expect(error.kind == .authorization)
    #expect(error.topic == "t")
    #expect(error.partition == 0)
    #expect(error.operation == "read records")
  }

  @Test func aBrokerThatComesBackIsReadFromAgain() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    try cluster.fill("t", count: 5)
    var consumer = try Consumer(
      cluster.configuration().setting([
        "reconnect.backoff.ms": "20", "reconnect.backoff.max.ms": "100",
      ]))
    try consumer.assign(topic: "t", from: .beginning)
    #expect(consumer.read { !$0.ends.isEmpty }.records.count == 5)
    cluster.setDown()
    let down = consumer.read { $0.errors.contains { $0.code == .allBrokersDown } }
    #expect(down.errors.allSatisfy { $0.kind == .unreachable && !$0.isFatal })
    #expect(down.errors.allSatisfy { $0.unreachableListener == nil })
    #expect(!down.errors.isEmpty)
    cluster.setUp()
    try cluster.fill("t", count: 3)
    let reading = consumer.read { $0.records.count >= 3 }
    #expect(reading.records.map(\.offset) == [5, 6, 7])
  }

  @Test func nobodyThereIsUnreachableWithTheLibrarysReason() throws {
    var consumer = try Consumer(Configuration(bootstrapServers: "127.0.0.1:1"))
    let start = ContinuousClock.now
    let error = #expect(throws: KafkaError.self) {
      try consumer.metadata(timeout: .milliseconds(600))
    }
    #expect(error?.kind == .unreachable)
    #expect(error?.reason.contains("127.0.0.1:1") == true)
    #expect(error?.unreachableListener == nil)
    #expect(.now - start < .seconds(2))
  }

  @Test func aListenerThatOnlyTheMetadataNamesIsToldApart() throws {
    let cluster = try EmbeddedCluster(brokers: 2)
    try cluster.createTopic("t")
    try cluster.setLeader(of: "t", partition: 0, broker: 2)
    var admin = try Admin(cluster.configuration())
    let servers = try admin.metadata().brokers.compactMap { $0.address?.description }
    try #require(servers.count == 2)
    cluster.setDown(broker: 2)
    var consumer = try Consumer(Configuration(bootstrapServers: servers[0]))
    let error = #expect(throws: KafkaError.self) {
      try consumer.watermarks(topic: "t", partition: 0, timeout: .milliseconds(1500))
    }
    #expect(error?.kind == .unreachable)
    #expect(error?.unreachableListener == BrokerAddress(servers[1]))
    #expect(error?.hint?.contains("advertised listener") == true)
    #expect(error?.hint?.contains(servers[1]) == true)
  }

  @Test func aBrokerThatKnowsNoSaslIsNotWaitedForUntilTheTimeout() throws {
    let cluster = try EmbeddedCluster()
    var consumer = try Consumer(
      cluster.configuration().setting([
        "security.protocol": "sasl_plaintext", "sasl.mechanism": "PLAIN", "sasl.username": "u",
        "sasl.password": "hunter2",
      ]))
    let error = #expect(throws: KafkaError.self) {
      try consumer.metadata(timeout: .seconds(3))
    }
    #expect(error.map { "\($0)" }?.contains("hunter2") == false)
    #expect(error?.kind == .authentication)
    #expect(error?.hint?.contains("sasl.password") == true)
  }

  @Test func hugeAndNegativeTimeoutsAreTaken() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    var consumer = try Consumer(cluster.configuration())
    for timeout in [Duration.seconds(Int64.max), .milliseconds(Int64.max / 2_000_000)] {
      #expect(try consumer.metadata(topic: "t", timeout: timeout).partitions.count == 1)
      #expect(try consumer.watermarks(topic: "t", partition: 0, timeout: timeout).end == 0)
    }
    #expect(throws: KafkaError.self) {
      try consumer.metadata(timeout: .seconds(-Int64.max / 2))
    }
    try consumer.assign(topic: "t", from: .beginning, timeout: .seconds(Int64.max))
    consumer.waker.wake()
    let isEmpty = consumer.findsNothing(within: .seconds(Int64.max))
    #expect(isEmpty)
  }

  @Test func logsAreKeptAndStderrStaysSilent() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("stderr-\(UInt64.random(in: 0 ... .max))").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let saved = dup(2)
    let file = unsafe open(path, O_CREAT | O_RDWR, 0o600)
    dup2(file, 2)
    defer {
      dup2(saved, 2)
      close(saved)
      close(file)
    }
    var logs: [LogLine] = []
    do {
      let cluster = try EmbeddedCluster()
      try cluster.createTopic("t")
      cluster.setDown()
      var consumer = try Consumer(cluster.configuration().setting(["debug": "broker"]))
      var producer = try Producer(cluster.configuration().setting(["debug": "broker"]))
      try producer.send(ProducerRecord(topic: "t", value: [1]))
      _ = consumer.read(for: .milliseconds(300)) { _ in false }
      logs = consumer.takeLogs() + producer.takeLogs()
    }
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(!logs.isEmpty)
    #expect(logs.count <= 2002)
    #expect(!written.contains("rdkafka#"))
  }
}
