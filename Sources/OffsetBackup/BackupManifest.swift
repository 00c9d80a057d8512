public import Runtime

/// What a backup says of itself: `manifest.json`.
public struct BackupManifest: Sendable, Hashable {
  /// The format that this version writes and reads.
  public static let formatVersion: Int64 = 1
  /// The manifest's file.
  public static let fileName = "manifest.json"
  /// The file of the records.
  public static let recordsFile = "records.jsonl"
  /// The file of the records' places, and of the tombstones.
  public static let positionsFile = "positions.jsonl"

  /// Where the offsets were read.
  public enum Source: String, Sendable, Hashable {
    /// From Kafka's topics, byte for byte.
    case kafka
    /// From Connect's REST interface: keys and values are made anew from its JSON.
    case rest
    /// Put together by `offsets rescue` out of several places, as the topic should hold it.
    case rescue
  }

  /// A topic that was read.
  public struct Topic: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// How far each of its partitions was read.
    public var partitions: [OffsetTopic.Partition]
    /// How many live records it has.
    public var records: Int
    /// How many tombstones it has.
    public var tombstones: Int
  }

  /// A file of the backup.
  public struct File: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its length in bytes.
    public var bytes: Int
    /// Its SHA-256 in hexadecimal.
    public var sha256: String
  }

  /// A record that is none of Connect's.
  public struct Unreadable: Sendable, Hashable {
    /// Its topic.
    public var topic: String
    /// Its partition.
    public var partition: Int32
    /// Its offset.
    public var offset: Int64
    /// What is wrong with it.
    public var reason: String
  }

  /// When the run began.
  public var takenAt: Timestamp
  /// Where the offsets were read.
  public var source: Source
  /// cdcwatch's version.
  public var toolVersion: String
  /// librdkafka's version.
  public var libraryVersion: String
  /// The Kafka cluster's id; nil when nobody told.
  public var clusterID: String?
  /// The hash of the live records; see `ContentHash`.
  public var contentHash: String
  /// The topics, by name; empty for `rest`.
  public var topics: [Topic]
  /// The files, by name, without the manifest.
  public var files: [File]
  /// The connectors, by name.
  public var connectors: [SavedConnector]
  /// The records that are none of Connect's.
  public var unreadable: [Unreadable]
  /// What a person should know, a sentence each.
  public var findings: [String]
  /// The drill that made it: then it counts neither as an archive's newest backup nor for
  /// retention; nil for one that no drill made.
  public var drillRun: String?

  /// The copies of slots that go with it, by connector.
  public var pinnedSlots: [(connector: String, slot: SavedConnector.PinnedSlot)] {
    connectors.compactMap { connector in connector.pinnedSlot.map { (connector.name, $0) } }
  }
}
