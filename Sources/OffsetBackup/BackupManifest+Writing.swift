internal import JSON
internal import Runtime

extension BackupManifest {
  /// The manifest as JSON, without its seal.
  var document: JSONValue {
    .object(
      [
        ("format_version", .integer(Self.formatVersion)),
        ("taken_at", .string(takenAt.description)),
        ("taken_at_ms", .integer(takenAt.milliseconds)),
        ("source", .string(source.rawValue)),
        (
          "versions",
          .object([("cdcwatch", .string(toolVersion)), ("librdkafka", .string(libraryVersion))])
        ),
        ("cluster_id", JSONValue(clusterID)),
        ("content_sha256", .string(contentHash)),
        ("topics", .array(topics.map(\.document))),
        ("files", .array(files.map(\.document))),
        ("connectors", .array(connectors.map(\.document))),
        ("unreadable", .array(unreadable.map(\.document))),
        ("findings", .array(findings.map(JSONValue.string))),
      ] + (drillRun.map { [("drill_run", .string($0))] } ?? []))
  }
}

extension BackupManifest.Topic {
  fileprivate var document: JSONValue {
    .object([
      ("topic", .string(name)),
      ("partition_count", .integer(Int64(partitions.count))),
      (
        "partitions",
        .array(
          partitions.map { partition in
            .object([
              ("partition", .integer(Int64(partition.number))),
              ("beginning", .integer(partition.beginning)), ("end", .integer(partition.end)),
              ("read_to", .integer(partition.readTo)),
            ])
          })
      ),
      ("records", .integer(Int64(records))),
      ("tombstones", .integer(Int64(tombstones))),
    ])
  }
}

extension BackupManifest.File {
  fileprivate var document: JSONValue {
    .object([
      ("name", .string(name)), ("bytes", .integer(Int64(bytes))), ("sha256", .string(sha256)),
    ])
  }
}

extension BackupManifest.Unreadable {
  fileprivate var document: JSONValue {
    .object([
      ("topic", .string(topic)), ("partition", .integer(Int64(partition))),
      ("offset", .integer(offset)), ("reason", .string(reason)),
    ])
  }
}

extension SavedConnector {
  fileprivate var document: JSONValue {
    .object([
      ("connector", .string(name)),
      ("state", JSONValue(state)),
      ("tasks", .array(tasks.map(JSONValue.string))),
      ("connect_version", JSONValue(connectVersion)),
      ("plugin_version", JSONValue(pluginVersion)),
      ("verdict", verdict?.document ?? .null),
      ("pinned_slot", pinnedSlot?.document ?? .null),
      ("configuration", configuration.document),
      (
        "history",
        history.map { history in
          .object([
            ("topic", .string(history.topic)), ("file", .string(history.file)),
            ("records", .integer(Int64(history.records))),
          ])
        } ?? .null
      ),
      ("offsets", .array(offsets)),
    ])
  }
}

extension SavedConnector.Verdict {
  fileprivate var document: JSONValue {
    .object([("verdict", .string(word)), ("reason", .string(reason))])
  }
}

extension SavedConnector.PinnedSlot {
  fileprivate var document: JSONValue {
    .object([
      ("slot", .string(name)), ("copy_of", .string(source)), ("database", .string(database)),
      ("system_identifier", JSONValue(systemIdentifier)), ("restart_lsn", .string(restart)),
      ("confirmed_flush_lsn", .string(confirmedFlush)),
    ])
  }
}

extension SavedConnector.Configuration {
  fileprivate var document: JSONValue {
    switch self {
    case .saved(let properties, let leftOut):
      .object([
        ("saved", .bool(true)), ("properties", properties),
        ("left_out", .array(leftOut.map(JSONValue.string))),
      ])
    case .notSaved(let reason): .object([("saved", .bool(false)), ("reason", .string(reason))])
    }
  }
}
