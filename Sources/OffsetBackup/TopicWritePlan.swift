internal import Debezium
internal import JSON

/// What putting a connector's records back into offsets topics themselves writes, and why not.
///
/// A value: it compares a backup's records with the topics as they are, and touches nothing.
public struct TopicWritePlan: Sendable {
  /// A topic as it is now; nil members are what could not be asked.
  public struct Target: Sendable {
    /// Its name.
    public var name: String
    /// How many partitions it had when it was backed up.
    public var savedPartitions: Int
    /// What it holds now; nil when the cluster has no such topic.
    public var now: OffsetTopic?
    /// Its `cleanup.policy`; nil when the broker did not tell.
    public var cleanupPolicy: String?

    /// A topic; see the properties.
    public init(name: String, savedPartitions: Int, now: OffsetTopic?, cleanupPolicy: String?) {
      self.name = name
      self.savedPartitions = savedPartitions
      self.now = now
      self.cleanupPolicy = cleanupPolicy
    }
  }

  /// The saved records that are written, with their own bytes into their own partitions.
  ///
  /// A key that gets another connector's name, and every key of a topic that has another number of
  /// partitions now, goes where Connect's own producer writes it: Connect finds a key anywhere, and
  /// writes it there from then on (facts 9.5).
  public private(set) var values: [OffsetRecord] = []
  /// The same values for other partitions in which their keys stand.
  ///
  /// A worker that starts takes the record that it happens to read last. A tombstone there would
  /// hide the offset (measured: 8 of 8 starts) for as long as the topic is not compacted.
  public private(set) var copies: [OffsetRecord] = []
  /// The keys that stand, besides where they were saved, in these places: the copies, and what is
  /// there already.
  public private(set) var strays: [OffsetRecord] = []
  /// The tombstones of keys that the backup does not have, each in the partition that has the key.
  public private(set) var tombstones: [OffsetRecord] = []
  /// The saved records that stand there already.
  public private(set) var unchanged: [OffsetRecord] = []
  /// What should be known before; sentences without a full stop.
  public private(set) var remarks: [String] = []
  /// Why it must not be done; sentences without a full stop.
  public private(set) var refusals: [String] = []
  /// The topics that have to be made, or made anew, before anything can be written.
  public private(set) var topicsToMake: [Target] = []

  /// All that is written.
  public var written: [OffsetRecord] { values + copies + tombstones }

  /// Whether there is nothing to write.
  public var isEmpty: Bool { written.isEmpty }

  /// Compares what a backup has of a connector with what the topics have.
  ///
  /// `records` are the live ones in the backup of `connector`, or of the connector that it was before
  /// it got that name: then their keys get its name. `isExact` removes the offsets of
  /// partitions that the backup does not have.
  public init(
    records: [OffsetRecord], of connector: String, into targets: [Target], isExact: Bool
  ) {
    let byTopic = Dictionary(grouping: records, by: \.topic)
    for target in targets.sorted(by: { $0.name < $1.name }) {
      guard let now = usable(target) else { continue }
      let placed = (byTopic[target.name] ?? []).map { record in
        Self.placed(record, of: connector, in: now, was: target.savedPartitions)
      }
      compare(placed, with: now, of: connector, isExact: isExact)
    }
  }

  private mutating func usable(_ target: Target) -> OffsetTopic? {
    guard let now = target.now else {
      refusals.append("the cluster has no topic '\(target.name)'")
      topicsToMake.append(target)
      return nil
    }
    if let policy = target.cleanupPolicy, policy != "compact" {
      refusals.append(
        "'\(target.name)' has cleanup.policy=\(policy): no Connect worker starts with it")
      topicsToMake.append(target)
      return nil
    }
    let count = now.partitions.count
    if count != target.savedPartitions {
      remarks.append(
        "'\(target.name)' has \(count) partition\(count == 1 ? "" : "s"), and had"
          + " \(target.savedPartitions) in the backup: each key goes where Connect's own producer"
          + " writes it now")
    }
    return now
  }

  /// The record with the key that `connector` looks for, in the partition where it belongs.
  private static func placed(
    _ record: OffsetRecord, of connector: String, in now: OffsetTopic, was partitions: Int
  ) -> OffsetRecord {
    var placed = record
    let isRenamed = placed.rename(to: connector)
    if isRenamed || now.partitions.count != partitions {
      placed.partition = KeyPartition.of(placed.key ?? [], partitions: now.partitions.count)
    }
    return placed
  }

  private mutating func compare(
    _ saved: [OffsetRecord], with now: OffsetTopic, of connector: String, isExact: Bool
  ) {
    let live = now.live
    let wanted = Set(saved.compactMap(\.key))
    for record in saved {
      // Also a tombstone elsewhere hides the offset from a worker that reads it last.
      let places = now.latest.filter { $0.key == record.key }
      let isThere = places.contains {
        $0.partition == record.partition && $0.value == record.value
      }
      if isThere { unchanged.append(record) } else { values.append(record) }
      for place in places
      where !saved.contains(where: { $0.isAtTheKey(of: place) }) {
        var copy = record
        copy.partition = place.partition
        strays.append(copy)
        if copy.value != place.value { copies.append(copy) } else { unchanged.append(copy) }
      }
    }
    guard isExact else { return }
    for record in live where record.decodedKey?.connector == connector {
      guard let key = record.key, !wanted.contains(key) else { continue }
      tombstones.append(record.tombstone)
    }
  }

  /// What is still not as it was written, after reading the topics again; sentences without a full
  /// stop.
  public func defects(in topics: [OffsetTopic]) -> [String] {
    let live = topics.flatMap(\.live)
    var defects: [String] = []
    for record in values + copies + unchanged {
      let places = live.filter { $0.topic == record.topic && $0.key == record.key }
      let place = "\(record.topic)[\(record.partition)]"
      guard let found = places.first(where: { $0.partition == record.partition }) else {
        defects.append("\(place) does not have the record")
        continue
      }
      if found.value != record.value { defects.append("\(place) has another value") }
    }
    for tombstone in tombstones
    where live.contains(where: { $0.isAtTheKey(of: tombstone) }) {
      defects.append("\(tombstone.topic)[\(tombstone.partition)] still has the key")
    }
    return defects
  }
}

extension OffsetRecord {
  /// The record that says of the same key in the same place that there is no offset.
  fileprivate var tombstone: OffsetRecord {
    var copy = self
    copy.value = nil
    return copy
  }

  /// Gives its key another connector's name; whether that changed it.
  ///
  /// The key is written as Connect's converter writes it, its partition's members in their order.
  fileprivate mutating func rename(to connector: String) -> Bool {
    guard let old = decodedKey, old.connector != connector else { return false }
    key = Array(JSONValue.array([.string(connector), old.partition]).text.utf8)
    return true
  }

  fileprivate func isAtTheKey(of other: OffsetRecord) -> Bool {
    topic == other.topic && partition == other.partition && key == other.key
  }
}
