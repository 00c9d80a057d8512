internal import CRdkafka

/// A topic to be made.
public struct NewTopic: Sendable, Hashable {
  /// The topic's name.
  public var name: String
  /// How many partitions, or nil for the broker's default.
  public var partitions: Int?
  /// How many copies of each, or nil for the broker's default.
  public var replicationFactor: Int?
  /// The topic's own configuration, such as `cleanup.policy`.
  public var configuration: [String: String]

  /// A topic to be made.
  public init(
    name: String, partitions: Int? = nil, replicationFactor: Int? = nil,
    configuration: [String: String] = [:]
  ) {
    self.name = name
    self.partitions = partitions
    self.replicationFactor = replicationFactor
    self.configuration = configuration
  }
}

/// Sole owner of the C form of topics to be made.
@safe struct NewTopicList: ~Copyable {
  private var topics: [OpaquePointer?] = unsafe []

  init(_ wanted: [NewTopic]) throws(KafkaError) {
    for topic in wanted {
      try TopicName.check(topic.name, "create the topic")
      let texts = topic.configuration.flatMap { [$0.key, $0.value] }
      guard !texts.contains(where: { $0.utf8.contains(0) }) else {
        throw KafkaError.invalid("create the topic", "its configuration holds a NUL byte")
          .about(topic: topic.name)
      }
    }
    for topic in wanted {
      // "or -1 to use the broker's default" (rdkafka.h, rd_kafka_NewTopic_new), so 0 and below must
      // not come to mean that.
      var raw: OpaquePointer?
      let text = unsafe ErrorText.collect { buffer, size in
        unsafe raw = rd_kafka_NewTopic_new(
          topic.name, topic.partitions.map { Int32(clamping: max(0, $0)) } ?? -1,
          topic.replicationFactor.map { Int32(clamping: max(0, $0)) } ?? -1, buffer, size)
      }
      guard let raw = unsafe raw else {
        throw KafkaError.invalid("create the topic", text).about(topic: topic.name)
      }
      for (name, value) in topic.configuration.sorted(by: { $0.key < $1.key }) {
        _ = unsafe rd_kafka_NewTopic_set_config(raw, name, value)
      }
      unsafe topics.append(raw)
    }
  }

  func create(
    with client: OpaquePointer, _ options: OpaquePointer?, _ queue: OpaquePointer?
  ) {
    var topics = unsafe topics
    unsafe rd_kafka_CreateTopics(client, &topics, topics.count, options, queue)
  }

  deinit {
    // "The array itself is not freed." (rdkafka.h, rd_kafka_NewTopic_destroy_array)
    for index in unsafe topics.indices { unsafe rd_kafka_NewTopic_destroy(topics[index]) }
  }
}
