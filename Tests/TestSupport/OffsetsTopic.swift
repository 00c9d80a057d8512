public import Kafka

/// An offsets topic as Connect keeps it, made up.
public enum OffsetsTopic {
  /// A connector's key.
  public static func key(_ connector: String) -> String {
    #"["\#(connector)",{"server":"\#(connector)"}]"#
  }

  /// An offset of PostgreSQL.
  public static func value(lsn: Int, transaction: Int = 700, seconds: Int = 1_795_280_000) -> String
  {
    #"{"lsn_proc":\#(lsn),"messageType":"INSERT","lsn_commit":\#(lsn),"lsn":\#(lsn),"txId":\#(transaction),"ts_usec":\#(seconds)000000}"#
  }

  /// A record of the topic; nil is a tombstone.
  public static func record(
    _ key: String?, _ value: String?, partition: Int32, topic: String = "connect-offsets"
  ) -> ProducerRecord {
    ProducerRecord(
      topic: topic, partition: partition, key: key.map { Array($0.utf8) },
      value: value.map { Array($0.utf8) })
  }

  /// Sends records and waits until the brokers have them.
  public static func send(_ records: [ProducerRecord], to configuration: Configuration) throws {
    var configuration = configuration
    try configuration.set("linger.ms", "5")
    var producer = try Producer(configuration)
    for record in records { try producer.send(record) }
    try producer.flush(timeout: .seconds(60))
  }

  /// Offsets of so many connectors `c0`, `c1` ..., spread over 25 partitions, each written so often.
  public static func records(connectors: Int, times: Int = 1) -> [ProducerRecord] {
    (0..<times).flatMap { time in
      (0..<connectors).map { number in
        record(
          key("c\(number)"), value(lsn: 20_000_000 + time * 1000 + number),
          partition: Int32(truncatingIfNeeded: number % 25))
      }
    }
  }

  /// A cluster in this process with such a topic.
  public static func cluster(connectors: Int) throws -> EmbeddedCluster {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("connect-offsets", partitions: 25)
    try send(records(connectors: connectors), to: cluster.configuration())
    return cluster
  }
}
