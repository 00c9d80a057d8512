import Kafka
import Runtime
import TestSupport
import Testing

@testable import OffsetBackup

@Suite struct OffsetTopicReaderTests {
  private func read(
    _ cluster: borrowing EmbeddedCluster, timeout: Duration = .seconds(10),
    keepsHistory: Bool = false
  ) throws -> OffsetTopic {
    var reader = try OffsetTopicReader(cluster.configuration(), timeout: timeout)
    return try reader.read("connect-offsets", keepsHistory: keepsHistory)
  }

  @Test func `the newest record of each key, every partition to its end, tombstones kept`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("connect-offsets", partitions: 25)
    let (a, b) = (OffsetsTopic.key("a"), OffsetsTopic.key("b"))
    try OffsetsTopic.send(
      [
        OffsetsTopic.record(a, "1", partition: 3), OffsetsTopic.record(a, "2", partition: 3),
        OffsetsTopic.record(b, "1", partition: 3), OffsetsTopic.record(b, nil, partition: 3),
        OffsetsTopic.record(a, "", partition: 24), OffsetsTopic.record(nil, "x", partition: 24),
      ], to: cluster.configuration())
    let topic = try read(cluster, keepsHistory: true)
    #expect(topic.partitions.count == 25)
    #expect(topic.partitions.map(\.readTo) == topic.partitions.map(\.end))
    #expect(topic.partitions[3].end == 4)
    #expect(topic.latest.map(\.partition) == [3, 3, 24, 24])
    #expect(
      topic.latest.map(\.value) == [Array("2".utf8), nil, Array("x".utf8), []])
    #expect(topic.latest.map(\.offset) == [1, 3, 1, 0])
    #expect(topic.live.count == 3)
    #expect(topic.history.map(\.offset) == [0, 1, 2, 3, 0, 1])
  }

  @Test func `an empty topic is read to its end at once`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("connect-offsets", partitions: 25)
    #expect(try read(cluster).latest == [])
  }

  @Test func `a topic that does not come to its end is an error with its partitions`() throws {
    let cluster = try OffsetsTopic.cluster(connectors: 3)
    cluster.fail(.fetch, with: Array(repeating: .transport, count: 100_000))
    do throws(OffsetReadError) {
      var reader: OffsetTopicReader
      do { reader = try OffsetTopicReader(cluster.configuration(), timeout: .seconds(1)) } catch {
        Issue.record(error)
        return
      }
      _ = try reader.read("connect-offsets")
      Issue.record("read without a broker")
    } catch {
      guard case .incomplete("connect-offsets", let partitions, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(partitions == [0, 1, 2])
    }
  }

  @Test func `a wish to stop ends it`() throws {
    let cluster = try OffsetsTopic.cluster(connectors: 3)
    var reader = try OffsetTopicReader(cluster.configuration(), timeout: .seconds(10))
    do throws(OffsetReadError) {
      _ = try reader.read("connect-offsets") { true }
      Issue.record("it was not stopped")
    } catch {
      guard case .interrupted = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func `one reader reads several topics, one after the other`() throws {
    let cluster = try OffsetsTopic.cluster(connectors: 30)
    try cluster.createTopic("own-offsets", partitions: 1)
    try OffsetsTopic.send(
      [OffsetsTopic.record(OffsetsTopic.key("c1"), "{}", partition: 0, topic: "own-offsets")],
      to: cluster.configuration())
    var reader = try OffsetTopicReader(cluster.configuration(), timeout: .seconds(10))
    for _ in 0..<3 {
      #expect(try reader.read("connect-offsets").live.count == 30)
      #expect(try reader.read("own-offsets").live.map(\.topic) == ["own-offsets"])
    }
  }

  @Test func `a key in two partitions, and a connector without offsets, are found`() {
    let roster = ConnectorRoster(
      records: [
        Backups.offset("a"), Backups.record(#"["a",{"server":"a"}]"#, "{}", partition: 1),
        Backups.record(#"["gone",{"server":"gone"}]"#, nil),
      ], accounts: [])
    #expect(roster.connectors.map(\.name) == ["a"])
    #expect(
      roster.findings.first
        == #"["a",{"server":"a"}] stands in the partitions 0 and 1 of connect-offsets: a worker may take either"#
    )
  }
}
