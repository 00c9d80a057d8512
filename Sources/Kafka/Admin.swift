internal import CRdkafka

/// Asks a cluster about itself and makes topics in it.
///
/// An admin is used by one thread. It creates nothing but what `create` names.
@safe public struct Admin: ~Copyable {
  var client: Client

  /// Connects in the background; throws only what is wrong with the configuration.
  public init(_ configuration: Configuration) throws(KafkaError) {
    client = try Client(
      RD_KAFKA_PRODUCER, configuration, defaults: [:],
      forced: ["allow.auto.create.topics": "false"], dropped: ["group.id", "group.instance.id"])
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

  /// Makes topics; throws the first one's reason that the broker did not make, others may be made.
  public mutating func create(_ topics: [NewTopic], timeout: Duration = .seconds(10))
    throws(KafkaError)
  {
    guard !topics.isEmpty else { return }
    try connect(timeout: timeout)
    let list = try NewTopicList(topics)
    // "The result event type emitted on the supplied queue is of type
    // RD_KAFKA_EVENT_CREATETOPICS_RESULT" (rdkafka.h, rd_kafka_CreateTopics)
    let answer = unsafe try AdminAnswer(
      RD_KAFKA_ADMIN_OP_CREATETOPICS, "create topics", of: &client, within: timeout
    ) { client, options, queue in unsafe list.create(with: client, options, queue) }
    try check(answer)
  }

  /// Connecting first turns a refusal of the credentials into an error instead of a timeout.
  mutating func connect(timeout: Duration) throws(KafkaError) {
    _ = try client.metadata(.knownTopics, timeout: timeout)
  }

  private mutating func check(_ answer: borrowing AdminAnswer) throws(KafkaError) {
    let event = unsafe answer.event
    let code = unsafe rd_kafka_event_error(event)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      var error = client.failure(code, "create topics")
      if let text = unsafe rd_kafka_event_error_string(event), client.lastCause == nil {
        unsafe error.reason = String(cString: text)
      }
      throw error
    }
    var count = 0
    let result = unsafe rd_kafka_event_CreateTopics_result(event)
    guard let topics = unsafe rd_kafka_CreateTopics_result_topics(result, &count) else { return }
    for index in 0..<count {
      let topic = unsafe topics[index]
      let code = unsafe rd_kafka_topic_result_error(topic)
      guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
      let reason = unsafe rd_kafka_topic_result_error_string(topic)
      let name = unsafe rd_kafka_topic_result_name(topic)
      throw unsafe KafkaError(
        code, "create the topic", reason: reason.map { unsafe String(cString: $0) }
      ).about(topic: name.map { unsafe String(cString: $0) } ?? "")
    }
  }
}
