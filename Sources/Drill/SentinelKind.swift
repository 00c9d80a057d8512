/// What a sentinel's transaction does with its row.
public enum SentinelKind: String, Sendable, Hashable, CaseIterable {
  /// A new row.
  case insert
  /// A new number in a row that is there.
  case update
  /// The row taken away.
  case delete
}
