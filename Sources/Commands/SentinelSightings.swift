import Drill

/// What a reader of sentinels has read so far.
struct SentinelSightings: Sendable, Hashable {
  /// The run's records, those of a partition in their order.
  var arrivals: [SentinelArrival] = []
  /// How far the topic was read, and what was gone.
  var positions: TopicPositions
  /// The partitions that were read to an end once: what they give is read as it comes.
  var live: Set<Int32> = []
  /// Records that could not be read.
  var unreadable = 0
  /// The newest error of the cluster; librdkafka goes on trying.
  var trouble: String?
  /// Why it has ended before it was told to; nil when it has not.
  var failure: String?

  init(_ starts: [Int32: Int64]) { positions = TopicPositions(starts) }

  /// Whether every partition has been read to these offsets.
  func hasReached(_ ends: [Int32: Int64]) -> Bool {
    ends.allSatisfy { positions.next[$0.key, default: 0] >= $0.value } && positions.holes.isEmpty
  }

  /// Whether a change of this row with this number has come, in any form.
  func has(_ change: SentinelChange) -> Bool {
    arrivals.contains { arrival in
      guard arrival.key == change.key else { return false }
      switch arrival.operation {
      case .event(.delete), .tombstone: return change.kind == .delete
      case .event, .untold, .read:
        return change.kind != .delete && arrival.number == change.number
      }
    }
  }
}
