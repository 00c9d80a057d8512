internal import CRdkafka
internal import Runtime

/// Sends records and keeps the report on each.
///
/// A producer is used by one thread. Sending only queues; what became of a record is in
/// `takeDeliveries()` after `poll` or `flush`. A report is kept for every record until it is taken.
/// Dropping the producer drops what it has not sent, within milliseconds: `flush` before. A topic
/// that does not exist is not created.
@safe public struct Producer: ~Copyable {
  private var client: Client
  private var lastNumber: UInt = 0
  private var deliveries: [Delivery] = []
  private var scratch: [rd_kafka_vu_t] = unsafe []

  /// Connects in the background; throws only what is wrong with the configuration.
  public init(_ configuration: Configuration) throws(KafkaError) {
    client = try Client(
      RD_KAFKA_PRODUCER, configuration, defaults: [:],
      forced: ["allow.auto.create.topics": "false"], dropped: ["group.id", "group.instance.id"])
  }

  /// How many records have been sent and not yet reported on.
  public private(set) var pending = 0

  /// Queues a record; returns its number, under which its delivery is reported.
  ///
  /// Copies the bytes. Throws `.queueFull` when `queue.buffering.max.messages` wait already (poll or
  /// flush, then send again), and what is wrong with the topic's name, the partition or a header.
  @discardableResult
  public mutating func send(_ record: ProducerRecord) throws(KafkaError) -> Delivery.ID {
    let operation = "send a record"
    let topic = unsafe try client.topic(record.topic, operation).handle
    if let partition = record.partition, partition < 0 {
      throw KafkaError.invalid(operation, "a partition's number is not negative")
        .about(topic: record.topic, partition: partition)
    }
    let id = Delivery.ID(number: lastNumber &+ 1)
    let headers = try HeaderList(record.headers, topic: record.topic)
    let code = unsafe enqueue(record, to: topic, id, headers)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      var error = KafkaError(code, operation).about(
        topic: record.topic, partition: record.partition)
      if error.code == .queueFull {
        error.reason = "the producer's queue holds \(pending) records and is full"
      }
      throw error
    }
    headers.given()
    lastNumber = id.number
    pending += 1
    return id
  }

  private mutating func enqueue(
    _ record: ProducerRecord, to topic: OpaquePointer, _ id: Delivery.ID,
    _ headers: borrowing HeaderList
  ) -> rd_kafka_resp_err_t {
    unsafe scratch.removeAll(keepingCapacity: true)
    unsafe append(RD_KAFKA_VTYPE_RKT) { unsafe $0.rkt = topic }
    unsafe append(RD_KAFKA_VTYPE_PARTITION) {
      // "RD_KAFKA_PARTITION_UA (unassigned) for automatic partitioning" (rdkafka.h)
      unsafe $0.i32 = record.partition ?? -1
    }
    // "rdkafka will make a copy of the payload." (rdkafka.h, RD_KAFKA_MSG_F_COPY)
    unsafe append(RD_KAFKA_VTYPE_MSGFLAGS) { unsafe $0.i = RD_KAFKA_MSG_F_COPY }
    unsafe append(RD_KAFKA_VTYPE_OPAQUE) {
      unsafe $0.ptr = UnsafeMutableRawPointer(bitPattern: id.number)
    }
    if let timestamp = record.timestamp {
      // "A value of 0 will use the current wall-clock time." (rdkafka.h, RD_KAFKA_V_TIMESTAMP)
      unsafe append(RD_KAFKA_VTYPE_TIMESTAMP) { unsafe $0.i64 = max(1, timestamp.milliseconds) }
    }
    if let list = unsafe headers.list {
      unsafe append(RD_KAFKA_VTYPE_HEADERS) { unsafe $0.headers = list }
    }
    return unsafe record.key.withBytes { key in
      unsafe record.value.withBytes { value in
        unsafe append(RD_KAFKA_VTYPE_KEY) { unsafe $0.mem = .init(key) }
        unsafe append(RD_KAFKA_VTYPE_VALUE) { unsafe $0.mem = .init(value) }
        // "returns an error object on failure or NULL on success" (rdkafka.h, rd_kafka_produceva)
        guard let error = unsafe rd_kafka_produceva(client.raw, scratch, scratch.count) else {
          return RD_KAFKA_RESP_ERR_NO_ERROR
        }
        defer { unsafe rd_kafka_error_destroy(error) }
        return unsafe rd_kafka_error_code(error)
      }
    }
  }

  private mutating func append(
    _ type: rd_kafka_vtype_t, _ set: (inout rd_kafka_vu_s.__Unnamed_union_u) -> Void
  ) {
    var argument = unsafe rd_kafka_vu_t()
    unsafe argument.vtype = type
    unsafe set(&argument.u)
    unsafe scratch.append(argument)
  }

  /// Collects delivery reports, waiting up to the timeout for the first.
  public mutating func poll(timeout: Duration) {
    guard let first = unsafe client.nextEvent(within: timeout.cMilliseconds) else { return }
    unsafe take(first)
    while let event = unsafe client.nextEvent(within: 0) { unsafe take(event) }
  }

  /// Waits until every record sent so far is delivered.
  ///
  /// Throws why the first failed one since the last taking was not delivered, or `.timedOut` when
  /// some are still under way; the reports are in `takeDeliveries()` either way.
  public mutating func flush(timeout: Duration) throws(KafkaError) {
    let deadline = ContinuousClock.now + min(timeout, .seconds(86_400))
    poll(timeout: .zero)
    while pending > 0 {
      let remaining = deadline - .now
      guard remaining > .zero else {
        throw client.failure(RD_KAFKA_RESP_ERR__TIMED_OUT, "deliver \(pending) records")
      }
      // "The linger.ms time will be ignored for the duration of the call" (rdkafka.h,
      // rd_kafka_flush). The reports come as events, which it leaves to this thread, so it is
      // called for a moment at a time.
      _ = unsafe rd_kafka_flush(client.raw, 1)
      poll(timeout: min(remaining, .milliseconds(10)))
    }
    for delivery in deliveries {
      if case .failure(let error) = delivery.result { throw error }
    }
  }

  /// The reports that have come since this was last called, in the order of their coming.
  public mutating func takeDeliveries() -> [Delivery] {
    defer { deliveries = [] }
    return deliveries
  }

  /// What librdkafka said about its brokers since this was last called.
  public mutating func takeEvents() -> [ConsumerEvent] {
    poll(timeout: .zero)
    return client.takeInbox()
  }

  /// What librdkafka logged since this was last asked; see `Consumer.takeLogs()`.
  public mutating func takeLogs() -> [LogLine] {
    poll(timeout: .zero)
    return client.logs.take()
  }

  private mutating func take(_ event: OpaquePointer) {
    defer { unsafe rd_kafka_event_destroy(event) }
    guard unsafe rd_kafka_event_type(event) == RD_KAFKA_EVENT_DR else {
      unsafe client.take(event)
      return
    }
    // "The returned message(s) MUST NOT be freed with rd_kafka_message_destroy()." (rdkafka.h,
    // rd_kafka_event_message_next)
    while let message = unsafe rd_kafka_event_message_next(event) {
      unsafe deliveries.append(delivery(message.pointee))
      pending -= 1
    }
  }

  private func delivery(_ message: rd_kafka_message_t) -> Delivery {
    let topic = unsafe TopicID(message.rkt).index
    let name = client.topicNames.indices.contains(topic) ? client.topicNames[topic] : ""
    let partition = unsafe message.partition < 0 ? nil : message.partition
    let result: Result<Int64?, KafkaError> =
      if unsafe message.err == RD_KAFKA_RESP_ERR_NO_ERROR {
        unsafe .success(message.offset < 0 ? nil : message.offset)
      } else {
        unsafe .failure(
          KafkaError(message.err, "deliver a record").about(topic: name, partition: partition))
      }
    return unsafe Delivery(
      id: .init(number: UInt(bitPattern: message._private)), topic: name, partition: partition,
      result: result)
  }

  deinit {
    // What is still queued would be waited for; its reports go down with the queue.
    unsafe rd_kafka_purge(
      client.raw,
      RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING)
  }
}

extension [UInt8]? {
  /// The bytes as C sees them: a null pointer is no value, an empty value has a pointer.
  fileprivate func withBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
    guard let self else { return unsafe body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    guard !self.isEmpty else {
      return unsafe withUnsafeBytes(of: UInt8(0)) { unsafe body(.init(rebasing: $0[..<0])) }
    }
    return unsafe self.withUnsafeBytes { unsafe body($0) }
  }
}

extension rd_kafka_vu_s.__Unnamed_union_u.__Unnamed_struct_mem {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) {
    unsafe self.init(ptr: UnsafeMutableRawPointer(mutating: bytes.baseAddress), size: bytes.count)
  }
}
