import Kafka

/// How far a topic has been read, partition by partition, towards an end that was taken at some
/// moment.
struct TopicProgress: Sendable {
  private struct Partition: Sendable {
    var next: Int64
    var target: Int64
    var start: Int64
  }

  private var partitions: [Int32: Partition] = [:]

  /// Sets where reading starts and the end it is to reach, per partition.
  mutating func aim(_ partition: Int32, start: Int64, target: Int64) {
    partitions[partition] = Partition(next: start, target: target, start: start)
  }

  /// Moves the ends that are to be reached.
  mutating func aim(_ partition: Int32, target: Int64) {
    partitions[partition]?.target = target
  }

  /// Everything below `offset` has been handed out.
  mutating func reached(_ partition: Int32, offset: Int64) {
    guard let known = partitions[partition], offset > known.next else { return }
    partitions[partition]?.next = offset
  }

  /// The next offset of each partition.
  var positions: [(partition: Int32, next: Int64)] {
    partitions.map { (partition: $0.key, next: $0.value.next) }
  }

  /// Whether every partition has been read to its end.
  var isComplete: Bool { partitions.values.allSatisfy { $0.next >= $0.target } }

  /// Records read so far and in all, by their offsets.
  var counts: (read: Int64, total: Int64) {
    partitions.values.reduce(into: (read: 0, total: 0)) { sum, partition in
      sum.read += min(partition.next, partition.target) - partition.start
      sum.total += max(0, partition.target - partition.start)
    }
  }
}
