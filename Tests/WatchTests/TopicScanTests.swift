import Debezium
import Kafka
import Runtime
import TestSupport
import Testing

@testable import Watch

@Suite(.serialized) struct TopicScanTests {
  private func scan(
    _ cluster: borrowing EmbeddedCluster, _ topic: String, from start: TopicScan.Start,
    looking match: RowMatch? = nil
  ) throws -> TopicScan {
    var scan = try TopicScan(cluster.configuration())
    scan.match = match
    try scan.begin(topic, from: start, timeout: .seconds(10))
    let deadline = Deadline(after: .seconds(20))
    while !scan.isComplete, !deadline.hasPassed { try scan.step(timeout: .milliseconds(50)) }
    return scan
  }

  private func words(_ scan: borrowing TopicScan) -> [String] {
    scan.counts.classes.map { "\($0.operation?.text ?? "-") \($0.snapshot ?? "-") \($0.count)" }
  }

  private static let topic = "three-partitions.public.t1"

  private func load(_ cluster: borrowing EmbeddedCluster) async throws {
    let recorded = try await RecordedWatch("three-partitions")
    try Loader.load(recorded.topics.filter { $0.name == Self.topic }, into: cluster)
  }

  @Test func `a scan counts every record of every partition`() async throws {
    let cluster = try EmbeddedCluster()
    try await load(cluster)
    let scan = try scan(cluster, Self.topic, from: .position(.beginning))
    #expect(scan.isComplete == true)
    let classes = words(scan)
    #expect(classes.contains("r incremental 85"))
    let all = scan.counts.classes.reduce(0) { $0 + $1.count }
    #expect(scan.counts.records == all + scan.counts.tombstones)
    #expect(scan.amount == (read: scan.counts.records, total: scan.counts.records))
    #expect(scan.counts.unreadable.count == 0)
  }

  @Test func `a scan from the end reads nothing and is complete`() async throws {
    let cluster = try EmbeddedCluster()
    try await load(cluster)
    let scan = try scan(cluster, Self.topic, from: .position(.end))
    #expect(scan.isComplete == true)
    #expect(scan.counts.records == 0)
  }

  @Test func `a tail is of each partition`() async throws {
    let cluster = try EmbeddedCluster()
    try await load(cluster)
    let scan = try scan(cluster, Self.topic, from: .position(.tail(2)))
    #expect(scan.counts.records == 6)
  }

  @Test func `a row is found by its key, with what each record did`() async throws {
    let cluster = try EmbeddedCluster()
    try await load(cluster)
    let scan = try scan(
      cluster, Self.topic, from: .position(.beginning),
      looking: RowMatch(columns: [("id", "42")]))
    #expect(scan.foundCount == Int64(scan.found.count))
    let reads = scan.found.filter { $0.snapshot == "incremental" }
    #expect(reads.count == 1)
    #expect(reads.first?.operation == .read)
    #expect(reads.first?.text?.contains(#""id":42"#) == true)
    let none = try self.scan(
      cluster, Self.topic, from: .position(.beginning),
      looking: RowMatch(columns: [("id", "424242")]))
    #expect(none.foundCount == 0)
    #expect(none.isComplete == true)
  }

  @Test func `all that is found counts, and the first hundred are kept`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    var producer = try Producer(cluster.configuration())
    for number in 0..<250 {
      let value = #"{"after":{"kind":"a","n":\#(number)},"source":{},"op":"c"}"#
      try producer.send(
        ProducerRecord(topic: "t", partition: 0, key: nil, value: Array(value.utf8)))
    }
    try producer.send(ProducerRecord(topic: "t", partition: 0, value: Array("rubbish".utf8)))
    try producer.send(ProducerRecord(topic: "t", partition: 0, key: [1], value: nil))
    try producer.flush(timeout: .seconds(20))
    let scan = try scan(
      cluster, "t", from: .position(.beginning), looking: RowMatch(columns: [("kind", "a")]))
    #expect(scan.foundCount == 250)
    #expect(scan.found.count == 100)
    #expect(scan.found.map(\.position.offset) == Array(0..<100))
    #expect(words(scan) == ["c - 250"])
    #expect(scan.counts.records == 252)
    #expect(scan.counts.tombstones == 1)
    #expect(scan.counts.unreadable.first.map(\.offset) == [250])
  }

  @Test func `a column that no record has is told from a row that is not there`() async throws {
    let cluster = try EmbeddedCluster()
    try await load(cluster)
    func unknown(_ columns: [(String, String)]) throws -> [String]? {
      let scan = try scan(
        cluster, Self.topic, from: .position(.beginning), looking: RowMatch(columns: columns))
      #expect(scan.foundCount == 0)
      return scan.match?.unknownColumns
    }
    #expect(try unknown([("id", "424242")]) == [])
    #expect(try unknown([("di", "42")]) == ["di"])
    #expect(try unknown([("id", "42"), ("stauts", "new")]) == ["stauts"])
  }

  @Test func `flat rows tell by their headers what their values do not`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    var producer = try Producer(cluster.configuration())
    func send(_ headers: [(String, String)]) throws {
      try producer.send(
        ProducerRecord(
          topic: "t", partition: 0, key: nil, value: Array(#"{"id":1}"#.utf8),
          headers: headers.map { OwnedRecord.Header(name: $0.0, value: Array($0.1.utf8)) }))
    }
    try send([("__op", "r"), ("__source_snapshot", "incremental"), ("__ts_ms", "1795248000000")])
    try send([("__op", "\"u\""), ("__source_snapshot", "\"false\"")])
    try send([("__op", "d")])
    try send([("__op", "x")])
    try send([("op", "c")])
    try send([])
    try producer.flush(timeout: .seconds(20))
    let scan = try scan(cluster, "t", from: .position(.beginning))
    #expect(words(scan) == ["r incremental 1", "u false 1", "d - 1"])
    #expect(scan.counts.unreadable.first.map(\.offset) == [3, 4, 5])
  }

  @Test func `a topic that is not there cannot be scanned`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t")
    try cluster.setError(of: "nope", to: .unknownTopicOrPartition)
    var scan = try TopicScan(cluster.configuration())
    #expect(try scan.topics(timeout: .seconds(5)) { false }.contains("t"))
    #expect(throws: KafkaError.self) {
      try scan.begin("nope", from: .position(.beginning), timeout: .seconds(5))
    }
  }
}
