internal import CRdkafka

extension Admin {
  /// Deletes a topic with everything in it; gives back whether there was one.
  ///
  /// The broker has taken it out of its metadata when this returns; its files go later.
  public mutating func delete(
    topic: String, timeout: Duration = .seconds(10)
  ) throws(KafkaError) -> Bool {
    let operation = "delete the topic"
    try TopicName.check(topic, operation)
    try connect(timeout: timeout)
    guard let deletion = unsafe rd_kafka_DeleteTopic_new(topic) else {
      throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, operation).about(topic: topic)
    }
    defer { unsafe rd_kafka_DeleteTopic_destroy(deletion) }
    // "The result event type emitted on the supplied queue is of type
    // RD_KAFKA_EVENT_DELETETOPICS_RESULT" (rdkafka.h, rd_kafka_DeleteTopics)
    let answer = unsafe try AdminAnswer(
      RD_KAFKA_ADMIN_OP_DELETETOPICS, operation, about: topic, of: &client, within: timeout
    ) { client, options, queue in
      var deletions: [OpaquePointer?] = unsafe [deletion]
      unsafe rd_kafka_DeleteTopics(client, &deletions, 1, options, queue)
    }
    try answer.check(&client)
    return try wasThere(answer, operation, topic)
  }

  private func wasThere(
    _ answer: borrowing AdminAnswer, _ operation: String, _ topic: String
  ) throws(KafkaError) -> Bool {
    var count = 0
    let result = unsafe rd_kafka_event_DeleteTopics_result(answer.event)
    guard let topics = unsafe rd_kafka_DeleteTopics_result_topics(result, &count), count > 0
    else { return true }
    let code = unsafe rd_kafka_topic_result_error(topics[0])
    guard code != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART else { return false }
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      let reason = unsafe rd_kafka_topic_result_error_string(topics[0])
      throw unsafe KafkaError(
        code, operation, reason: reason.map { unsafe String(cString: $0) }
      ).about(topic: topic)
    }
    return true
  }
}
