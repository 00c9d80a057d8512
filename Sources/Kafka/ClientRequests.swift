internal import CRdkafka
internal import Glibc
internal import Runtime

// The blocking questions to the cluster, each bounded by a timeout.
extension Client {
  /// The metadata of one topic, of the topics known here, or of all.
  enum MetadataScope {
    case topic(TopicID)
    case knownTopics
    case allTopics
  }

  mutating func metadata(_ scope: MetadataScope, timeout: Duration) throws(KafkaError)
    -> ClusterMetadata
  {
    let operation = "read metadata"
    var found: ClusterMetadata?
    var only: OpaquePointer?
    if case .topic(let topic) = scope { unsafe only = handle(of: topic) }
    try unsafe patiently(operation, timeout: timeout) { raw, milliseconds in
      var metadata: UnsafePointer<rd_kafka_metadata>?
      let code =
        switch scope {
        case .topic: unsafe rd_kafka_metadata(raw, 0, only, &metadata, milliseconds)
        case .knownTopics: unsafe rd_kafka_metadata(raw, 0, nil, &metadata, milliseconds)
        case .allTopics: unsafe rd_kafka_metadata(raw, 1, nil, &metadata, milliseconds)
        }
      if let metadata = unsafe metadata {
        // "The *metadatap pointer must be released with rd_kafka_metadata_destroy()." (rdkafka.h)
        unsafe found = ClusterMetadata(metadata)
        unsafe rd_kafka_metadata_destroy(metadata)
      }
      return code
    }
    guard let found else { throw failure(RD_KAFKA_RESP_ERR__FAIL, operation) }
    learn(found.brokers)
    return found
  }

  /// All topics, brokers, the cluster's id and its controller.
  mutating func clusterMetadata(timeout: Duration) throws(KafkaError) -> ClusterMetadata {
    var found = try metadata(.allTopics, timeout: timeout)
    // "If there is no cached value from metadata retrieval then this specifies the maximum amount
    // of time" (rdkafka.h, rd_kafka_clusterid): the metadata above has filled the cache.
    if let id = unsafe rd_kafka_clusterid(raw, 0) {
      unsafe found.clusterID = String(cString: id)
      // "The application must free the returned pointer using rd_kafka_mem_free()." (rdkafka.h)
      unsafe rd_kafka_mem_free(raw, id)
    }
    let controller = unsafe rd_kafka_controllerid(raw, 0)
    found.controller = controller < 0 ? nil : controller
    return found
  }

  /// One topic; throws what the broker says about it, such as that it does not exist.
  mutating func metadata(topic name: String, timeout: Duration) throws(KafkaError)
    -> TopicMetadata
  {
    let id = unsafe try topic(name, "read metadata").id
    let deadline = ContinuousClock.now + min(timeout, .seconds(86_400))
    while true {
      let found = try metadata(.topic(id), timeout: deadline - .now)
      guard let topic = found.topics.first(where: { $0.name == name }) else {
        throw KafkaError(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, "read metadata")
          .about(topic: name)
      }
      guard let error = topic.error else { return topic }
      // A topic just made has no leaders for a moment.
      guard error.code == .leaderNotAvailable, deadline - .now > .milliseconds(100) else {
        throw error
      }
      _ = usleep(50_000)
    }
  }

  /// The watermarks of partitions, in their order: two requests to each leader, however many there are.
  mutating func watermarks(
    of partitions: [TopicPartition], leaders: Set<Int32>, timeout: Duration
  ) throws(KafkaError) -> [Watermarks] {
    let operation = "read watermarks"
    let deadline = ContinuousClock.now + min(timeout, .seconds(86_400))
    let lows = try listOffsets(
      operation, at: Int64(RD_KAFKA_OFFSET_BEGINNING), of: partitions, leaders, timeout: timeout)
    let highs = try listOffsets(
      operation, at: Int64(RD_KAFKA_OFFSET_END), of: partitions, leaders, timeout: deadline - .now)
    context.reached.formUnion(leaders)
    var found: [Watermarks] = []
    for partition in partitions {
      guard case .offset(let low) = lows[partition], case .offset(let high) = highs[partition]
      else {
        if case .failed(let error) = lows[partition] { throw error }
        if case .failed(let error) = highs[partition] { throw error }
        throw KafkaError(RD_KAFKA_RESP_ERR__NO_OFFSET, operation)
          .about(topic: partition.topic, partition: partition.partition)
      }
      found.append(Watermarks(beginning: low, end: high))
    }
    return found
  }

