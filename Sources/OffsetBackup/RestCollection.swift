internal import Debezium
internal import JSON
public import KafkaConnect
public import Runtime

/// Reads all that a backup holds through Connect's REST interface, for clusters whose topics cannot
/// be read.
///
/// Keys and values are made anew, in the compact form in which Connect writes them; no history of a
/// schema comes with them.
public enum RestCollection {
  /// Asks each connector's offsets; one list call, and one call a connector.
  ///
  /// `account` is what the cluster has told already; nil asks it.
  public static func contents(
    of cluster: inout ConnectCluster, account known: ConnectAccount? = nil, takenAt: Timestamp
  ) throws(BackupError) -> BackupContents {
    do throws(ConnectError) {
      let account = if let known { known } else { try ConnectAccount(&cluster) }
      var findings = [
        "the offsets are as Connect's REST interface tells them, not byte for byte"
      ]
      var records: [OffsetRecord] = []
      for connector in account.connectors {
        guard let offsets = try offsets(of: connector.name, in: &cluster) else {
          findings.append("\(connector.name): it was deleted meanwhile, and is left out")
          continue
        }
        for offset in offsets where !offset.offset.isNull {
          let key = JSONValue.array([.string(connector.name), offset.partition])
          records.append(
            OffsetRecord(
              topic: "", partition: 0, key: Array(key.text.utf8),
              value: Array(offset.offset.text.utf8), offset: 0, time: nil))
        }
        if connector.configuration.hasSchemaHistory {
          findings.append("\(connector.name): its schema history is not in the backup")
        }
      }
      records.sort(by: OffsetRecord.isBefore)
      let roster = ConnectorRoster(records: records, accounts: [account])
      return BackupContents(
        takenAt: takenAt, source: .rest, clusterID: account.clusterID,
        topics: [OffsetTopic(name: "", partitions: [], latest: records)],
        connectors: roster.connectors, histories: [], findings: findings + roster.findings)
    } catch {
      throw .connect(error)
    }
  }

  /// A connector's offsets; nil for one that is gone since the list was made, such as a drill's.
  private static func offsets(
    of name: String, in cluster: inout ConnectCluster
  ) throws(ConnectError) -> [ConnectorOffset]? {
    do throws(ConnectError) {
      return try cluster.offsets(name)
    } catch {
      guard case .notFound = error else { throw error }
      return nil
    }
  }
}
