/// What a sentinel's change looks like in the topic.
public enum SentinelForm: Sendable, Hashable {
  /// Debezium's envelope, with `op`, `before` and `after`.
  case envelope
  /// The row alone (`ExtractNewRecordState`) with the envelope's `op` as `__op`; a delete is the row
  /// with `__deleted`.
  case flattened
}
