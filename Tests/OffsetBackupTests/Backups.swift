import Debezium
import JSON
import Runtime

@testable import OffsetBackup

/// Made-up offsets and backups of them.
enum Backups {
  static let moment = Timestamp(milliseconds: 1_795_280_000_000)

  static func record(
    _ key: String?, _ value: String?, partition: Int32 = 0, offset: Int64 = 0,
    topic: String = "connect-offsets"
  ) -> OffsetRecord {
    OffsetRecord(
      topic: topic, partition: partition, key: key.map { Array($0.utf8) },
      value: value.map { Array($0.utf8) }, offset: offset,
      time: Timestamp(milliseconds: 1_795_279_000_000 + offset))
  }

  /// A record of PostgreSQL's connector of that name.
  static func offset(_ connector: String, lsn: Int = 1, at offset: Int64 = 0) -> OffsetRecord {
    record(
      #"["\#(connector)",{"server":"\#(connector)"}]"#, #"{"lsn":\#(lsn),"txId":7}"#,
      offset: offset)
  }

  static func connector(_ name: String) -> SavedConnector {
    SavedConnector(
      name: name, offsets: [], configuration: .notSaved("not checked"), state: nil, tasks: [],
      connectVersion: nil, pluginVersion: nil, history: nil)
  }

  static func topic(_ name: String, _ records: [OffsetRecord], partitions: Int32 = 2) -> OffsetTopic
  {
    OffsetTopic(
      name: name,
      partitions: (0..<partitions).map { number in
        let end = (records.filter { $0.partition == number }.map(\.offset).max() ?? -1) + 1
        return OffsetTopic.Partition(number: number, beginning: 0, end: end, readTo: end)
      }, latest: records)
  }

  static func contents(
    _ records: [OffsetRecord], history: [OffsetRecord]? = nil, at moment: Timestamp = moment
  ) -> BackupContents {
    let names = Set(records.filter { !$0.isTombstone }.compactMap { $0.decodedKey?.connector })
      .sorted()
    return BackupContents(
      takenAt: moment, source: .kafka, clusterID: "cluster-1",
      topics: [topic("connect-offsets", records)], connectors: names.map(connector),
      histories: history.map {
        [BackupContents.History(connector: names[0], topic: "history", records: $0)]
      } ?? [], findings: [])
  }

  /// A store with one backup of three live records, a tombstone and a schema history; and its run.
  static func store() throws -> (store: MemoryStore, run: String) {
    let store = MemoryStore()
    let contents = contents(
      [
        offset("shop", lsn: 1), offset("stock", lsn: 2, at: 1),
        record(#"["gone",{"server":"gone"}]"#, nil, offset: 2),
        record(#"["shop",{"server":"shop","database":"a"}]"#, #"{"lsn":3}"#, partition: 1),
      ], history: [record(nil, "{}", topic: "history")])
    let new = try NewBackup.write(
      contents, into: store, toolVersion: "0.1.0", libraryVersion: "2.0.2")
    return (store, new.run)
  }
}
