internal import CRdkafka

/// A cluster's answer to one of librdkafka's admin requests, which come through a queue.
@safe struct AdminAnswer: ~Copyable {
  /// The event that holds the result; it lives as long as this does.
  let event: OpaquePointer
  private let operation: String
  private let topic: String?

  /// Asks, and waits for the answer; throws when none comes in time.
  ///
  /// `send` is given the client, the request's options and the queue for its result.
  init(
    _ kind: rd_kafka_admin_op_t, _ operation: String, about topic: String? = nil,
    of client: inout Client, within timeout: Duration,
    send: (OpaquePointer, OpaquePointer?, OpaquePointer?) -> Void
  ) throws(KafkaError) {
    let queue = unsafe rd_kafka_queue_new(client.raw)
    defer { unsafe rd_kafka_queue_destroy(queue) }
    let options = unsafe rd_kafka_AdminOptions_new(client.raw, kind)
    defer { unsafe rd_kafka_AdminOptions_destroy(options) }
    let milliseconds = min(max(timeout.cMilliseconds, 1), 3_600_000)
    unsafe rd_kafka_AdminOptions_set_request_timeout(options, milliseconds, nil, 0)
    // Refused, and without effect, for requests that only ask.
    unsafe rd_kafka_AdminOptions_set_operation_timeout(options, milliseconds, nil, 0)
    unsafe send(client.raw, options, queue)
    guard let event = unsafe rd_kafka_queue_poll(queue, milliseconds) else {
      throw client.failure(RD_KAFKA_RESP_ERR__TIMED_OUT, operation, topic: topic)
    }
    unsafe self.event = event
    self.operation = operation
    self.topic = topic
  }

  deinit { unsafe rd_kafka_event_destroy(event) }

  /// Throws when the request as a whole failed.
  func check(_ client: inout Client) throws(KafkaError) {
    let code = unsafe rd_kafka_event_error(event)
    guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
    throw client.failure(code, operation, topic: topic)
  }
}
