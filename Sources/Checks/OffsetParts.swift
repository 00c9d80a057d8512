internal import Debezium
internal import JSON

/// What the parts of an offset do, whatever the database says.
struct OffsetParts {
  let facts: OffsetCase
  let offset: SourceOffset

  private var isPostgreSQL: Bool { facts.configuration.engine == .postgresql }

  /// Why no connector would start with the offset as it is written; nil when nothing is wrong.
  func objection() -> Opinion? {
    offset.defects(for: facts.configuration.engine).first.map { Opinion(.willRefuse, $0) }
  }

  /// A snapshot that had not ended when the offset was written.
  func unfinishedSnapshot(_ behaviour: SnapshotBehaviour) -> Opinion? {
    guard offset.snapshot == .initial, offset.snapshotCompleted != true else { return nil }
    let why = "the offset is of an initial snapshot that had not ended"
    switch behaviour.withoutOffset {
    case .reads:
      return Opinion(.willResnapshot, "\(why): it begins anew, from the first table")
    case .streams, .refuses, .unknown:
      return Opinion(
        .unknown, "\(why), and what snapshot.mode=\(behaviour.mode) makes of it is not known here")
    }
  }

  // MARK: Checks

  func checks() -> [OffsetCheck] {
    var checks = [OffsetCheck("offset", objection() == nil ? .ok : .critical, shown)]
    checks += snapshotChecks()
    checks += isPostgreSQL ? postgreSQLChecks() : binlogChecks()
    return checks
  }

  private var shown: String {
    let time = offset.time.map { " of \($0)" } ?? ""
    if isPostgreSQL {
      return PostgreSQLRules.position(of: offset).map { "\($0)\(time)" } ?? "no position"
    }
    let place = offset.file.map { "'\($0)' position \(offset.position ?? 0)" } ?? "no file"
    let gtids = offset.gtidText.map { $0.count > 80 ? "\($0.prefix(80))..." : $0 }
    return (gtids.map { "GTIDs '\($0)', \(place)" } ?? place) + time
  }

  private func snapshotChecks() -> [OffsetCheck] {
    var checks: [OffsetCheck] = []
    if offset.snapshot == .blocking, offset.snapshotCompleted != true {
      checks.append(
        OffsetCheck(
          "blocking-snapshot", .warning,
          "the blocking snapshot that it was written in is not taken up again, and later inserts carry"
            + " source.snapshot=true"))
    }
    if offset.snapshot == .incremental, offset.snapshotCompleted != true {
      checks.append(
        OffsetCheck(
          "incremental-snapshot", .warning,
          "it is of a row within a chunk: a crash before the next window closes loses the incremental"
            + " snapshot without a word"))
    } else if let tables = offset.incremental?.tables, !tables.isEmpty {
      let names = tables.map(\.id).joined(separator: ", ")
      checks.append(
        OffsetCheck("incremental-snapshot", .ok, "an incremental snapshot goes on with \(names)"))
    }
    return checks
  }

  /// Whether the connector wrote it, so that its parts go together; an edited one's need not.
  private var isOwn: Bool { facts.isLive || (facts.delivered ?? []).contains(offset) }

  private func postgreSQLChecks() -> [OffsetCheck] {
    var checks: [OffsetCheck] = []
    let processed = offset.processedLSN
    if let processed, let lsn = offset.lsn, lsn != processed {
      checks.append(
        OffsetCheck(
          "lsn", .ok, "lsn is \(lsn) and not used: lsn_proc \(processed) is where streaming begins")
      )
    }
    if processed == nil {
      checks.append(
        OffsetCheck(
          // The snapshot's own offsets have none.
          "lsn-proc", offset.lastSnapshotRecord == nil ? .warning : .ok,
          "lsn_proc is missing: lsn counts, and the connector does not look whether the slot has it"
        ))
    }
    if let processed, let committed = offset.committedLSN, committed > processed {
      checks.append(
        OffsetCheck(
          // Within a long transaction the connector writes it so itself.
          "lsn-commit", isOwn ? .ok : .warning,
          "lsn_commit \(committed) is ahead of lsn_proc \(processed), and is what the slot is told"
            + " may go"))
    }
    return checks
  }

  private func binlogChecks() -> [OffsetCheck] {
    var checks: [OffsetCheck] = []
    if offset.gtidText != nil {
      checks.append(
        OffsetCheck("gtids-win", .ok, "the GTIDs decide; file and position are not used"))
    }
    if offset.file != nil, offset.position == nil {
      checks.append(OffsetCheck("pos", .warning, "pos is missing: one row may come again"))
    }
    let events = offset.members["event"]?.integerValue ?? 0
    let rows = offset.members["row"]?.integerValue ?? 0
    guard events > 0 || rows > 0 else { return checks }
    checks.append(
      OffsetCheck(
        "event-row", isOwn ? .ok : .warning,
        "event \(events) and row \(rows) say how much of the first transaction after the offset was"
          + " delivered; beside an edited set or position they swallow rows: set both to 0"))
    return checks
  }
}
