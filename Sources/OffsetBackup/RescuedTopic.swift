/// An offsets topic that may be damaged: what it should be, and what it is.
public struct RescuedTopic: Sendable {
  /// What is wrong with it.
  public enum Damage: Sendable, Hashable {
    /// Connect can use it as it is, whatever it holds.
    case none
    /// The cluster has no such topic.
    case absent
    /// It was made anew, by the broker or by hand, with other partitions or without compaction: no
    /// worker starts with it.
    case madeAnew
  }

  /// The number of partitions that Connect makes unless it is told another.
  public static let usualPartitions = 25

  /// Its name.
  public let name: String
  /// What it holds; nil when the cluster has no such topic.
  public let now: OffsetTopic?
  /// Its `cleanup.policy`; nil when the broker did not tell.
  public let cleanupPolicy: String?
  /// How many partitions it should have: as many as in the backup, else as it has where it is
  /// compacted, else Connect's usual number.
  public let partitions: Int
  /// Whether nobody told that number.
  public let isAssumed: Bool

  /// A topic; `savedPartitions` is nil when no backup has it.
  public init(name: String, now: OffsetTopic?, cleanupPolicy: String?, savedPartitions: Int?) {
    self.name = name
    self.now = now
    self.cleanupPolicy = cleanupPolicy
    let isCompacted = cleanupPolicy == nil || cleanupPolicy == "compact"
    let present = now.flatMap { isCompacted ? $0.partitions.count : nil }
    partitions = savedPartitions ?? present ?? Self.usualPartitions
    isAssumed = savedPartitions == nil && present == nil
  }

  /// What is wrong with it.
  public var damage: Damage {
    guard let now else { return .absent }
    let isCompacted = cleanupPolicy == nil || cleanupPolicy == "compact"
    return isCompacted && now.partitions.count == partitions ? .none : .madeAnew
  }

  /// The live records that do not stand in the partition in which Connect writes their keys.
  public var strays: [OffsetRecord] {
    now?.live.filter { record in
      record.key.map { KeyPartition.of($0, partitions: partitions) != record.partition } ?? true
    } ?? []
  }

  /// The strays that were written after whatever else there is of their keys: their tasks have not
  /// learnt of the partitions yet.
  public var newestStrays: [OffsetRecord] {
    let live = now?.live ?? []
    return strays.filter { stray in
      !live.contains { other in
        guard other.key == stray.key, other.partition != stray.partition else { return false }
        guard let time = stray.time, let its = other.time else { return true }
        return its > time
      }
    }
  }
}
