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
    try connect(timeout: timeout)
    guard let resource = unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic) else {
      throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, operation).about(topic: topic)
    }
    defer { unsafe rd_kafka_ConfigResource_destroy(resource) }
    // "The result event type emitted on the supplied queue is of type
    // RD_KAFKA_EVENT_DESCRIBECONFIGS_RESULT" (rdkafka.h, rd_kafka_DescribeConfigs)
    let answer = unsafe try AdminAnswer(
      RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, operation, about: topic, of: &client, within: timeout
    ) { client, options, queue in
      var resources: [OpaquePointer?] = unsafe [resource]
      unsafe rd_kafka_DescribeConfigs(client, &resources, 1, options, queue)
    }
    try answer.check(&client)
    return try entries(of: answer, operation, topic)
  }

  private func entries(
    of answer: borrowing AdminAnswer, _ operation: String, _ topic: String
  ) throws(KafkaError) -> [String: String] {
    var found: [String: String] = [:]
    var count = 0
    let result = unsafe rd_kafka_event_DescribeConfigs_result(answer.event)
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
