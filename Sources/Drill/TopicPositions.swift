public import Runtime

/// How far each partition of a sentinels' topic was read, and what was gone before it could be.
///
/// Offsets have holes that mean nothing: a transaction's end takes one. A hole is a gap only where the
/// topic's beginning has moved past it, or where compaction takes records out of the midst.
public struct TopicPositions: Sendable, Hashable {
  /// A hole in a partition's offsets.
  public struct Hole: Sendable, Hashable {
    /// The partition.
    public var partition: Int32
    /// The first offset that did not come.
    public var from: Int64
    /// The first one behind it that did.
    public var to: Int64

    /// A hole; see the properties.
    public init(partition: Int32, from: Int64, to: Int64) {
      self.partition = partition
      self.from = from
      self.to = to
    }
  }

  /// The next offset of each partition.
  public private(set) var next: [Int32: Int64]
  /// The holes of which it is not known yet what they are.
  public private(set) var holes: [Hole] = []
  /// What was gone.
  public private(set) var gaps: [TopicGap] = []

  /// Reading that begins at these offsets.
  public init(_ starts: [Int32: Int64]) { next = starts }

  /// The record, or the end, at this offset was reached; `now` is the moment.
  public mutating func reached(
    _ partition: Int32, offset: Int64, isRecord: Bool, at now: Timestamp
  ) {
    let expected = next[partition] ?? offset
    if offset > expected {
      holes.append(Hole(partition: partition, from: expected, to: offset))
    } else if offset < expected {
      // Offsets never go back, but for a topic that was made anew.
      gaps.append(TopicGap(partition: partition, from: expected, to: nil, seen: now))
    }
    next[partition] = isRecord && offset < .max ? offset + 1 : offset
  }

  /// Decides what the holes are, by each partition's first offset, asked after they were seen.
  ///
  /// A partition of which none is known keeps its holes.
  public mutating func resolve(
    beginnings: [Int32: Int64], isCompacted: Bool, at now: Timestamp
  ) {
    var rest: [Hole] = []
    for hole in holes {
      guard let beginning = beginnings[hole.partition] else {
        rest.append(hole)
        continue
      }
      let end = isCompacted ? hole.to : min(hole.to, beginning)
      guard end > hole.from else { continue }
      gaps.append(
        TopicGap(partition: hole.partition, from: hole.from, to: end, seen: now))
    }
    holes = rest
  }
}
