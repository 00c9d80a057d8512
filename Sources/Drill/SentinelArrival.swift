public import Runtime

/// A sentinel's record as it was read from its topic.
public struct SentinelArrival: Sendable, Hashable {
  /// What the record says that was done.
  public enum Operation: Sendable, Hashable {
    /// An event of the database's log.
    case event(SentinelKind)
    /// An event of which its record tells no operation: a flat record without one.
    case untold
    /// A row that a snapshot read.
    case read(isIncremental: Bool)
    /// A null value.
    ///
    /// It follows a delete, and is the delete's only trace where ExtractNewRecordState drops the
    /// event itself.
    case tombstone
  }

  /// The partition.
  public var partition: Int32
  /// The offset in the partition.
  public var offset: Int64
  /// The record's timestamp; nil when it has none.
  public var time: Timestamp?
  /// When it was read; nil when that was later than it could have been, as for what was there when
  /// the reading began.
  public var seen: DrillMoment?
  /// What was done.
  public var operation: Operation
  /// The row's key: the number of its insert.
  public var key: Int
  /// The number in the row; nil where the record has no row, and meaningless for a delete.
  public var number: Int?

  /// An arrival; see the properties.
  public init(
    partition: Int32, offset: Int64, time: Timestamp?, seen: DrillMoment?, operation: Operation,
    key: Int, number: Int?
  ) {
    self.partition = partition
    self.offset = offset
    self.time = time
    self.seen = seen
    self.operation = operation
    self.key = key
    self.number = number
  }
}
