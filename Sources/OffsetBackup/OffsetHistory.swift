public import Debezium
public import Runtime

/// The changes of offsets in the order in which they were written, each with its distance from the
/// one before.
public struct OffsetHistory: Sendable {
  /// One change of one connector partition.
  public struct Change: Sendable {
    /// The record.
    public var record: OffsetRecord
    /// The connector and its source partition.
    public var key: SourceOffsetKey
    /// The offset; nil for a tombstone and for a value that is none.
    public var offset: SourceOffset?
    /// How far it lies behind the one before; nil for the first, and on either side of a tombstone.
    public var distance: OffsetDistance?
  }

  /// The changes by time, then by place.
  public let changes: [Change]

  /// Orders records of offsets topics; those whose key is none of Connect's are left out.
  ///
  /// A topic is compacted: what was overwritten long ago may be gone, so a distance can span many
  /// flushes.
  public init(_ records: [OffsetRecord], connector: String? = nil) {
    let ordered = records.sorted { left, right in
      let times = (left.time?.milliseconds ?? 0, right.time?.milliseconds ?? 0)
      return (times.0, left.topic, left.partition, left.offset)
        < (times.1, right.topic, right.partition, right.offset)
    }
    var last: [SourceOffsetKey: SourceOffset] = [:]
    var changes: [Change] = []
    for record in ordered {
      guard let key = record.decodedKey, connector == nil || key.connector == connector else {
        continue
      }
      let offset = record.decodedValue
      var change = Change(record: record, key: key, offset: offset)
      if let offset, let before = last[key] {
        change.distance = OffsetDistance(from: before, to: offset)
      }
      last[key] = offset
      changes.append(change)
    }
    self.changes = changes
  }

  /// What a topic still has of its history, filled up with records that backups have kept of it.
  ///
  /// In the order of time, then of place, each record once; without any saved, as it was. A topic that was made anew has other
  /// records at the same offsets; their times tell them apart.
  public static func filled(_ history: [OffsetRecord], with saved: [OffsetRecord]) -> [OffsetRecord]
  {
    guard !saved.isEmpty else { return history }
    struct Place: Hashable {
      var topic: String
      var partition: Int32
      var offset: Int64
      var time: Timestamp?
    }
    var known: Set<Place> = []
    return (history + saved).filter { record in
      known.insert(
        Place(
          topic: record.topic, partition: record.partition, offset: record.offset,
          time: record.time)
      ).inserted
    }.sorted { left, right in
      let times = (left.time?.milliseconds ?? 0, right.time?.milliseconds ?? 0)
      return (times.0, left.partition, left.offset) < (times.1, right.partition, right.offset)
    }
  }

  /// The records that counted at a moment: of each key in each partition the newest that is not
  /// younger; a record without a time counts as old.
  public static func records(_ history: [OffsetRecord], at moment: Timestamp) -> [OffsetRecord] {
    var latest = LatestRecords()
    for record in history where record.time.map({ $0 <= moment }) ?? true { latest.take(record) }
    return latest.sorted
  }
}
