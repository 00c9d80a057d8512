/// A partition of a topic.
public struct TopicPartition: Sendable, Hashable, CustomStringConvertible {
  /// The topic's name.
  public var topic: String
  /// The partition's number, from 0.
  public var partition: Int32

  /// The partition of this number.
  public init(topic: String, partition: Int32) {
    self.topic = topic
    self.partition = partition
  }

  /// `topic[3]`.
  public var description: String { "\(topic)[\(partition)]" }
}

/// The first offset that a partition still has and the one its next record will get.
public struct Watermarks: Sendable, Hashable {
  /// The offset of the oldest record there is; equal to `end` when there is none.
  public var beginning: Int64
  /// The offset that the next record will get.
  public var end: Int64

  /// Both offsets.
  public init(beginning: Int64, end: Int64) {
    self.beginning = beginning
    self.end = end
  }
}

/// Where in a partition to begin reading.
public enum StartPosition: Sendable, Hashable {
  /// The oldest record there is.
  case beginning
  /// Only what comes from now on.
  case end
  /// The record with this offset, or the next one there is.
  case offset(Int64)
  /// This many records before the end, or the beginning when there are fewer; less than 0 is 0.
  case tail(Int64)
}

/// A partition to read and where to begin.
public struct Assignment: Sendable, Hashable {
  /// The partition.
  public var partition: TopicPartition
  /// Where to begin.
  public var start: StartPosition

  /// A partition to read and where to begin.
  public init(_ partition: TopicPartition, from start: StartPosition) {
    self.partition = partition
    self.start = start
  }

  /// A partition to read and where to begin.
  public init(topic: String, partition: Int32, from start: StartPosition) {
    self.init(TopicPartition(topic: topic, partition: partition), from: start)
  }
}
