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

  mutating func watermarks(_ partition: TopicPartition, leader: Int32?, timeout: Duration)
    throws(KafkaError) -> Watermarks
  {
    let operation = "read watermarks"
    try check(partition, operation)
    var low: Int64 = 0
    var high: Int64 = 0
    try unsafe patiently(operation, about: partition, leader: leader, timeout: timeout) {
      raw, milliseconds in
      unsafe rd_kafka_query_watermark_offsets(
        raw, partition.topic, partition.partition, &low, &high, milliseconds)
    }
    if let leader { context.reached.insert(leader) }
    return Watermarks(beginning: low, end: high)
  }

  /// For each partition the first offset at or after the time, or an error of its own.
  mutating func offsets(
    at time: Timestamp, of partitions: [TopicPartition], timeout: Duration
  ) throws(KafkaError) -> [TopicPartition: OffsetAtTime] {
    let operation = "read offsets by time"
    // "RD_KAFKA_RESP_ERR__INVALID_ARG if the offsets list is empty" (rdkafka.h)
    guard !partitions.isEmpty else { return [:] }
    for partition in partitions { try check(partition, operation) }
    guard let list = TopicPartitionList(capacity: partitions.count) else {
      throw failure(RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE, operation)
    }
    // "Duplicate Topic+Partitions are not supported." (rdkafka.h) A negative time would be read
    // as one of the logical offsets.
    for partition in Set(partitions) {
      list.add(partition, offset: max(0, time.milliseconds))
    }
    let code = unsafe rd_kafka_offsets_for_times(raw, list.raw, timeout.cMilliseconds)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw failure(code, operation) }
    var found: [TopicPartition: OffsetAtTime] = [:]
    for entry in list.read() {
      found[entry.partition] =
        if entry.code != RD_KAFKA_RESP_ERR_NO_ERROR {
          .failed(
            KafkaError(entry.code, operation).about(
              topic: entry.partition.topic, partition: entry.partition.partition))
        } else {
          entry.offset < 0 ? .atEnd : .offset(entry.offset)
        }
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
    _ operation: String, about partition: TopicPartition? = nil, leader: Int32? = nil,
    timeout: Duration, _ ask: (OpaquePointer, Int32) -> rd_kafka_resp_err_t
  ) throws(KafkaError) {
    let deadline = ContinuousClock.now + min(timeout, .seconds(86_400))
    var slice = Duration.milliseconds(250)
    drain()
    lastCause = nil
    while true {
      let remaining = deadline - .now
      let code = unsafe ask(raw, min(slice, remaining).cMilliseconds)
      if code == RD_KAFKA_RESP_ERR_NO_ERROR {
        lastCause = nil
        return
      }
      let error = failure(
        code, operation, topic: partition?.topic, partition: partition?.partition, leader: leader)
      guard error.kind == .unreachable, slice < remaining else { throw error }
      slice = slice * 2
    }
  }
}

/// What a broker answers when asked for the offset of a time.
public enum OffsetAtTime: Sendable, Hashable {
  /// The first record at or after the time has this offset.
  case offset(Int64)
  /// All records are older.
  case atEnd
  /// The partition's leader refused or could not tell.
  case failed(KafkaError)
}
