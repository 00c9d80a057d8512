internal import Debezium
internal import JSON

/// What the schema history of a MySQL or MariaDB connector decides (facts 8, 15 and 18).
struct HistoryRules {
  let facts: OffsetCase
  let behaviour: SnapshotBehaviour

  /// Why the connector would not start; nil when the history does not stop it, or was not read.
  func objection() -> Opinion? {
    guard let history = facts.history else { return nil }
    if history.records.isEmpty {
      guard !behaviour.rebuildsHistory else { return nil }
      let what = history.exists ? "is empty" : "is gone"
      return Opinion(
        .willRefuse,
        "the schema history topic '\(history.topic)' \(what): the task fails (\"The db history topic is"
          + " missing\"); 'offsets restore' puts it back from a backup that has it, and"
          + " snapshot.mode=recovery builds it anew from the tables as they are now")
    }
    guard let prefix = facts.configuration.topicPrefix else { return nil }
    let servers = Set(history.records.compactMap(\.server))
    guard !servers.isEmpty, !servers.contains(prefix) else { return nil }
    let names = servers.sorted().map { "'\($0)'" }.joined(separator: ", ")
    return Opinion(
      .willRefuse,
      "the schema history topic '\(history.topic)' holds records of \(names) and none of '\(prefix)':"
        + " the task fails at the first change (\"schema isn't known to this connector\")")
  }

  /// Why the server's changes from an offset on find no schema; nil when the history has one.
  ///
  /// The offset is from before the whole history. A set with a hole is one too, when the history was
  /// recorded with what lies in the hole. Measured with MySQL; MariaDB's positions go on after a
  /// failover under another server, and a GTID filter hides parts of both sets.
  func objection(toChangesAfter offset: SourceOffset) -> Opinion? {
    guard facts.configuration.engine == .mysql, let history = facts.history,
      let set = offset.gtids, !set.isEmpty,
      facts.configuration["gtid.source.includes"] == nil,
      facts.configuration["gtid.source.excludes"] == nil
    else { return nil }
    let own = history.records.filter {
      $0.server == facts.configuration.topicPrefix && !($0.statement ?? "").isEmpty
    }
    guard !own.isEmpty, statementsAfter(offset).count == own.count else { return nil }
    return Opinion(
      .willRefuse,
      "the schema history topic '\(history.topic)' holds nothing from before the offset: the task fails"
        + " at the first change (\"schema isn't known to this connector\")")
  }

  /// The statements recorded after the offset, oldest first.
  func statementsAfter(_ offset: SourceOffset) -> [SchemaHistoryState.Record] {
    let prefix = facts.configuration.topicPrefix
    return (facts.history?.records ?? []).filter { record in
      guard let statement = record.statement, !statement.isEmpty, record.server == prefix,
        let position = record.position
      else { return false }
      return Self.lies(position, after: offset)
    }
  }

  /// Debezium's own comparison: by GTIDs where both have them, at the same GTIDs by the events of the
  /// transaction that follows, else by file and position.
  private static func lies(_ position: SourceOffset, after offset: SourceOffset) -> Bool {
    if let stored = offset.gtids, let recorded = position.gtids {
      guard stored == recorded else { return !stored.contains(recorded) }
      if position.snapshot != nil { return false }
      return offset.snapshot != nil || events(position) > events(offset)
    }
    guard let stored = BinlogPlace(offset), let recorded = BinlogPlace(position) else {
      return false
    }
    return stored < recorded
  }

  private static func events(_ offset: SourceOffset) -> Int64 {
    offset.members["event"]?.integerValue ?? 0
  }

  // MARK: Checks

  func checks() -> [OffsetCheck] {
    guard let history = facts.history else {
      return [OffsetCheck("schema-history", .notChecked, facts.historyGap)]
    }
    let count = history.records.count
    let topic = "'\(history.topic)'"
    let records = count == 1 ? "1 record" : "\(count) records"
    let isMissing = history.isRestored || (behaviour.rebuildsHistory && count == 0)
    let result: OffsetCheck.Result =
      objection() == nil ? (isMissing ? .warning : .ok) : .critical
    let detail =
      history.isRestored
      ? "\(topic) holds nothing: 'offsets restore' puts the backup's \(records) back first"
      : history.exists ? "\(topic) holds \(records)" : "\(topic) is gone"
    return [OffsetCheck("schema-history", result, detail)] + statementChecks()
  }

  private func statementChecks() -> [OffsetCheck] {
    guard let offset = facts.offset, !(facts.history?.records.isEmpty ?? true) else { return [] }
    let statements = statementsAfter(offset)
    guard !statements.isEmpty else {
      return [OffsetCheck("ddl-after-offset", .ok, "no DDL is recorded after the offset")]
    }
    let shown = statements.prefix(20).map { record in
      let text = (record.statement ?? "").split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      let cut = text.count > 120 ? "\(text.prefix(120))..." : text
      return record.database.flatMap { $0.isEmpty ? nil : "\($0): \(cut)" } ?? cut
    }.joined(separator: "; ")
    let more = statements.count > 20 ? "; and \(statements.count - 20) more" : ""
    return [
      OffsetCheck(
        "ddl-after-offset", .warning,
        "\(statements.count) recorded after the offset, which are read again: \(shown)\(more)")
    ]
  }
}
