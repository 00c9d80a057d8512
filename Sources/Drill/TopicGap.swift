public import Runtime

/// A stretch of a sentinels' topic that was gone before it was read: by retention, by compaction, or
/// with the topic.
public struct TopicGap: Sendable, Hashable {
  /// The partition.
  public var partition: Int32
  /// The first offset that is missing.
  public var from: Int64
  /// The first offset behind it that was there; nil where the topic was made anew, since nobody knows
  /// how far the old one went.
  public var to: Int64?
  /// When that was seen: whatever was in the stretch was written before.
  public var seen: Timestamp

  /// A stretch; see the properties.
  public init(partition: Int32, from: Int64, to: Int64?, seen: Timestamp) {
    self.partition = partition
    self.from = from
    self.to = to
    self.seen = seen
  }
}
