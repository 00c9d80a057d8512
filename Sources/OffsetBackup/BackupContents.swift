public import Runtime

/// Everything that goes into one backup, before it is written anywhere.
public struct BackupContents: Sendable {
  /// A connector's schema history.
  public struct History: Sendable {
    /// The connector.
    public var connector: String
    /// The topic.
    public var topic: String
    /// Every record in order.
    public var records: [OffsetRecord]

    /// A connector's schema history.
    public init(connector: String, topic: String, records: [OffsetRecord]) {
      self.connector = connector
      self.topic = topic
      self.records = records
    }
  }

  /// When reading began.
  public var takenAt: Timestamp
  /// Where the offsets were read.
  public var source: BackupManifest.Source
  /// The Kafka cluster's id; nil when nobody told.
  public var clusterID: String?
  /// The topics, each read whole; for `rest` one that has the records alone.
  public var topics: [OffsetTopic]
  /// The connectors of which Connect or a record tells, by name.
  public var connectors: [SavedConnector]
  /// The schema histories.
  public var histories: [History]
  /// What a person should know.
  public var findings: [String]
  /// The drill that makes the backup; nil for none.
  public var drillRun: String?

  /// The contents; see the properties.
  public init(
    takenAt: Timestamp, source: BackupManifest.Source, clusterID: String?, topics: [OffsetTopic],
    connectors: [SavedConnector], histories: [History], findings: [String]
  ) {
    self.takenAt = takenAt
    self.source = source
    self.clusterID = clusterID
    self.topics = topics
    self.connectors = connectors
    self.histories = histories
    self.findings = findings
  }

  /// Every newest record, tombstones among them, in the order of a backup.
  public var records: [OffsetRecord] {
    topics.flatMap(\.latest).sorted(by: OffsetRecord.isBefore)
  }
}
