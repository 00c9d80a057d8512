internal import Debezium
internal import JSON
internal import Runtime

/// Proves a backup sound, without a broker.
///
/// The manifest's own hash, every file's, each line, that no key comes twice within a partition,
/// that every partition was read to its end, that nothing is missing.
public struct BackupProof {
  private let read: (String) throws(StoreError) -> [UInt8]
  private let names: [String]?
  private var problems: [String] = []
  private var warnings: [String] = []
  private var histories: [String: [OffsetRecord]] = [:]

  /// What was proved.
  public enum Result: Sendable {
    /// It is sound.
    case sound(SoundBackup)
    /// It is not, and why, a sentence each.
    case broken([String])

    /// The backup when it is sound.
    public var sound: SoundBackup? {
      guard case .sound(let backup) = self else { return nil }
      return backup
    }

    /// Why it is not sound; empty when it is.
    public var problems: [String] {
      guard case .broken(let problems) = self else { return [] }
      return problems
    }
  }

  private init(names: [String]?, read: @escaping (String) throws(StoreError) -> [UInt8]) {
    self.names = names
    self.read = read
  }

  /// Looks at one run of a store; throws when the store cannot be read.
  public static func result(of run: String, in store: any BackupStore) throws(StoreError) -> Result
  {
    var proof = BackupProof(names: try store.files(of: run)) { name throws(StoreError) in
      try store.read(name, of: run)
    }
    return try proof.result()
  }

  /// Looks at files that were written but not committed, with the manifest that is to come.
  static func result(
    of writer: any BackupWriter, manifest: [UInt8]
  ) throws(StoreError) -> Result {
    var proof = BackupProof(names: nil) { name throws(StoreError) in
      name == BackupManifest.fileName ? manifest : try writer.read(name)
    }
    return try proof.result()
  }

  private mutating func result() throws(StoreError) -> Result {
    guard let manifest = try manifest() else { return .broken(problems) }
    lookForOthers(manifest)
    var contents: [String: [UInt8]] = [:]
    for file in manifest.files { contents[file.name] = try bytes(of: file) }
    guard problems.isEmpty else { return .broken(problems) }
    let records = records(manifest, contents)
    lookAtTopics(manifest, records)
    lookAtConnectors(manifest, records, contents)
    try lookAtHash(manifest, records)
    guard problems.isEmpty else { return .broken(problems) }
    return .sound(
      SoundBackup(
        manifest: manifest, records: records, warnings: warnings + manifest.findings,
        histories: histories))
  }

  // MARK: Files

  private mutating func manifest() throws(StoreError) -> BackupManifest? {
    let bytes: [UInt8]
    do throws(StoreError) {
      bytes = try read(BackupManifest.fileName)
    } catch {
      guard case .notFound = error else { throw error }
      problems.append("\(BackupManifest.fileName) is missing")
      return nil
    }
    let opened: Swift.Result<JSONValue, ManifestSeal.Defect>
    do throws(RuntimeError) {
      opened = try ManifestSeal.opened(bytes)
    } catch {
      throw .system(error)
    }
    switch opened {
    case .failure(let defect): problems.append("\(BackupManifest.fileName) \(defect.text)")
    case .success(let document):
      let version = document["format_version"]?.integerValue
      guard version == BackupManifest.formatVersion else {
        problems.append(
          "its format is \(version.map(String.init) ?? "not told"), and this version reads"
            + " \(BackupManifest.formatVersion)")
        return nil
      }
      guard let manifest = BackupManifest(document) else {
        problems.append("\(BackupManifest.fileName) lacks a member, or has another kind of one")
        return nil
      }
      return manifest
    }
    return nil
  }

  private mutating func lookForOthers(_ manifest: BackupManifest) {
    let known = manifest.files.map(\.name)
    for needed in [BackupManifest.recordsFile, BackupManifest.positionsFile]
    where !known.contains(needed) {
      problems.append("\(BackupManifest.fileName) does not name \(needed)")
    }
    for name in names ?? [] where name != BackupManifest.fileName && !known.contains(name) {
      warnings.append("\(name) is no part of the backup")
    }
  }

  private mutating func bytes(of file: BackupManifest.File) throws(StoreError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(StoreError) {
      bytes = try read(file.name)
    } catch {
      guard case .notFound = error else { throw error }
      problems.append("\(file.name) is missing")
      return []
    }
    guard bytes.count == file.bytes else {
      problems.append("\(file.name) has \(bytes.count) bytes, and had \(file.bytes)")
      return []
    }
    let found: String
    do throws(RuntimeError) {
      found = try SHA256.text(of: bytes)
    } catch {
      throw .system(error)
    }
    if found != file.sha256 {
      problems.append("\(file.name) was changed: its SHA-256 is \(found), and was \(file.sha256)")
    }
    return bytes
  }

  // MARK: Records

