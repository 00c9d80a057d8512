internal import CRdkafka
internal import Runtime

/// Reads partitions from positions that the caller names, and belongs to no group.
///
/// A consumer is used by one thread: it can be neither copied nor sent. It commits nothing, creates
/// no topic, and closes within milliseconds even when no broker answers. `group.id` is ignored, so
/// that reading needs no rights on a group. Unless set otherwise, `queued.max.messages.kbytes` is
/// 8192, which bounds its memory, `fetch.message.max.bytes` is 2 MB, and `auto.offset.reset` is
/// `earliest`.
@safe public struct Consumer: ~Copyable {
  var client: Client
  let queue: OpaquePointer
  let latch: WakeLatch
  private let storage: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
  var nudger: Nudger
  /// What is being read, by partition.
  var reading: [TopicPartition: ReadPartition] = [:]
  var nudges = NudgeTargets()

  /// Makes a consumer that hands out at most `batchCapacity` records a poll (at least 1, at most
  /// 1,000,000; other numbers count as the nearest of these).
  ///
  /// Connects in the background; throws only what is wrong with the configuration.
  public init(_ configuration: Configuration, batchCapacity: Int = 1000) throws(KafkaError) {
    let client = try Client(
      RD_KAFKA_CONSUMER, configuration,
      defaults: [
        "queued.max.messages.kbytes": Self.queueBound, "queued.min.messages": "10000000",
        // Half as many requests as with librdkafka's own 1 MB.
        "fetch.message.max.bytes": "2097152",
        // One response may go past the queue's limit by its own size.
        "fetch.max.bytes": Self.fetchBound(configuration), "auto.offset.reset": "earliest",
      ],
      forced: [
        "enable.partition.eof": "true", "allow.auto.create.topics": "false",
        "enable.auto.commit": "false", "enable.auto.offset.store": "false",
      ],
      // With a group id librdkafka asks for the group's coordinator, which needs rights on it.
      dropped: ["group.id", "group.instance.id"])
    unsafe queue = rd_kafka_queue_new(client.raw)
    self.client = client
    unsafe latch = WakeLatch(queue: queue)
    unsafe storage = .allocate(capacity: min(max(batchCapacity, 1), 1_000_000))
    unsafe storage.initialize(repeating: nil)
    let kilobytes = Int(configuration["queued.max.messages.kbytes"] ?? Self.queueBound) ?? 8192
    let isCounted = configuration["queued.min.messages"] != nil
    nudger = Nudger(queueBytes: isCounted ? 2 : kilobytes * 1024)
  }

  /// Kilobytes that may wait; twice as many were no faster and took 12 MiB more.
  private static let queueBound = "8192"

  /// "`fetch.max.bytes` must be >= `message.max.bytes`" (librdkafka), which a file may well set.
  private static func fetchBound(_ configuration: Configuration) -> String {
    let message = configuration["message.max.bytes"] ?? configuration["max.message.bytes"]
    return String(max(4_194_304, message.flatMap { Int($0) } ?? 0))
  }

  /// Waits for a record or an event, then takes all that is there.
  ///
  /// Returns an empty batch when the timeout has passed, when a `Waker` was used, and while nothing
  /// is assigned. A timeout of zero or less takes what is there without waiting. The batch borrows
  /// the consumer: it has to be gone before the next poll, and its bytes with it. Costs no
  /// allocation per record.
  @_lifetime(&self)
  public mutating func poll(timeout: Duration) -> RecordBatch {
    client.drain()
    var events = client.takeInbox()
    var count = unsafe take(upTo: storage.count, wait: 0, into: &events)
    if count == 0, events.isEmpty, timeout > .zero {
      count = wait(timeout, into: &events)
    }
    return unsafe _overrideLifetime(
      RecordBatch(
        UnsafeMutableBufferPointer(rebasing: storage[..<count]), events, client.topicNames),
      mutating: &self)
  }

