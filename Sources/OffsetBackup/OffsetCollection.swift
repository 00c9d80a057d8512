internal import Debezium
public import Kafka
public import Runtime

/// Reads all that a backup holds out of Kafka.
public enum OffsetCollection {
  /// Reads the topics, then the schema histories of the connectors that have one.
  ///
  /// `accounts` is what Connect told; empty when it was not asked. The histories are read after the
  /// offsets, so that they reach at least as far. Throws unless everything was read whole. Memory:
  /// the newest records and the histories.
  public static func contents(
    of topics: [String], in metadata: ClusterMetadata, accounts: [ConnectAccount],
    takenAt: Timestamp, through reader: inout OffsetTopicReader, isStopped: () -> Bool
  ) throws(BackupError) -> BackupContents {
    guard !topics.isEmpty else { throw .empty("no offsets topic was found") }
    var read: [OffsetTopic] = []
    for topic in topics.sorted() { read.append(try self.read(topic, &reader, isStopped)) }
    var findings = read.filter(\.live.isEmpty).map { "\($0.name) holds no offset" }
    let (histories, gaps) = try histories(
      of: accounts, in: metadata, through: &reader, isStopped: isStopped)
    findings += gaps
    for other in Set(accounts.compactMap(\.clusterID)).sorted()
    where metadata.clusterID.map({ $0 != other }) ?? false {
      findings.append(
        "Connect keeps its topics in another Kafka cluster (\(other)) than the one that was read"
          + " (\(metadata.clusterID ?? ""))")
    }
    let roster = ConnectorRoster(records: read.flatMap(\.latest), accounts: accounts)
    return BackupContents(
      takenAt: takenAt, source: .kafka, clusterID: metadata.clusterID, topics: read,
      connectors: roster.connectors, histories: histories, findings: findings + roster.findings)
  }

  /// The schema histories of the connectors that have one, and what is missing.
  static func histories(
    of accounts: [ConnectAccount], in metadata: ClusterMetadata,
    through reader: inout OffsetTopicReader, isStopped: () -> Bool
  ) throws(BackupError) -> (histories: [BackupContents.History], findings: [String]) {
    let connectors = accounts.flatMap(\.connectors)
    var findings: [String] = []
    var histories: [BackupContents.History] = []
    for connector in connectors where connector.configuration.hasSchemaHistory {
      guard let topic = connector.configuration.schemaHistoryTopic else {
        findings.append("\(connector.name): its schema history is in no topic of Kafka")
        continue
      }
      guard metadata.topics.contains(where: { $0.name == topic }) else {
        findings.append(
          "\(connector.name): its schema history '\(topic)' is no topic of this cluster, so it is"
            + " not in the backup")
        continue
      }
      let history = try self.read(topic, keepsHistory: true, &reader, isStopped).history
      if history.isEmpty { findings.append("\(connector.name): its schema history is empty") }
      histories.append(
        BackupContents.History(connector: connector.name, topic: topic, records: history))
    }
    return (histories, findings)
  }

  private static func read(
    _ topic: String, keepsHistory: Bool = false, _ reader: inout OffsetTopicReader,
    _ isStopped: () -> Bool
  ) throws(BackupError) -> OffsetTopic {
    do throws(OffsetReadError) {
      return try reader.read(topic, keepsHistory: keepsHistory, isStopped: isStopped)
    } catch {
      throw .offsets(error)
    }
  }
}