  private mutating func records(
    _ manifest: BackupManifest, _ contents: [String: [UInt8]]
  ) -> [OffsetRecord] {
    let values = lines(BackupManifest.recordsFile, contents, RecordLines.Content.init)
    let positions = lines(BackupManifest.positionsFile, contents, RecordLines.Position.init)
    guard problems.isEmpty else { return [] }
    var rest = values[...]
    var records: [OffsetRecord] = []
    for position in positions {
      var value: [UInt8]?
      if !position.isTombstone {
        guard let content = rest.popFirst(), content.isOf(position) else {
          problems.append(
            "\(BackupManifest.positionsFile) line \(records.count + 1) has no record of its own")
          return []
        }
        guard let bytes = content.value else {
          problems.append("\(BackupManifest.recordsFile) has a record without a value")
          return []
        }
        value = bytes
      }
      records.append(
        OffsetRecord(
          topic: position.topic, partition: position.partition, key: position.key, value: value,
          offset: position.offset, time: position.time))
    }
    if !rest.isEmpty {
      problems.append("\(rest.count) records have no place in \(BackupManifest.positionsFile)")
    }
    for (left, right) in zip(records, records.dropFirst())
    where !OffsetRecord.isBefore(left, right) {
      let isTwice = !OffsetRecord.isBefore(right, left)
      problems.append(
        "\(right.topic) partition \(right.partition) offset \(right.offset): "
          + (isTwice ? "its key came before in the same partition" : "it is out of order"))
    }
    return records
  }

  private mutating func lines<Value>(
    _ name: String, _ contents: [String: [UInt8]], _ value: (JSONValue) -> Value?
  ) -> [Value] {
    do throws(RecordLines.BadLine) {
      return try RecordLines.read(contents[name] ?? [], value)
    } catch {
      problems.append("\(name) line \(error.number) cannot be read")
      return []
    }
  }

  private mutating func lookAtTopics(_ manifest: BackupManifest, _ records: [OffsetRecord]) {
    let byTopic = Dictionary(grouping: records, by: \.topic)
    for topic in manifest.topics {
      let own = byTopic[topic.name] ?? []
      let live = own.count { !$0.isTombstone }
      if live != topic.records || own.count - live != topic.tombstones {
        problems.append(
          "\(topic.name): \(live) records and \(own.count - live) tombstones are there, of"
            + " \(topic.records) and \(topic.tombstones)")
      }
      for partition in topic.partitions where partition.readTo != partition.end {
        problems.append(
          "\(topic.name) partition \(partition.number) was read to \(partition.readTo) of"
            + " \(partition.end)")
      }
      let ends = Dictionary(
        topic.partitions.map { ($0.number, $0.end) }, uniquingKeysWith: { first, _ in first })
      for record in own where record.offset < 0 || record.offset >= (ends[record.partition] ?? 0) {
        problems.append(
          "\(topic.name) partition \(record.partition) offset \(record.offset) is beyond its end")
      }
    }
    guard manifest.source != .rest else { return }
    for name in byTopic.keys.sorted() where !manifest.topics.contains(where: { $0.name == name }) {
      problems.append("\(name) has records, and \(BackupManifest.fileName) does not name it")
    }
    if !records.contains(where: { !$0.isTombstone }) { problems.append("it holds no record") }
  }

  private mutating func lookAtConnectors(
    _ manifest: BackupManifest, _ records: [OffsetRecord], _ contents: [String: [UInt8]]
  ) {
    let told = Set(manifest.connectors.map(\.name))
    let found = Set(records.filter { !$0.isTombstone }.compactMap { $0.decodedKey?.connector })
    for name in found.subtracting(told).sorted() {
      problems.append("\(BackupManifest.fileName) does not name the connector \(name)")
    }
    for defect in records.compactMap(\.defect) {
      let place = "\(defect.topic) partition \(defect.partition) offset \(defect.offset)"
      if manifest.unreadable.contains(defect) {
        warnings.append("\(place): \(defect.reason), as it was in Kafka")
      } else {
        problems.append("\(place): \(defect.reason)")
      }
    }
    for connector in manifest.connectors {
      guard let history = connector.history else { continue }
      guard contents[history.file] != nil else {
        problems.append("\(history.file), the schema history of \(connector.name), is missing")
        continue
      }
      let lines = lines(history.file, contents, RecordLines.Content.init)
      if lines.count != history.records {
        problems.append("\(history.file) has \(lines.count) records, and had \(history.records)")
      }
      histories[connector.name] = lines.enumerated().map { index, line in
        OffsetRecord(
          topic: line.topic, partition: line.partition, key: line.key, value: line.value,
          offset: Int64(index), time: nil)
      }
    }
  }

  private mutating func lookAtHash(
    _ manifest: BackupManifest, _ records: [OffsetRecord]
  ) throws(StoreError) {
    do throws(RuntimeError) {
      let found = try ContentHash.text(of: records)
      if found != manifest.contentHash {
        problems.append("content_sha256 is \(found), and was \(manifest.contentHash)")
      }
    } catch {
      throw .system(error)
    }
  }
}

extension RecordLines.Content {
  fileprivate func isOf(_ position: RecordLines.Position) -> Bool {
    topic == position.topic && partition == position.partition && key == position.key
  }
}
