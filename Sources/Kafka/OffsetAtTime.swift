internal import CRdkafka

/// What a broker answers when asked for the offset of a time.
public enum OffsetAtTime: Sendable, Hashable {
  /// The first record at or after the time has this offset.
  case offset(Int64)
  /// All records are older.
  case atEnd
  /// The partition's leader refused or could not tell.
  case failed(KafkaError)
}

extension OffsetAtTime {
  /// Reads one entry of librdkafka's answer.
  init(
    _ offset: Int64, _ code: rd_kafka_resp_err_t, _ partition: TopicPartition, _ operation: String
  ) {
    self =
      if code != RD_KAFKA_RESP_ERR_NO_ERROR {
        .failed(
          KafkaError(code, operation).about(
            topic: partition.topic, partition: partition.partition))
      } else {
        offset < 0 ? .atEnd : .offset(offset)
      }
  }
}