  /// Waits in slices: short ones while a nudge may be due, longer ones to look for errors between.
  private mutating func wait(_ timeout: Duration, into events: inout [ConsumerEvent]) -> Int {
    let deadline = ContinuousClock.now + min(timeout, .seconds(86_400))
    nudger.foundEmpty()
    while !latch.takeWake() {
      let remaining = deadline - .now
      guard remaining > .zero else { return 0 }
      let patience = nudger.patience
      let slice = min(remaining, patience ?? .milliseconds(100))
      var count = take(upTo: 1, wait: slice.cMilliseconds, into: &events)
      if count > 0 {
        count += unsafe take(from: count, upTo: storage.count, wait: 0, into: &events)
      }
      client.drain()
      events += client.takeInbox()
      if count > 0 || !events.isEmpty { return count }
      if patience != nil { nudge() }
    }
    return 0
  }

  /// Takes messages off the queue into the storage; events are sorted out and given back at once.
  private mutating func take(
    from start: Int = 0, upTo end: Int, wait: Int32, into events: inout [ConsumerEvent]
  ) -> Int {
    guard start < end, let base = unsafe storage.baseAddress else { return 0 }
    let taken = unsafe rd_kafka_consume_batch_queue(queue, wait, base + start, end - start)
    var kept = start
    var bytes = 0
    for index in start..<(start + max(0, taken)) {
      guard let message = unsafe storage[index] else { continue }
      // "The application must check err to decide what action to take." (rdkafka.h,
      // rd_kafka_message_t) With an error the payload is the error's text.
      if unsafe message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
        unsafe bytes &+= message.pointee.len &+ message.pointee.key_len
        unsafe storage[kept] = message
        kept += 1
      } else {
        unsafe events.append(event(of: message))
        unsafe rd_kafka_message_destroy(message)
      }
    }
    if kept > start { unsafe noteRecords(bytes: bytes, first: storage[start]) }
    return kept - start
  }

  private mutating func noteRecords(
    bytes: Int, first: UnsafeMutablePointer<rd_kafka_message_t>?
  ) {
    nudger.took(bytes: bytes)
    guard let first = unsafe first else { return }
    let broker = unsafe rd_kafka_message_broker_id(first)
    if !client.context.reached.contains(broker) { client.context.reached.insert(broker) }
  }

  private func event(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> ConsumerEvent {
    let topic = unsafe message.pointee.rkt.map { unsafe String(cString: rd_kafka_topic_name($0)) }
    if unsafe message.pointee.err == RD_KAFKA_RESP_ERR__PARTITION_EOF {
      return unsafe .endOfPartition(
        topic: TopicID(message.pointee.rkt), partition: message.pointee.partition,
        offset: message.pointee.offset)
    }
    let reason = unsafe rd_kafka_message_errstr(message).map { unsafe String(cString: $0) }
    var error = unsafe KafkaError(message.pointee.err, "read records", reason: reason)
    error.topic = topic
    error.partition = topic == nil ? nil : unsafe message.pointee.partition
    return .error(client.context.judged(error))
  }

  /// A handle that makes a waiting poll return; see `Waker`.
  public var waker: Waker { Waker(latch) }

  /// The topic's name; nil for a number that this consumer has not given out.
  public func name(of topic: TopicID) -> String? {
    client.topicNames.indices.contains(topic.index) ? client.topicNames[topic.index] : nil
  }

  /// What librdkafka logged since this was last asked.
  ///
  /// At most the newest 1000 lines, with a first line that counts those dropped before them. Polls
  /// and requests collect them.
  public mutating func takeLogs() -> [LogLine] {
    client.drain()
    return client.logs.take()
  }

  deinit {
    latch.detach()
    // "The application needs to be stop all consumers before calling rd_kafka_destroy() on the main
    // object handle." (rdkafka.h, rd_kafka_consume_stop)
    for (partition, state) in reading {
      _ = unsafe rd_kafka_consume_stop(state.handle, partition.partition)
    }
    unsafe rd_kafka_queue_destroy(queue)
    unsafe storage.deallocate()
  }
}
