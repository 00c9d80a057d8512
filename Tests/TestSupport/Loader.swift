public import Kafka

/// Puts recorded topics into a cluster: topic, partition, order, key, value, headers, timestamp.
public enum Loader {
  /// Makes the topics, with as many partitions as they need, and fills them.
  ///
  /// Connect's own offsets topic gets the 25 partitions that Connect gives it.
  public static func load(_ topics: [RecordedTopic], into configuration: Configuration) throws {
    var admin = try Admin(configuration)
    var wanted: [NewTopic] = []
    for topic in topics {
      wanted.append(
        NewTopic(name: topic.name, partitions: try count(of: topic), replicationFactor: 1))
    }
    try admin.create(wanted)
    try append(topics, to: configuration)
  }

  /// The same for an embedded cluster, which knows no request that makes topics.
  public static func load(_ topics: [RecordedTopic], into cluster: borrowing EmbeddedCluster) throws
  {
    for topic in topics { try cluster.createTopic(topic.name, partitions: count(of: topic)) }
    try append(topics, to: cluster.configuration())
  }

  /// Sends the records to topics that are there.
  public static func append(_ topics: [RecordedTopic], to configuration: Configuration) throws {
    var configuration = configuration
    try configuration.set("linger.ms", "5")
    var producer = try Producer(configuration)
    for topic in topics {
      for line in topic.lines {
        try producer.send(topic.record(line))
        if producer.pending > 50_000 { try producer.flush(timeout: .seconds(60)) }
      }
    }
    try producer.flush(timeout: .seconds(60))
  }

  private static func count(of topic: RecordedTopic) throws -> Int {
    topic.name == "connect-offsets" ? 25 : try topic.partitions()
  }
}
