public import Kafka
public import Runtime

/// Puts together what a backup holds of a damaged offsets topic.
public enum RescueCollection {
  /// The offsets that are known, as the topics should hold them, with configurations and schema
  /// histories.
  ///
  /// `backup` tells the configurations of connectors of which Connect did not tell. Throws when a
  /// schema history could not be read whole.
  public static func contents(
    _ offsets: RescuedOffsets, of topics: [RescuedTopic], in metadata: ClusterMetadata,
    accounts: [ConnectAccount], backup: SoundBackup?, takenAt: Timestamp,
    through reader: inout OffsetTopicReader, isStopped: () -> Bool
  ) throws(BackupError) -> BackupContents {
    let read = offsets.contents(of: topics)
    let (histories, findings) = try OffsetCollection.histories(
      of: accounts, in: metadata, through: &reader, isStopped: isStopped)
    let roster = ConnectorRoster(records: read.flatMap(\.latest), accounts: accounts)
    let known = Dictionary(
      (backup?.manifest.connectors ?? []).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let connectors = roster.connectors.map { connector in
      guard case .notSaved = connector.configuration, var old = known[connector.name] else {
        return connector
      }
      old.history = nil
      return old
    }
    return BackupContents(
      takenAt: takenAt, source: .rescue, clusterID: metadata.clusterID, topics: read,
      connectors: connectors, histories: histories,
      findings: [Self.finding(offsets)] + findings + roster.findings)
  }

  private static func finding(_ offsets: RescuedOffsets) -> String {
    func count(_ origin: RescuedOffsets.Origin) -> Int {
      offsets.entries.count { $0.origin == origin }
    }
    return
      "it was put together while the offsets topic was damaged: \(count(.topic)) offsets out of the"
      + " topic, \(count(.connect)) from Connect's REST interface, \(count(.backup)) from an older"
      + " backup; its places in Kafka are where the records belong, not where they stood"
  }
}
