/// Something a consumer learned that is no record.
public enum ConsumerEvent: Sendable, Hashable {
  /// Every record below `offset` has been handed out; more may come later, then this comes again.
  case endOfPartition(topic: TopicID, partition: Int32, offset: Int64)
  /// Something failed; librdkafka goes on trying by itself unless the error is fatal.
  case error(KafkaError)
  /// librdkafka's statistics as JSON, every `statistics.interval.ms` when that is set.
  case statistics(String)
}
