import Debezium
import Testing

@testable import Commands
@testable import Kafka

/// The brokers of a saved configuration, held against the cluster on which its connector is made.
@Suite struct NamedBrokersTests {
  private static let name = "schema.history.internal.kafka.bootstrap.servers"

  private func brokers(
    _ properties: [String: String], stated: Set<String> = [], brokers: String = "new:9092"
  ) -> NamedBrokers {
    NamedBrokers(
      ConnectorConfiguration(properties: properties), stated: stated, brokers: brokers,
      metadata: ClusterMetadata(
        clusterID: "new", controller: nil,
        brokers: [Broker(id: 1, host: "NEW-1.internal", port: 9093)], topics: []))
  }

  @Test(arguments: [
    ("new:9092", true), ("old:9092, NEW:9092", true), ("new-1.internal:9093", true),
    ("PLAINTEXT://new", true), ("${file:/etc/kafka:servers}", true), ("old:9092", false),
    ("new:9093", false), ("", false),
  ]) func `one address that is this cluster's is enough`(servers: String, isOwn: Bool) {
    let found = brokers([Self.name: servers, "database.hostname": "old"])
    #expect(found.foreign.map(\.servers) == (isOwn ? [] : [servers]))
    #expect(found.refusals.isEmpty == isOwn)
  }

  @Test func `what was typed anew is taken as it is, and the rest is named with what to type`() {
    let properties = [Self.name: "old:9092", "signal.kafka.bootstrap.servers": "old:9092"]
    #expect(
      brokers(properties).words
        == " --set-config \(Self.name)=new:9092"
        + " --set-config signal.kafka.bootstrap.servers=new:9092")
    let one = brokers(properties, stated: [Self.name])
    #expect(
      one.refusals == [
        "signal.kafka.bootstrap.servers is 'old:9092' in the backup, and this cluster's brokers are"
          + " 'new:9092'"
      ])
    #expect(brokers(properties, brokers: "").words.contains("=HOST:PORT"))
  }
}
