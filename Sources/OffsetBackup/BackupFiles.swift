internal import Debezium
internal import JSON
internal import Runtime

/// The files that the contents of a backup make.
struct BackupFiles {
  /// A file with its bytes.
  struct File {
    var name: String
    var bytes: [UInt8]
  }

  /// The files without the manifest, in the order in which they are written.
  let files: [File]
  /// What the manifest says of them.
  let manifest: BackupManifest

  init(
    _ contents: BackupContents, toolVersion: String, libraryVersion: String
  ) throws(RuntimeError) {
    let records = contents.records
    var files = [
      File(name: BackupManifest.recordsFile, bytes: RecordLines.records(records)),
      File(name: BackupManifest.positionsFile, bytes: RecordLines.positions(records)),
    ]
    var histories: [String: SavedConnector.History] = [:]
    for history in contents.histories {
      let name = try HistoryFileName.name(of: history.connector)
      files.append(File(name: name, bytes: RecordLines.history(history.records)))
      histories[history.connector] = SavedConnector.History(
        topic: history.topic, file: name, records: history.records.count)
    }
    var described: [BackupManifest.File] = []
    for file in files {
      described.append(
        BackupManifest.File(
          name: file.name, bytes: file.bytes.count, sha256: try SHA256.text(of: file.bytes)))
    }
    self.files = files
    manifest = BackupManifest(
      takenAt: contents.takenAt, source: contents.source, toolVersion: toolVersion,
      libraryVersion: libraryVersion, clusterID: contents.clusterID,
      contentHash: try ContentHash.text(of: records),
      topics: contents.source == .rest ? [] : contents.topics.map(Self.topic),
      files: described.sorted { $0.name < $1.name },
      connectors: Self.connectors(contents.connectors, records: records, histories: histories),
      unreadable: records.compactMap(\.defect), findings: contents.findings,
      drillRun: contents.drillRun)
  }

  private static func topic(_ topic: OffsetTopic) -> BackupManifest.Topic {
    let live = topic.live.count
    return BackupManifest.Topic(
      name: topic.name, partitions: topic.partitions, records: live,
      tombstones: topic.latest.count - live)
  }

  private static func connectors(
    _ known: [SavedConnector], records: [OffsetRecord], histories: [String: SavedConnector.History]
  ) -> [SavedConnector] {
    var offsets: [String: [JSONValue]] = [:]
    for record in records where !record.isTombstone {
      guard let key = record.decodedKey else { continue }
      offsets[key.connector, default: []].append(Self.offset(record, of: key))
    }
    return known.map { connector in
      var connector = connector
      connector.offsets = offsets[connector.name] ?? []
      connector.history = histories[connector.name]
      return connector
    }
  }

  private static func offset(_ record: OffsetRecord, of key: SourceOffsetKey) -> JSONValue {
    .object([
      ("partition", key.partition),
      ("topic", .string(record.topic)),
      ("kafka_partition", .integer(Int64(record.partition))),
      ("kafka_offset", .integer(record.offset)),
      ("time", JSONValue(record.time?.description)),
      ("decoded", record.decodedValue?.document ?? .null),
    ])
  }
}

extension OffsetRecord {
  /// What keeps Connect from reading it; nil when nothing does.
  var defect: BackupManifest.Unreadable? {
    let reason: String
    if key == nil {
      reason = "it has no key"
    } else if decodedKey == nil {
      reason = "its key is no connector and partition"
    } else if value != nil, decodedValue == nil {
      reason = "its value is no JSON object"
    } else {
      return nil
    }
    return BackupManifest.Unreadable(
      topic: topic, partition: partition, offset: offset, reason: reason)
  }
}
