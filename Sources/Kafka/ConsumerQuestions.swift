public import Runtime

extension Consumer {
  /// The oldest and the next offset of a partition, asked from its leader.
  public mutating func watermarks(
    topic: String, partition: Int32, timeout: Duration = .seconds(10)
  ) throws(KafkaError) -> Watermarks {
    let partition = TopicPartition(topic: topic, partition: partition)
    try client.check(partition, "read watermarks")
    let metadata = try client.metadata(topic: topic, timeout: timeout)
    guard let found = metadata.partitions.first(where: { $0.id == partition.partition }) else {
      throw KafkaError(
        operation: "read watermarks", reason: "the topic has no such partition",
        code: .unknownPartition, topic: topic, partition: partition.partition)
    }
    let leaders = Set([found.leader].compactMap { $0 })
    let marks = try client.watermarks(of: [partition], leaders: leaders, timeout: timeout)
    return marks[0]
  }

  /// The watermarks of every partition of a topic, by partition number.
  ///
  /// Takes three round trips, however many partitions there are; throws when one of them has none.
  public mutating func watermarks(topic: String, timeout: Duration = .seconds(10))
    throws(KafkaError) -> [Watermarks]
  {
    let partitions = try client.metadata(topic: topic, timeout: timeout).partitions
    return try client.watermarks(
      of: partitions.map { TopicPartition(topic: topic, partition: $0.id) },
      leaders: Set(partitions.compactMap(\.leader)), timeout: timeout)
  }

  /// For each partition the first offset whose record is not older than the time.
  ///
  /// An empty list asks nobody. A time before 1970 counts as 1970. A partition named twice is asked
  /// once. Throws when no leader could be asked; one leader's refusal is its partitions' own.
  public mutating func offsets(
    at time: Timestamp, of partitions: [TopicPartition], timeout: Duration = .seconds(10)
  ) throws(KafkaError) -> [TopicPartition: OffsetAtTime] {
    try client.offsets(at: time, of: partitions, timeout: timeout)
  }

  /// The whole cluster: its id, controller, brokers and all topics.
  public mutating func metadata(timeout: Duration = .seconds(10)) throws(KafkaError)
    -> ClusterMetadata
  {
    try client.clusterMetadata(timeout: timeout)
  }

  /// One topic; throws `.unknownTopic` when it does not exist, and creates nothing.
  public mutating func metadata(topic: String, timeout: Duration = .seconds(10))
    throws(KafkaError) -> TopicMetadata
  {
    try client.metadata(topic: topic, timeout: timeout)
  }
}
