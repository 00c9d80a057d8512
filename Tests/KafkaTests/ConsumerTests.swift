import Kafka
import Runtime
import Testing

@Suite(.timeLimit(.minutes(1))) struct ConsumerTests {
  let second = Duration.seconds(1)

  @Test func aTombstoneIsNilAndAnEmptyValueIsNot() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    var producer = try Producer(cluster.configuration())
    try producer.send(ProducerRecord(topic: "t", partition: 0, key: [1], value: nil))
    try producer.send(ProducerRecord(topic: "t", partition: 0, key: [], value: []))
    try producer.send(ProducerRecord(topic: "t", partition: 0, key: nil, value: [7]))
    try producer.flush(timeout: .seconds(10))
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "t", from: .beginning)
    let reading = consumer.read { $0.records.count == 3 }
    #expect(reading.records.map(\.value) == [nil, [], [7]])
    #expect(reading.records.map(\.key) == [[1], [], nil])
    #expect(reading.records.map(\.offset) == [0, 1, 2])
    #expect(reading.records.allSatisfy { $0.topic == "t" && $0.timestampType == .created })
  }

  @Test func theEndOfAPartitionIsAnEventAndComesAgainAfterNewRecords() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    try cluster.fill("t", count: 3)
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "t", from: .beginning)
    let end = TopicPartition(topic: "t", partition: 0)
    #expect(consumer.read { !$0.ends.isEmpty }.ends == [end: 3])
    try cluster.fill("t", count: 2)
    let more = consumer.read { !$0.ends.isEmpty }
    #expect(more.records.map(\.offset) == [3, 4])
    #expect(more.ends == [end: 5])
  }

  @Test(
    arguments: [
      (StartPosition.beginning, 0), (.end, 10), (.offset(4), 4), (.tail(3), 7), (.tail(99), 0),
      (.tail(0), 10), (.tail(-5), 10), (.tail(.max), 0), (.offset(10), 10), (.offset(.max), 0),
    ] as [(StartPosition, Int64)])
  func aStartPositionSelectsTheFirstRecord(position: StartPosition, first: Int64) throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    try cluster.fill("t", count: 10)
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "t", from: position)
    let reading = consumer.read { !$0.ends.isEmpty }
    #expect(reading.records.map(\.offset) == Array(first..<10))
  }

  @Test func manyPartitionsOnSeveralBrokersArriveCompleteAndInOrder() throws {
    let cluster = try EmbeddedCluster(brokers: 3)
    try cluster.createTopic("a", partitions: 20)
    try cluster.createTopic("b", partitions: 5)
    try cluster.fill("a", partitions: 20, count: 2000)
    try cluster.fill("b", partitions: 5, count: 500)
    var consumer = try Consumer(cluster.configuration(), batchCapacity: 64)
    let all =
      (0..<20).map { Assignment(topic: "a", partition: $0, from: .beginning) }
      + (0..<5).map { Assignment(topic: "b", partition: $0, from: .beginning) }
    try consumer.assign(all)
    let reading = consumer.read { $0.ends.count == 25 }
    #expect(reading.records.count == 2500)
    let byPartition = Dictionary(grouping: reading.records) {
      TopicPartition(topic: $0.topic, partition: $0.partition)
    }
    #expect(byPartition.count == 25)
    for records in byPartition.values { #expect(records.map(\.offset) == Array(0..<100)) }
  }

  @Test func assigningAgainReplacesAndAddingKeeps() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("a")
    try cluster.createTopic("b")
    try cluster.fill("a", count: 5)
    try cluster.fill("b", count: 5)
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "a", from: .beginning)
    _ = consumer.read { !$0.ends.isEmpty }
    try consumer.assign(topic: "b", from: .beginning)
    let second = consumer.read { !$0.ends.isEmpty }
    #expect(Set(second.records.map(\.topic)) == ["b"])
    try consumer.add([Assignment(topic: "a", partition: 0, from: .offset(3))])
    try cluster.fill("b", count: 1)
    let third = consumer.read { $0.records.count >= 3 }
    #expect(third.records.filter { $0.topic == "a" }.map(\.offset) == [3, 4])
    #expect(third.records.filter { $0.topic == "b" }.map(\.offset) == [5])
    try consumer.assign([])
    try cluster.fill("b", count: 1)
    #expect(consumer.read(for: .milliseconds(300)) { _ in false }.records.isEmpty)
  }

  @Test func headersKeepTheirOrderTheirRepeatsAndTheirNulls() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    let headers: [OwnedRecord.Header] = [
      .init(name: "a", value: [1]), .init(name: "b", value: nil), .init(name: "c", value: []),
      .init(name: "a", value: [2]),
    ]
    var producer = try Producer(cluster.configuration())
    try producer.send(ProducerRecord(topic: "t", partition: 0, value: [9], headers: headers))
    try producer.send(ProducerRecord(topic: "t", partition: 0, value: [9]))
    try producer.flush(timeout: .seconds(10))
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "t", from: .beginning)
    var seen = 0
    let deadline = ContinuousClock.now + .seconds(10)
    while seen < 2, .now < deadline {
      let batch = consumer.poll(timeout: .milliseconds(200))
      for index in batch.indices {
        let record = batch[index]
        seen += 1
        guard record.offset == 0 else {
          #expect(try record.headers.count == 0)
          continue
        }
        #expect(record.detached().headers == headers)
        let last = try record.header(named: "a")
        #expect(last?.value?.byteCount == 1)
        #expect([UInt8](last?.value) == [2])
        let null = try record.header(named: "b")
        #expect(null != nil && null?.value == nil)
        let empty = try record.header(named: "c")
        #expect(empty?.value?.byteCount == 0)
        #expect(try record.header(named: "d") == nil)
      }
    }
    #expect(seen == 2)
  }

  @Test func aTimestampIsKept() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    let time = Timestamp(milliseconds: 1_700_000_000_123)
    var producer = try Producer(cluster.configuration())
    try producer.send(ProducerRecord(topic: "t", partition: 0, value: [1], timestamp: time))
    try producer.flush(timeout: .seconds(10))
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "t", from: .beginning)
    #expect(consumer.read { !$0.records.isEmpty }.records.first?.timestamp == time)
  }

  @Test func namesAreKnownByNumber() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    try cluster.fill("t", count: 1)
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "t", from: .beginning)
    var topic: TopicID?
    let deadline = ContinuousClock.now + .seconds(10)
    while topic == nil, .now < deadline {
      let batch = consumer.poll(timeout: second)
      for index in batch.indices { topic = batch[index].topic }
    }
    let found = try #require(topic)
    #expect(consumer.name(of: found) == "t")
  }

  @Test func pollingBeforeAnythingIsAssignedWaitsAndGivesNothing() throws {
    let cluster = try EmbeddedCluster()
    var consumer = try Consumer(cluster.configuration(), batchCapacity: 0)
    let start = ContinuousClock.now
    let found = [Duration.milliseconds(50), .seconds(-3), .zero].map { timeout in
      consumer.findsNothing(within: timeout)
    }
    #expect(found == [true, true, true])
    #expect(.now - start >= .milliseconds(45))
    #expect(.now - start < .seconds(2))
  }

  @Test func statisticsComeAsEventsWhenTheyAreAskedFor() throws {
    let cluster = try EmbeddedCluster()
    var consumer = try Consumer(
      cluster.configuration().setting(["statistics.interval.ms": "100"]))
    let text = consumer.read { !$0.statistics.isEmpty }.statistics.first
    #expect(text?.hasPrefix("{") == true)
  }

  @Test(arguments: ["", "a\0b", ".", "..", "a b", "a/b", String(repeating: "x", count: 250)])
  func aNameThatIsNoTopicsIsRefusedBeforeAnybodyIsAsked(name: String) throws {
    var consumer = try Consumer(Configuration(bootstrapServers: "127.0.0.1:1"))
    #expect { try consumer.assign(topic: name, from: .beginning) } throws: {
      ($0 as? KafkaError)?.kind == .configuration
    }
    #expect(throws: KafkaError.self) { try consumer.watermarks(topic: name, partition: 0) }
    #expect(throws: KafkaError.self) { try consumer.metadata(topic: name) }
  }

  @Test func partitionsThatDoNotExistAreErrorsWithTheirNames() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t", partitions: 2)
    var consumer = try Consumer(cluster.configuration())
    func failure(_ body: (inout Consumer) throws(KafkaError) -> Void) -> KafkaError? {
      do throws(KafkaError) { try body(&consumer) } catch { return error }
      return nil
    }
    let far = failure { c throws(KafkaError) in
      try c.assign([Assignment(topic: "t", partition: 2, from: .end)])
    }
    #expect(far?.code == .unknownPartition)
    #expect(far?.kind == .unknownTopic)
    #expect(far?.partition == 2)
    let negative = failure { c throws(KafkaError) in
      try c.assign([Assignment(topic: "t", partition: -5, from: .end)])
    }
    #expect(negative?.kind == .configuration)
    let offset = failure { c throws(KafkaError) in
      try c.assign([Assignment(topic: "t", partition: 0, from: .offset(-7))])
    }
    #expect(offset?.kind == .configuration)
    let marks = failure { c throws(KafkaError) in
      _ = try c.watermarks(topic: "t", partition: 9)
    }
    #expect(marks?.code == .unknownPartition)
  }

  @Test func watermarksTellBeginningAndEnd() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t", partitions: 2)
    try cluster.fill("t", count: 7)
    var consumer = try Consumer(cluster.configuration())
    #expect(try consumer.watermarks(topic: "t", partition: 0) == Watermarks(beginning: 0, end: 7))
    #expect(
      try consumer.watermarks(topic: "t") == [
        Watermarks(beginning: 0, end: 7), Watermarks(beginning: 0, end: 0),
      ])
    #expect(try consumer.offsets(at: Timestamp(milliseconds: -1), of: []).isEmpty)
  }
}
