import Kafka
import Runtime
import Snapshot
import TestSupport
import Testing

@testable import Watch

private let topic = "shop.public.t1"

@Suite(.serialized) struct ConnectionTests {
  private func read(_ id: Int) -> ProducerRecord {
    let value =
      #"{"before":null,"after":{"id":\#(id)},"source":{"snapshot":"incremental"},"op":"r","ts_ms":\#(1_795_248_000_000 + id)}"#
    return ProducerRecord(
      topic: topic, partition: 0, key: Array(#"{"id":\#(id)}"#.utf8), value: Array(value.utf8),
      timestamp: Timestamp(milliseconds: 1_795_248_000_000 + Int64(id)))
  }

  private func send(_ ids: ClosedRange<Int>, to cluster: borrowing EmbeddedCluster) throws {
    var producer = try Producer(cluster.configuration())
    for id in ids { try producer.send(read(id)) }
    try producer.flush(timeout: .seconds(20))
  }

  private let now = Timestamp(milliseconds: 1_795_248_001_000)

  private func watch(_ cluster: borrowing EmbeddedCluster) throws -> SnapshotWatch {
    let now = now
    var request = WatchRequest { now }
    request.wishes.tables = ["t1"]
    request.rows = .everything
    var configuration = try cluster.configuration()
    try configuration.set("reconnect.backoff.max.ms", "200")
    return try SnapshotWatch(configuration, request: request)
  }

  @Test func `a broker that goes and comes back loses no record`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic(topic)
    try send(1...5, to: cluster)
    var watch = try watch(cluster)
    try watch.openAndCatchUp()
    let now = now
    #expect(watch.readings(at: now).first?.reads == 5)
    #expect(watch.connection == .up)

    cluster.setDown()
    let isLost = try watch.steps { $0.connection != .up }
    #expect(isLost)
    guard case .lost(let since, let reason) = watch.connection else { return }
    #expect(since == now)
    #expect(!reason.isEmpty)

    cluster.setUp()
    try send(6...9, to: cluster)
    let isRead = try watch.steps { $0.readings(at: now).first?.reads == 9 }
    #expect(isRead)
    let isUp = try watch.steps { $0.connection == .up }
    #expect(isUp)
    #expect(watch.readings(at: now).first?.repeated == 0)
  }

  @Test func `a broker that comes back is seen although nobody writes`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic(topic)
    try send(1...5, to: cluster)
    var watch = try watch(cluster)
    try watch.openAndCatchUp()
    cluster.setDown()
    let isLost = try watch.steps { $0.connection != .up }
    #expect(isLost)
    cluster.setUp()
    let isUp = try watch.steps(for: .seconds(10)) { $0.connection == .up }
    #expect(isUp)
  }

  @Test func `a wish to stop is heard while no broker answers`() throws {
    let cluster = try EmbeddedCluster()
    cluster.setDown()
    var watch = try watch(cluster)
    var questions = 0
    let start = ContinuousClock.now
    do throws(WatchError) {
      try watch.open {
        questions += 1
        return questions > 2
      }
      Issue.record("it opened")
    } catch {
      guard case .interrupted = error else {
        Issue.record(error)
        return
      }
    }
    #expect(ContinuousClock.now - start < .seconds(3))
  }

  @Test func `a wish to stop that is there at the beginning ends it at once`() throws {
    let cluster = try EmbeddedCluster()
    var watch = try watch(cluster)
    let start = ContinuousClock.now
    #expect(throws: WatchError.self) { try watch.open { true } }
    #expect(ContinuousClock.now - start < .milliseconds(500))
  }

  @Test func `a cluster that never answers is named after the time`() throws {
    let cluster = try EmbeddedCluster()
    cluster.setDown()
    let now = now
    var request = WatchRequest { now }
    request.timeout = .seconds(1)
    var watch = try SnapshotWatch(cluster.configuration(), request: request)
    do throws(WatchError) {
      try watch.open { false }
      Issue.record("it opened")
    } catch {
      guard case .kafka(let error) = error else {
        Issue.record(error)
        return
      }
      #expect(error.kind == .unreachable)
    }
  }
}
