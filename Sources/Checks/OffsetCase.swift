public import Databases
public import Debezium

/// An offset with all that is known of where it would be used.
public struct OffsetCase: Sendable, Hashable {
  /// The connector's name in Connect.
  public var connector: String
  /// The connector's configuration.
  public var configuration: ConnectorConfiguration
  /// The offset of the partition that the connector looks up; nil when it finds none.
  public var offset: SourceOffset?
  /// Whether this is the offset that the connector has now, not one that would be put back.
  public var isLive = true
  /// Offsets that the connector is known to have had, this one among them when it is live; nil when
  /// only ``offset`` is known.
  public var delivered: [SourceOffset]?
  /// Partitions that have an offset under the connector's name and that it does not look up, as
  /// their JSON.
  public var otherPartitions: [String] = []
  /// The offsets topic's partitions that hold the key, without those that hold its tombstone; nil
  /// when the topic was not read.
  public var keyPartitions: [Int32]?
  /// Whether a task of the connector runs; nil when it is not known.
  public var isRunning: Bool?
  /// What the database told; nil when it could not be asked.
  public var database: DatabaseState?
  /// The copy of the slot that was kept with the offset; nil when none was, or it is not asked for.
  public var pinned: PinnedSlotReference?
  /// Why there is no ``database``.
  public var databaseGap = "no database was named with --db or in the context"
  /// Where somebody has said that ``database`` is the connector's; nil when nobody has.
  public var writerWord: String?
  /// Where ``database`` was asked; nil when it was not.
  public var databaseURI: DatabaseURI?
  /// The schema history; nil when it was not read.
  public var history: SchemaHistoryState?
  /// Why there is no ``history``.
  public var historyGap = "Kafka was not asked"

  /// A case of which only the offset and the configuration are known.
  public init(connector: String, configuration: ConnectorConfiguration, offset: SourceOffset?) {
    self.connector = connector
    self.configuration = configuration
    self.offset = offset
  }
}
