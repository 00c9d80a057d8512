/// What a sentinel's change looks like in the topic.
public enum SentinelForm: Sendable, Hashable {
  /// Debezium's envelope, with `op`, `before` and `after`.
  case envelope
  /// The row alone (`ExtractNewRecordState`), a delete as the row with `__deleted`; `operation` is
  /// the member that has the envelope's `op`, usually `__op`.
  case flattened(operation: String)
}
