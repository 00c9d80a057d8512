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
    // Connecting first turns a refusal of the credentials into an error instead of a timeout.
    _ = try client.metadata(.knownTopics, timeout: timeout)
    guard let deletion = unsafe rd_kafka_DeleteTopic_new(topic) else {
      throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, operation).about(topic: topic)
    }
    defer { unsafe rd_kafka_DeleteTopic_destroy(deletion) }
    let queue = unsafe rd_kafka_queue_new(client.raw)
    defer { unsafe rd_kafka_queue_destroy(queue) }
    let options = unsafe rd_kafka_AdminOptions_new(client.raw, RD_KAFKA_ADMIN_OP_DELETETOPICS)
    defer { unsafe rd_kafka_AdminOptions_destroy(options) }
    let milliseconds = min(max(timeout.cMilliseconds, 1), 3_600_000)
    unsafe rd_kafka_AdminOptions_set_request_timeout(options, milliseconds, nil, 0)
    unsafe rd_kafka_AdminOptions_set_operation_timeout(options, milliseconds, nil, 0)
    var deletions: [OpaquePointer?] = unsafe [deletion]
    unsafe rd_kafka_DeleteTopics(client.raw, &deletions, 1, options, queue)
    // "The result event type emitted on the supplied queue is of type
    // RD_KAFKA_EVENT_DELETETOPICS_RESULT" (rdkafka.h, rd_kafka_DeleteTopics)
    guard let event = unsafe rd_kafka_queue_poll(queue, milliseconds) else {
      throw client.failure(RD_KAFKA_RESP_ERR__TIMED_OUT, operation, topic: topic)
    }
    defer { unsafe rd_kafka_event_destroy(event) }
    let code = unsafe rd_kafka_event_error(event)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw client.failure(code, operation, topic: topic)
    }
    return try unsafe wasThere(event, operation, topic)
  }

  private func wasThere(
    _ event: OpaquePointer, _ operation: String, _ topic: String
  ) throws(KafkaError) -> Bool {
    var count = 0
    let result = unsafe rd_kafka_event_DeleteTopics_result(event)
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
