/// What the backups of an archive tell together: the newest record of each key, and how many
/// partitions each topic had.
///
/// One backup alone may have been taken when the damage was done already.
public struct EarlierOffsets: Sendable {
  /// How many sound backups are read at most, newest first.
  public static let bound = 30

  /// The newest sound backup; nil when there is none.
  public private(set) var newest: SoundBackup?
  /// The newest live record of each key and topic that no newer backup has a tombstone of.
  public private(set) var records: [OffsetRecord] = []
  /// How many partitions each topic had, newest backup first.
  public private(set) var partitionCounts: [String: [Int]] = [:]

  /// Reads the runs of an archive; one that is not sound is passed over.
  public init(_ store: any BackupStore) throws(StoreError) {
    var backups: [SoundBackup] = []
    for run in try store.runs().reversed() where backups.count < Self.bound {
      guard var backup = try BackupProof.result(of: run, in: store).sound else { continue }
      // Thirty schema histories are more than is needed of any.
      backup.histories = [:]
      backups.append(backup)
    }
    self.init(newestFirst: backups)
  }

  init(newestFirst backups: [SoundBackup]) {
    newest = backups.first
    var seen: Set<Place> = []
    for backup in backups {
      for topic in backup.manifest.topics {
        partitionCounts[topic.name, default: []].append(topic.partitions.count)
      }
      let live = backup.live
      records += live.filter { !seen.contains(Place($0)) }
      seen.formUnion(backup.records.map { Place($0) })
    }
  }

  private struct Place: Hashable {
    var topic: String
    var key: [UInt8]?

    init(_ record: OffsetRecord) {
      topic = record.topic
      key = record.key
    }
  }

  /// How many partitions a topic should have; nil when no backup has it.
  ///
  /// `isCompacted` says whether it is now as Connect makes it: then the newest backup knows, else the
  /// broker may have made it with fewer before the last backups.
  public func partitions(of topic: String, isCompacted: Bool) -> Int? {
    guard let counts = partitionCounts[topic] else { return nil }
    return isCompacted ? counts.first : counts.max()
  }
}