  /// For each partition the first offset at or after the time, or an error of its own.
  mutating func offsets(
    at time: Timestamp, of partitions: [TopicPartition], timeout: Duration
  ) throws(KafkaError) -> [TopicPartition: OffsetAtTime] {
    let operation = "read offsets by time"
    for partition in partitions { try check(partition, operation) }
    // A negative time would be read as one of the logical offsets.
    return try listOffsets(
      operation, at: max(0, time.milliseconds), of: partitions, [], timeout: timeout)
  }

  /// Asks the leaders; `time` is a time or a logical offset, as in Kafka's ListOffsets request.
  ///
  /// `rd_kafka_query_watermark_offsets` would be the call for the logical ones, but it waits for
  /// `socket.timeout.ms` (60 s) whatever its timeout when the leader cannot be reached.
  private mutating func listOffsets(
    _ operation: String, at time: Int64, of partitions: [TopicPartition], _ leaders: Set<Int32>,
    timeout: Duration
  ) throws(KafkaError) -> [TopicPartition: OffsetAtTime] {
    // "RD_KAFKA_RESP_ERR__INVALID_ARG if the offsets list is empty" (rdkafka.h,
    // rd_kafka_offsets_for_times)
    guard !partitions.isEmpty else { return [:] }
    // "Duplicate Topic+Partitions are not supported." (rdkafka.h, rd_kafka_offsets_for_times)
    let asked = Set(partitions)
    var found: [TopicPartition: OffsetAtTime] = [:]
    let only = partitions.count == 1 ? partitions.first : nil
    try unsafe patiently(operation, about: only, leaders: leaders, timeout: timeout) {
      raw, milliseconds in
      guard let list = TopicPartitionList(capacity: asked.count) else {
        return RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE
      }
      for partition in asked { list.add(partition, offset: time) }
      let code = unsafe rd_kafka_offsets_for_times(raw, list.raw, milliseconds)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { return code }
      for entry in list.read() {
        found[entry.partition] = OffsetAtTime(entry.offset, entry.code, entry.partition, operation)
      }
      return code
    }
    return found
  }

  func check(_ partition: TopicPartition, _ operation: String) throws(KafkaError) {
    try TopicName.check(partition.topic, operation)
    guard partition.partition >= 0 else {
      throw KafkaError.invalid(operation, "a partition's number is not negative")
        .about(topic: partition.topic, partition: partition.partition)
    }
  }

  /// Asks again in growing slices until the answer or the timeout.
  ///
  /// librdkafka's own wait goes on after the broker refused the credentials; between slices the
  /// refusal is seen and ends it.
  private mutating func patiently(
    _ operation: String, about partition: TopicPartition? = nil, leaders: Set<Int32> = [],
    timeout: Duration, _ ask: (OpaquePointer, Int32) -> rd_kafka_resp_err_t
  ) throws(KafkaError) {
    let deadline = ContinuousClock.now + min(timeout, .seconds(86_400))
    var slice = Duration.milliseconds(250)
    drain()
    // Without a token nothing will answer, and nothing but this says why.
    lastCause = tokenFailure
    while true {
      let remaining = deadline - .now
      let code = unsafe ask(raw, min(slice, remaining).cMilliseconds)
      if code == RD_KAFKA_RESP_ERR_NO_ERROR {
        lastCause = nil
        return
      }
      let error = failure(
        code, operation, topic: partition?.topic, partition: partition?.partition,
        leaders: leaders)
      guard error.kind == .unreachable, slice < remaining else { throw error }
      slice = slice * 2
    }
  }
}
