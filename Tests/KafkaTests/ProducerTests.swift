import Kafka
import Testing

@Suite(.timeLimit(.minutes(1))) struct ProducerTests {
  @Test func eachRecordsDeliveryIsReportedWithItsOffset() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t", partitions: 3)
    var producer = try Producer(cluster.configuration())
    var sent: [Delivery.ID] = []
    for partition in [2, 2, 0] as [Int32] {
      sent.append(try producer.send(ProducerRecord(topic: "t", partition: partition, value: [1])))
    }
    try producer.flush(timeout: .seconds(10))
    #expect(producer.pending == 0)
    let reports = Dictionary(
      uniqueKeysWithValues: producer.takeDeliveries().map { ($0.id, $0) })
    #expect(sent.compactMap { reports[$0]?.partition } == [2, 2, 0])
    #expect(sent.map { try? reports[$0]?.result.get() } == [0, 1, 0])
    #expect(producer.takeDeliveries().isEmpty)
  }

  @Test func aRefusedRecordIsReportedAndFlushThrowsWhy() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    var producer = try Producer(cluster.configuration())
    cluster.fail(.produce, with: [.topicAuthorizationFailed])
    let id = try producer.send(ProducerRecord(topic: "t", partition: 0, value: [1]))
    let error = #expect(throws: KafkaError.self) { try producer.flush(timeout: .seconds(10)) }
    #expect(error?.kind == .authorization)
    #expect(error?.topic == "t")
    let report = try #require(producer.takeDeliveries().first)
    #expect(report.id == id)
    #expect(throws: KafkaError.self) { try report.result.get() }
  }

  @Test func aFullQueueSaysSo() throws {
    var producer = try Producer(
      Configuration(bootstrapServers: "127.0.0.1:1")
        .setting(["queue.buffering.max.messages": "10"]))
    let error = #expect(throws: KafkaError.self) {
      for _ in 0..<11 { try producer.send(ProducerRecord(topic: "t", value: [1])) }
    }
    #expect(error?.code == .queueFull)
    #expect(error?.isRetriable == true)
    #expect(error?.reason.contains("10 records") == true)
    #expect(producer.pending == 10)
  }

  @Test func flushingWithoutABrokerSaysWhyAndKeepsTheRecords() throws {
    var producer = try Producer(Configuration(bootstrapServers: "127.0.0.1:1"))
    try producer.send(ProducerRecord(topic: "t", value: [1]))
    let error = #expect(throws: KafkaError.self) {
      try producer.flush(timeout: .milliseconds(400))
    }
    #expect(error?.kind == .unreachable)
    #expect(error?.reason.contains("127.0.0.1:1") == true)
    #expect(producer.pending == 1)
  }

  @Test func wrongNamesAndNumbersAreErrors() throws {
    var producer = try Producer(Configuration(bootstrapServers: "127.0.0.1:1"))
    for topic in ["", "a\0b", "a b"] {
      #expect(throws: KafkaError.self) {
        try producer.send(ProducerRecord(topic: topic, value: nil))
      }
    }
    #expect(throws: KafkaError.self) {
      try producer.send(ProducerRecord(topic: "t", partition: -5, value: nil))
    }
    #expect(throws: KafkaError.self) {
      try producer.send(
        ProducerRecord(topic: "t", value: nil, headers: [.init(name: "a\0b", value: nil)]))
    }
    #expect(producer.pending == 0)
  }
}
