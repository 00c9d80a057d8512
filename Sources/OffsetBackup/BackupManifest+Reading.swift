internal import JSON
internal import Runtime

extension BackupManifest {
  /// Reads a manifest whose seal is whole; nil when a member is missing or of another kind.
  init?(_ document: JSONValue) {
    guard let moment = document["taken_at_ms"]?.integerValue,
      let source = document["source"]?.stringValue.flatMap(Source.init(rawValue:)),
      let versions = document["versions"], let hash = document["content_sha256"]?.stringValue,
      let topics = document["topics"]?.all(Topic.init),
      let files = document["files"]?.all(File.init),
      let connectors = document["connectors"]?.all(SavedConnector.init),
      let unreadable = document["unreadable"]?.all(Unreadable.init),
      let findings = document["findings"]?.all(\.stringValue)
    else { return nil }
    takenAt = Timestamp(milliseconds: moment)
    self.source = source
    toolVersion = versions["cdcwatch"]?.stringValue ?? ""
    libraryVersion = versions["librdkafka"]?.stringValue ?? ""
    clusterID = document["cluster_id"]?.stringValue
    contentHash = hash
    self.topics = topics
    self.files = files
    self.connectors = connectors
    self.unreadable = unreadable
    self.findings = findings
    drillRun = document["drill_run"]?.stringValue
  }
}

extension JSONValue {
  /// The elements, each read in the same way; nil when one is something else.
  fileprivate func all<Value>(_ read: (JSONValue) -> Value?) -> [Value]? {
    guard let elements else { return nil }
    let all = elements.compactMap(read)
    return all.count == elements.count ? all : nil
  }

  fileprivate var countValue: Int? {
    integerValue.flatMap { $0 >= 0 ? Int(exactly: $0) : nil }
  }

  fileprivate var partitionValue: Int32? {
    integerValue.flatMap { $0 >= 0 ? Int32(exactly: $0) : nil }
  }
}

extension BackupManifest.Topic {
  fileprivate init?(_ document: JSONValue) {
    guard let name = document["topic"]?.stringValue,
      let partitions = document["partitions"]?.all(OffsetTopic.Partition.init),
      let records = document["records"]?.countValue,
      let tombstones = document["tombstones"]?.countValue
    else { return nil }
    self.init(name: name, partitions: partitions, records: records, tombstones: tombstones)
  }
}

extension OffsetTopic.Partition {
  fileprivate init?(_ document: JSONValue) {
    guard let number = document["partition"]?.partitionValue,
      let beginning = document["beginning"]?.integerValue, let end = document["end"]?.integerValue,
      let readTo = document["read_to"]?.integerValue
    else { return nil }
    self.init(number: number, beginning: beginning, end: end, readTo: readTo)
  }
}

extension BackupManifest.File {
  fileprivate init?(_ document: JSONValue) {
    guard let name = document["name"]?.stringValue, let bytes = document["bytes"]?.countValue,
      let sha256 = document["sha256"]?.stringValue,
      // A name of a manifest is a name in its folder and nowhere else.
      !name.isEmpty, !name.contains("/"), !name.hasPrefix(".")
    else { return nil }
    self.init(name: name, bytes: bytes, sha256: sha256)
  }
}

extension BackupManifest.Unreadable {
  fileprivate init?(_ document: JSONValue) {
    guard let topic = document["topic"]?.stringValue,
      let partition = document["partition"]?.partitionValue,
      let offset = document["offset"]?.integerValue, let reason = document["reason"]?.stringValue
    else { return nil }
    self.init(topic: topic, partition: partition, offset: offset, reason: reason)
  }
}

extension SavedConnector {
  fileprivate init?(_ document: JSONValue) {
    guard let name = document["connector"]?.stringValue,
      let offsets = document["offsets"]?.elements,
      let configuration = document["configuration"].flatMap(Configuration.init),
      let tasks = document["tasks"]?.all(\.stringValue)
    else { return nil }
    var history: History?
    if let saved = document["history"], !saved.isNull {
      guard let read = History(saved) else { return nil }
      history = read
    }
    self.init(
      name: name, offsets: offsets, configuration: configuration,
      state: document["state"]?.stringValue, tasks: tasks,
      connectVersion: document["connect_version"]?.stringValue,
      pluginVersion: document["plugin_version"]?.stringValue, history: history)
    // Backups of the first version have null and nothing.
    if let saved = document["verdict"], !saved.isNull {
      guard let read = Verdict(saved) else { return nil }
      verdict = read
    }
    if let saved = document["pinned_slot"], !saved.isNull {
      guard let read = PinnedSlot(saved) else { return nil }
      pinnedSlot = read
    }
  }
}

extension SavedConnector.Verdict {
  fileprivate init?(_ document: JSONValue) {
    guard let word = document["verdict"]?.stringValue, let reason = document["reason"]?.stringValue
    else { return nil }
    self.init(word: word, reason: reason)
  }
}

extension SavedConnector.PinnedSlot {
  fileprivate init?(_ document: JSONValue) {
    guard let name = document["slot"]?.stringValue,
      let source = document["copy_of"]?.stringValue,
      let database = document["database"]?.stringValue,
      let restart = document["restart_lsn"]?.stringValue,
      let confirmed = document["confirmed_flush_lsn"]?.stringValue
    else { return nil }
    self.init(
      name: name, source: source, database: database,
      systemIdentifier: document["system_identifier"]?.stringValue, restart: restart,
      confirmedFlush: confirmed)
  }
}

extension SavedConnector.History {
  fileprivate init?(_ document: JSONValue) {
    guard let topic = document["topic"]?.stringValue, let file = document["file"]?.stringValue,
      let records = document["records"]?.countValue
    else { return nil }
    self.init(topic: topic, file: file, records: records)
  }
}

extension SavedConnector.Configuration {
  fileprivate init?(_ document: JSONValue) {
    switch document["saved"]?.boolValue {
    case true:
      guard let properties = document["properties"], properties.members != nil,
        let leftOut = document["left_out"]?.all(\.stringValue)
      else { return nil }
      self = .saved(properties, leftOut: leftOut)
    case false: self = .notSaved(document["reason"]?.stringValue ?? "")
    default: return nil
    }
  }
}
