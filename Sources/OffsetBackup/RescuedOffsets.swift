public import Debezium
internal import JSON

/// The best that is known of each connector's offsets while their topic is damaged.
///
/// A value: what stands in the topics goes before what Connect told, and that before a backup.
public struct RescuedOffsets: Sendable {
  /// Who knew an offset.
  public enum Origin: String, Sendable, Hashable {
    /// It stands in the topic, as its task wrote it.
    case topic
    /// Connect's REST interface told it, out of its memory.
    case connect
    /// A backup has it; the connector may have gone on since.
    case backup
  }

  /// One source partition's offset.
  public struct Entry: Sendable {
    /// The record as the topic should hold it: in the partition in which Connect writes its key.
    public var record: OffsetRecord
    /// The connector and its source partition.
    public var key: SourceOffsetKey
    /// Who knew it.
    public var origin: Origin
  }

  /// By connector, partition and topic.
  public private(set) var entries: [Entry] = []

  /// Chooses; `told` and `saved` are records whose topics are among `topics`.
  ///
  /// `connectors` are those that Connect has; nil when it did not tell, and then all count.
  public init(
    topics: [RescuedTopic], told: [OffsetRecord], saved: [OffsetRecord], connectors: Set<String>?
  ) {
    var best: [[UInt8]: (record: OffsetRecord, origin: Origin)] = [:]
    var places: [[UInt8]: Set<String>] = [:]
    let ranked: [([OffsetRecord], Origin)] = [
      (topics.compactMap(\.now).flatMap(\.live), .topic), (told, .connect), (saved, .backup),
    ]
    for (records, origin) in ranked {
      for record in records where !record.isTombstone {
        guard let key = record.key, let decoded = record.decodedKey, record.decodedValue != nil,
          connectors?.contains(decoded.connector) ?? true
        else { continue }
        places[key, default: []].insert(record.topic)
        guard let known = best[key] else {
          best[key] = (record, origin)
          continue
        }
        // A key may stand in two places; what was written last is what its task goes on from.
        if known.origin == origin, Self.isNewer(record, known.record) {
          best[key] = (record, origin)
        }
      }
    }
    for (key, known) in best {
      guard let decoded = known.record.decodedKey else { continue }
      for topic in topics where places[key]?.contains(topic.name) == true {
        var record = known.record
        record.topic = topic.name
        record.partition = Self.partition(of: key, in: topic, saved)
        entries.append(Entry(record: record, key: decoded, origin: known.origin))
      }
    }
    entries.sort {
      ($0.key.connector, $0.key.partition.text, $0.record.topic)
        < ($1.key.connector, $1.key.partition.text, $1.record.topic)
    }
  }

  private static func isNewer(_ left: OffsetRecord, _ right: OffsetRecord) -> Bool {
    guard let time = left.time, let other = right.time else { return left.time != nil }
    return time > other
  }

  /// As in the backup, whose topic had as many partitions; else as Java's producer chooses.
  private static func partition(
    of key: [UInt8], in topic: RescuedTopic, _ saved: [OffsetRecord]
  ) -> Int32 {
    let known = saved.first {
      $0.topic == topic.name && $0.key == key && $0.partition < topic.partitions
    }
    return known?.partition ?? KeyPartition.of(key, partitions: topic.partitions)
  }

  /// The topics as they should be, with these records in them.
  func contents(of topics: [RescuedTopic]) -> [OffsetTopic] {
    topics.map { topic in
      let own = entries.filter { $0.record.topic == topic.name }.map(\.record)
        .sorted(by: OffsetRecord.isBefore)
      var ends: [Int32: Int64] = [:]
      let latest = own.map { record in
        var record = record
        record.offset = ends[record.partition, default: 0]
        ends[record.partition] = record.offset + 1
        return record
      }
      let partitions = (0..<topic.partitions).map { number in
        let number = Int32(truncatingIfNeeded: number)
        let end = ends[number] ?? 0
        return OffsetTopic.Partition(number: number, beginning: 0, end: end, readTo: end)
      }
      return OffsetTopic(name: topic.name, partitions: partitions, latest: latest)
    }
  }
}
