import Foundation
import Kafka
import Testing

/// Times are taken with nothing else running beside them.
@Suite(.serialized, .timeLimit(.minutes(1))) struct CloseTests {
  /// How long it may take; sanitizers slow everything down.
  let limit = Duration.milliseconds(100)

  private func close(_ consumer: consuming Consumer) -> Duration {
    let start = ContinuousClock.now
    _ = consume consumer
    return .now - start
  }

  private func close(_ producer: consuming Producer) -> Duration {
    let start = ContinuousClock.now
    _ = consume producer
    return .now - start
  }

  @Test func aConsumerClosesAtOnceWithTheBrokerGone() throws {
    let cluster = try EmbeddedCluster(brokers: 2)
    try cluster.createTopic("t", partitions: 40)
    try cluster.fill("t", partitions: 40, count: 20_000, valueSize: 1000)
    var consumer = try Consumer(
      cluster.configuration().setting(["group.id": "watchers", "session.timeout.ms": "30000"]),
      batchCapacity: 10)
    try consumer.assign(topic: "t", from: .beginning)
    _ = consumer.read { !$0.records.isEmpty }
    cluster.setDown()
    let time = close(consumer)
    #expect(time < limit, "closing took \(time)")
  }

  @Test func aConsumerThatNeverReachedABrokerClosesAtOnce() throws {
    var consumer = try Consumer(Configuration(bootstrapServers: "127.0.0.1:1"))
    _ = consumer.read { !$0.errors.isEmpty }
    let time = close(consumer)
    #expect(time < limit, "closing took \(time)")
  }

  @Test func aProducerWithUndeliveredRecordsClosesAtOnce() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    var producer = try Producer(cluster.configuration())
    try producer.send(ProducerRecord(topic: "t", partition: 0, value: [1]))
    try producer.flush(timeout: .seconds(10))
    cluster.setDown()
    for _ in 0..<1000 {
      try producer.send(
        ProducerRecord(topic: "t", partition: 0, value: [1], headers: [.init(name: "h", value: [])])
      )
    }
    let time = close(producer)
    #expect(time < limit, "closing took \(time)")
  }

  @Test func aWakerEndsAWaitFromAnotherThreadAndOutlivesTheConsumer() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    var consumer = try Consumer(cluster.configuration())
    try consumer.assign(topic: "t", from: .beginning)
    _ = consumer.read { !$0.ends.isEmpty }
    let waker = consumer.waker
    let other = Thread {
      Thread.sleep(forTimeInterval: 0.1)
      waker.wake()
    }
    let waiting = ContinuousClock().measure {
      other.start()
      _ = consumer.findsNothing(within: .seconds(20))
    }
    #expect(waiting < .seconds(5))
    waker.wake()
    let next = ContinuousClock().measure { _ = consumer.findsNothing(within: .seconds(20)) }
    #expect(next < .seconds(5))
    _ = close(consumer)
    waker.wake()
  }

  @Test func wakersRacingWithTheEndOfAConsumerDoNoHarm() throws {
    let cluster = try EmbeddedCluster()
    for _ in 0..<10 {
      let consumer = try Consumer(cluster.configuration())
      let waker = consumer.waker
      let threads = (0..<2).map { _ in Thread { for _ in 0..<200 { waker.wake() } } }
      for thread in threads { thread.start() }
      let time = close(consumer)
      #expect(time < .seconds(2))
      let deadline = ContinuousClock.now + .seconds(10)
      while threads.contains(where: { !$0.isFinished }), .now < deadline { usleep(1000) }
      #expect(!threads.contains { !$0.isFinished })
    }
  }
}
