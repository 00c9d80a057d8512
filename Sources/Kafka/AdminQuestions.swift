internal import CRdkafka

extension Admin {
  /// Every group of the cluster with its members, by name.
  ///
  /// Throws unless every broker answered: a group that is not listed is then not there.
  public mutating func groups(timeout: Duration = .seconds(10)) throws(KafkaError)
    -> [ConsumerGroup]
  {
    try client.groups(timeout: timeout)
  }

  /// A topic's configuration as it counts, defaults included, by property.
  ///
  /// Needs the right to describe configurations; values that the broker hides are left out.
  public mutating func configuration(
    ofTopic topic: String, timeout: Duration = .seconds(10)
  ) throws(KafkaError) -> [String: String] {
    let operation = "describe the topic"
    try TopicName.check(topic, operation)
    _ = try client.metadata(.knownTopics, timeout: timeout)
    guard let resource = unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic) else {
      throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, operation).about(topic: topic)
    }
    defer { unsafe rd_kafka_ConfigResource_destroy(resource) }
    let queue = unsafe rd_kafka_queue_new(client.raw)
    defer { unsafe rd_kafka_queue_destroy(queue) }
    let options = unsafe rd_kafka_AdminOptions_new(client.raw, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS)
    defer { unsafe rd_kafka_AdminOptions_destroy(options) }
    let milliseconds = min(max(timeout.cMilliseconds, 1), 3_600_000)
    unsafe rd_kafka_AdminOptions_set_request_timeout(options, milliseconds, nil, 0)
    var resources: [OpaquePointer?] = unsafe [resource]
    unsafe rd_kafka_DescribeConfigs(client.raw, &resources, 1, options, queue)
    // "The result event type emitted on the supplied queue is of type
    // RD_KAFKA_EVENT_DESCRIBECONFIGS_RESULT" (rdkafka.h, rd_kafka_DescribeConfigs)
    guard let event = unsafe rd_kafka_queue_poll(queue, milliseconds) else {
      throw client.failure(RD_KAFKA_RESP_ERR__TIMED_OUT, operation, topic: topic)
    }
    defer { unsafe rd_kafka_event_destroy(event) }
    let code = unsafe rd_kafka_event_error(event)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw client.failure(code, operation, topic: topic)
    }
    return try unsafe entries(of: event, operation, topic)
  }

  private func entries(
    of event: OpaquePointer, _ operation: String, _ topic: String
  ) throws(KafkaError) -> [String: String] {
    var found: [String: String] = [:]
    var count = 0
    let result = unsafe rd_kafka_event_DescribeConfigs_result(event)
    guard let resources = unsafe rd_kafka_DescribeConfigs_result_resources(result, &count),
      count > 0
    else { return found }
    let resource = unsafe resources[0]
    let code = unsafe rd_kafka_ConfigResource_error(resource)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      let reason = unsafe rd_kafka_ConfigResource_error_string(resource)
      throw unsafe KafkaError(
        code, operation, reason: reason.map { unsafe String(cString: $0) }
      ).about(topic: topic)
    }
    var entryCount = 0
    guard let entries = unsafe rd_kafka_ConfigResource_configs(resource, &entryCount) else {
      return found
    }
    for index in 0..<entryCount {
      guard let name = unsafe rd_kafka_ConfigEntry_name(entries[index]),
        let value = unsafe rd_kafka_ConfigEntry_value(entries[index])
      else { continue }
      unsafe found[String(cString: name)] = String(cString: value)
    }
    return found
  }
}
