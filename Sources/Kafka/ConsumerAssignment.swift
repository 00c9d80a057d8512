internal import CRdkafka

/// A partition that is being read.
@safe struct ReadPartition {
  /// The topic's handle, owned by the client.
  let handle: OpaquePointer
  /// The broker that led the partition when it was assigned.
  let leader: Int32?
}

extension Consumer {
  /// Reads these partitions and no others, each from its start; an empty list stops reading.
  ///
  /// The topics' metadata is read first (the first record then comes 500 ms sooner), so a topic or a
  /// partition that does not exist throws before anything has changed. A partition that is named
  /// twice is read from its last start. Records of partitions given up are never handed out.
  public mutating func assign(_ assignments: [Assignment], timeout: Duration = .seconds(10))
    throws(KafkaError)
  {
    let wanted = try prepare(assignments, timeout: timeout)
    stopReading()
    try start(wanted)
  }

  /// Reads these partitions too, each from its start; those that are read already start anew.
  public mutating func add(_ assignments: [Assignment], timeout: Duration = .seconds(10))
    throws(KafkaError)
  {
    let wanted = try prepare(assignments, timeout: timeout)
    for (assignment, _) in wanted {
      if let old = reading.removeValue(forKey: assignment.partition) {
        _ = unsafe rd_kafka_consume_stop(old.handle, assignment.partition.partition)
      }
    }
    try start(wanted)
  }

  /// Reads all partitions of a topic and no other topic; gives back how many there are.
  @discardableResult
  public mutating func assign(
    topic: String, from position: StartPosition, timeout: Duration = .seconds(10)
  ) throws(KafkaError) -> Int {
    let partitions = try client.metadata(topic: topic, timeout: timeout).partitions
    try assign(
      partitions.map { Assignment(topic: topic, partition: $0.id, from: position) },
      timeout: timeout)
    return partitions.count
  }

  private mutating func prepare(_ assignments: [Assignment], timeout: Duration)
    throws(KafkaError) -> [(Assignment, ReadPartition)]
  {
    let operation = "read records"
    var last: [TopicPartition: Int] = [:]
    for (index, assignment) in assignments.enumerated() {
      try client.check(assignment.partition, operation)
      if case .offset(let offset) = assignment.start, offset < 0 {
        throw KafkaError.invalid(operation, "the offset \(offset) is negative")
          .about(topic: assignment.partition.topic, partition: assignment.partition.partition)
      }
      last[assignment.partition] = index
      _ = unsafe try client.topic(assignment.partition.topic, operation)
    }
    guard !assignments.isEmpty else { return [] }
    let leaders = try leaders(of: Set(assignments.map(\.partition.topic)), timeout: timeout)
    var wanted: [(Assignment, ReadPartition)] = []
    for (index, assignment) in assignments.enumerated()
    where last[assignment.partition] == index {
      let partition = assignment.partition
      guard let leader = leaders[partition] else {
        throw KafkaError(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, operation)
          .about(topic: partition.topic, partition: partition.partition)
      }
      let handle = unsafe try client.topic(partition.topic, operation).handle
      unsafe wanted.append((assignment, ReadPartition(handle: handle, leader: leader)))
    }
    return wanted
  }

  /// The partitions of these topics with their leaders; throws what a broker says about a topic.
  private mutating func leaders(of topics: Set<String>, timeout: Duration) throws(KafkaError)
    -> [TopicPartition: Int32?]
  {
    let metadata: [TopicMetadata]
    if topics.count == 1, let topic = topics.first {
      metadata = [try client.metadata(topic: topic, timeout: timeout)]
    } else {
      metadata = try client.metadata(.knownTopics, timeout: timeout).topics
        .filter { topics.contains($0.name) }
    }
    let missing = topics.subtracting(metadata.map(\.name)).min()
    if let missing {
      throw KafkaError(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, "read records")
        .about(topic: missing)
    }
    var leaders: [TopicPartition: Int32?] = [:]
    for topic in metadata {
      if let error = topic.error { throw error }
      for partition in topic.partitions {
        let key = TopicPartition(topic: topic.name, partition: partition.id)
        leaders.updateValue(partition.leader, forKey: key)
      }
    }
    return leaders
  }

  private mutating func start(_ wanted: [(Assignment, ReadPartition)]) throws(KafkaError) {
    defer { nudges = NudgeTargets(reading.mapValues(\.leader)) }
    for (assignment, state) in wanted {
      let partition = assignment.partition
      // "returns 0 on success or -1 on error in which case errno is set accordingly" (rdkafka.h,
      // rd_kafka_consume_start)
      guard
        unsafe rd_kafka_consume_start_queue(
          state.handle, partition.partition, assignment.start.raw, queue) == 0
      else {
        throw KafkaError(rd_kafka_last_error(), "read records")
          .about(topic: partition.topic, partition: partition.partition)
      }
      reading[partition] = state
    }
  }

  private mutating func stopReading() {
    for (partition, state) in reading {
      _ = unsafe rd_kafka_consume_stop(state.handle, partition.partition)
    }
    reading = [:]
  }

  /// Asks each leader for one partition's end offset, which wakes the thread that fetches from it.
  mutating func nudge() {
    nudger.nudged()
    let partitions = nudges.next()
    guard !partitions.isEmpty, let list = TopicPartitionList(capacity: partitions.count) else {
      return
    }
    for partition in partitions { list.add(partition, offset: Int64(RD_KAFKA_OFFSET_END)) }
    // The answer does not matter, only that a request went to every leader.
    _ = unsafe rd_kafka_offsets_for_times(client.raw, list.raw, 1)
  }
}

extension StartPosition {
  /// librdkafka's number for it.
  fileprivate var raw: Int64 {
    switch self {
    case .beginning: Int64(RD_KAFKA_OFFSET_BEGINNING)
    case .end: Int64(RD_KAFKA_OFFSET_END)
    case .offset(let offset): offset
    // "if current end offset is 12345 and CNT is 200, it will start consuming from offset
    // 12345-200" (rdkafka.h, RD_KAFKA_OFFSET_TAIL)
    case .tail(let count):
      count <= 0
        ? Int64(RD_KAFKA_OFFSET_END)
        : Int64(RD_KAFKA_OFFSET_TAIL_BASE) - min(count, .max / 2)
    }
  }
}
