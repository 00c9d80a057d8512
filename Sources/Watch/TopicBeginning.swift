import Kafka

/// Where a topic is read from, and the ends that it had then.
struct TopicBeginning: Sendable {
  var progress = TopicProgress()
  /// Records that were there once are gone from before the start.
  var hasLostRecords = false
}

extension Consumer {
  /// Where each partition of a topic has to be read from, and its end now; two questions at most.
  mutating func beginning(
    of topic: String, from start: RowStart, timeout: Duration
  ) throws(KafkaError) -> TopicBeginning {
    let marks = try watermarks(topic: topic, timeout: timeout)
    let partitions = marks.indices.map { TopicPartition(topic: topic, partition: Int32($0)) }
    var offsets: [TopicPartition: OffsetAtTime] = [:]
    if case .time(let time) = start {
      offsets = try self.offsets(at: time, of: partitions, timeout: timeout)
    }
    var beginning = TopicBeginning()
    for (partition, marks) in zip(partitions, marks) {
      let first = start.offset(within: marks, at: offsets[partition])
      beginning.progress.aim(partition.partition, start: first, target: marks.end)
      if marks.beginning > 0, first == marks.beginning { beginning.hasLostRecords = true }
    }
    return beginning
  }
}
