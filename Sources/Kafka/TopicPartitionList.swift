internal import CRdkafka

/// Sole owner of an `rd_kafka_topic_partition_list_t`.
@safe struct TopicPartitionList: ~Copyable {
  let raw: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

  init?(capacity: Int) {
    guard let raw = unsafe rd_kafka_topic_partition_list_new(Int32(clamping: capacity)) else {
      return nil
    }
    unsafe self.raw = raw
  }

  /// Adds a partition; `offset` means what the call that takes the list says it means.
  func add(_ partition: TopicPartition, offset: Int64) {
    unsafe rd_kafka_topic_partition_list_add(raw, partition.topic, partition.partition)
      .pointee.offset = offset
  }

  /// The entries as they are now, in the order they were added.
  func read() -> [(partition: TopicPartition, offset: Int64, code: rd_kafka_resp_err_t)] {
    unsafe UnsafeBufferPointer(start: raw.pointee.elems, count: Int(raw.pointee.cnt))
      .map { entry in
        let topic = unsafe entry.topic.map { unsafe String(cString: $0) } ?? ""
        return unsafe (
          TopicPartition(topic: topic, partition: entry.partition), entry.offset, entry.err
        )
      }
  }

  deinit { unsafe rd_kafka_topic_partition_list_destroy(raw) }
}
