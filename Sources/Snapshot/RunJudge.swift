import Debezium
import Runtime

/// The state of one run.
struct RunJudge {
  let judge: SnapshotJudge
  let run: SnapshotRun

  private var connector: ConnectorLog { judge.connector }
  private var now: Timestamp { judge.now }

  func verdict() -> Verdict {
    if let aborted = run.aborted, !run.hasResumed(after: aborted) { return whyAborted() }
    if run.superseded != nil, run.end == run.superseded {
      return Verdict(.unknown, "a newer snapshot began before any source told its end")
    }
    if let scan = run.scanEnd, !run.hasResumed(after: scan.at) { return ended(scan) }
    if let completed = run.completed, !run.hasResumed(after: completed) {
      return endedWithoutScan(completed)
    }
    if let failure = failure(since: run.leftQueue) { return failure }
    if let left = run.leftQueue, !run.hasResumed(after: left) { return leftQueue(left) }
    if run.kind.family == .whole, let end = wholeEndWithoutNotifications() { return end }
    return underWay()
  }

  // MARK: Ended

  private func whyAborted() -> Verdict {
    switch run.kind.family {
    case .chunked: Verdict(.aborted, "a stop-snapshot signal ended it", .readTheRest)
    case .whole where run.scanEnd?.status == .sqlException:
      Verdict(.aborted, "the table's scan ended with SQL_EXCEPTION", .readAgain)
    case .whole:
      Verdict(
        .aborted, "it was ended before the table was read, or the task was restarted",
        .readAgain)
    }
  }

  private func ended(_ scan: SnapshotRun.ScanEnd) -> Verdict {
    switch scan.status {
    case .succeeded, .empty, nil: return whole(scan)
    case .noPrimaryKey:
      return Verdict(.incomplete, "NO_PRIMARY_KEY: a table without a key is not read")
    case .unknownSchema:
      return Verdict(.incomplete, "UNKNOWN_SCHEMA: the connector does not know this table")
    case .sqlException, .skipped, .other: break
    }
    let rows = scan.totalRows.map { " after \($0) rows" } ?? ""
    let cause = "the scan ended with \(scan.status?.words ?? "an error")\(rows)"
    if isHanging { return Verdict(.stalled, "\(cause), and \(hangingWords)", .free) }
    return Verdict(.incomplete, cause, .readTheRest)
  }

  /// SUCCEEDED is believed as far as the topic bears it out: a row that was scanned arrives as `r`
  /// or, when it was changed meanwhile, as that change.
  private func whole(_ scan: SnapshotRun.ScanEnd) -> Verdict {
    guard run.lacksScannedRows, let total = scan.totalRows,
      let segment = run.rows.segment(at: scan.at),
      judge.log.hasAllRows(of: run, until: scan.at + SnapshotRun.patience)
    else { return Verdict(.completed) }
    return Verdict(
      .incomplete,
      "\(total) rows were scanned and only \(segment.counts.reads) arrived as reads and"
        + " \(segment.counts.streamed) as changes", .readAgain)
  }

  private func endedWithoutScan(_ completed: Timestamp) -> Verdict {
    if run.kind.family == .whole { return Verdict(.completed) }
    // A stop of the whole snapshot says COMPLETED first and ABORTED right after it.
    guard now - completed > .seconds(3) else { return Verdict(.running) }
    if run.sources.contains(.rows) || run.firstProgress != nil {
      return Verdict(
        .incomplete, "COMPLETED was told without an end of this table's scan", .readTheRest)
    }
    return Verdict(
      .incomplete, "COMPLETED was told and this table was never read", .readAgain)
  }

  private func leftQueue(_ left: Timestamp) -> Verdict {
    let position = KeyPosition(run: run)
    guard position.hasMaximum else {
      return Verdict(
        .unknown, "it is no longer in the offsets, and no maximum key was ever seen in them")
    }
    if position.isAtMaximum { return Verdict(.completed) }
    // After a restart the offsets may leave the snapshot out for a moment (facts 4.5).
    guard now - left > .seconds(5) else { return Verdict(.running) }
    let last = position.last.map { "the last key \($0)" } ?? "no key that was read"
    let cause =
      "it is no longer in the offsets, and \(last) is not the maximum \(position.maximum)"
    if connector.hasStop(for: judge.log.table, after: run.begin, before: left) {
      return Verdict(.aborted, "a stop-snapshot signal was sent; \(cause)", .readTheRest)
    }
    // The rows up to then are still to come.
    if judge.awaitsRows(run) { return Verdict(.running) }
    guard judge.log.hasAllRows(of: run, until: left) else {
      return Verdict(.unknown, "\(cause); offsets are flushed late, and the rows were not read")
    }
    return Verdict(.incomplete, cause, .readTheRest)
  }

  private func wholeEndWithoutNotifications() -> Verdict? {
    guard !run.sources.contains(.notifications) else { return nil }
    if let left = judge.tracker.whole.left, left > run.begin { return Verdict(.completed) }
    return run.rows.hasLastMark ? Verdict(.completed) : nil
  }

  // MARK: Under way

  /// A task that has failed, where the run has not certainly ended before.
  private func failure(since left: Timestamp?) -> Verdict? {
    guard let status = connector.status, status.state == .failed else { return nil }
    if left != nil, KeyPosition(run: run).isAtMaximum { return nil }
    if run.kind.family == .whole, wholeEndWithoutNotifications() != nil { return nil }
    return Verdict(.failed, status.reason ?? "the connector's task has failed", .lookAtConnector)
  }

  private func underWay() -> Verdict {
    if run.kind == .blocking, connector.lastTaskStart(after: run.begin) != nil {
      return Verdict(
        .aborted, "the task was restarted, and a blocking snapshot is not taken up again",
        .readAgain)
    }
    if run.kind == .incremental, let paused = pause() { return paused }
    if isOnlyRows { return byRowsAlone() }
    if hasReachedMaximum { return Verdict(.completed) }
    if run.kind.family == .whole, run.firstProgress == nil, isBehindAnotherOfItsSnapshot {
      return Verdict(.queued)
    }
    if run.firstProgress == nil, isBehindAnother {
      return isHanging
        ? Verdict(.stalled, "it waits for its turn, and \(hangingWords)", .free)
        : Verdict(.queued)
    }
    guard isStanding else { return Verdict(.running) }
    if run.kind == .incremental, isHanging {
      return Verdict(.stalled, "another table's scan failed, and \(hangingWords)", .free)
    }
    return Verdict(.stalled, whyStanding, .lookAtConnector)
  }

  /// The row with the greatest key has come and nothing since.
  ///
  /// Where nothing else is sent, no offset tells of the end (facts 4.5), but rows come in the order
  /// of their keys.
  private var hasReachedMaximum: Bool {
    guard run.kind == .incremental, !run.sources.contains(.notifications),
      now - run.lastMove > .seconds(5)
    else { return false }
    return KeyPosition(run: run).isRowAtMaximum
  }

  private var isOnlyRows: Bool { run.origin == .rows }

  private func byRowsAlone() -> Verdict {
    let quiet = now - run.lastMove
    guard quiet > judge.settings.quietAfter else { return Verdict(.running) }
    return Verdict(
      .unknown,
      "no row came for \(SnapshotJudge.seconds(quiet)) s, and the change topic alone does not tell"
        + " the end of a snapshot")
  }

  private func pause() -> Verdict? {
    if connector.isPaused(since: judge.tracker.beginOfOpenRuns) {
      return Verdict(.paused, "a pause-snapshot signal holds it", .resume)
    }
    guard !connector.hasNotifications, let signal = connector.pauseSignal, signal > run.begin,
      connector.resumeSignal.map({ $0 < signal }) ?? true,
      connector.lastTaskStart(after: signal) == nil,
      run.rows.lastRead.map({ $0 < signal + .seconds(2) }) ?? true
    else { return nil }
    return Verdict(
      .paused, "a pause-snapshot signal was sent and no row came since; nothing confirms it",
      .resume)
  }

  private var isBehindAnother: Bool {
    judge.tracker.tables.contains { other in
      guard let index = other.firstOpen(.chunked) else {
        return other.table != judge.log.table && judge.tracker.hasFailedScan(other)
      }
      return other.table != judge.log.table && other.runs[index].firstProgress != nil
    } || judge.log.runs.contains { $0.end == nil && $0.firstProgress != nil }
  }

  private var isBehindAnotherOfItsSnapshot: Bool {
    judge.tablesOfSnapshot(run).contains { $0.firstProgress != nil }
  }

  // MARK: Standing still

  private var isStanding: Bool { now - run.lastMove > judge.settings.stalledAfter }

  private var whyStanding: String {
    let quiet = SnapshotJudge.seconds(now - run.lastMove)
    switch connector.status?.state {
    case .paused: return "no progress for \(quiet) s: the connector is PAUSED over REST"
    case .stopped: return "no progress for \(quiet) s: the connector is STOPPED"
    case .other(let state): return "no progress for \(quiet) s: the task is \(state)"
    case .unreachable: return "no progress for \(quiet) s, and Connect does not answer"
    case .running: return "no progress for \(quiet) s, though the task says RUNNING"
    case .failed, nil: return "no progress for \(quiet) s"
    }
  }

  /// Some scan of the snapshot failed, others wait, and nothing has moved since (facts 19, hang).
  private var isHanging: Bool {
    let open = judge.tracker.tables.contains { $0.firstOpen(.chunked) != nil }
    guard open, judge.tracker.tables.contains(where: judge.tracker.hasFailedScan) else {
      return false
    }
    return now - judge.tracker.lastMove > judge.settings.stalledAfter
  }

  private var hangingWords: String {
    let waiting = judge.tracker.tables.count { $0.firstOpen(.chunked) != nil }
    let quiet = SnapshotJudge.seconds(now - judge.tracker.lastMove)
    let tables = waiting == 1 ? "one table waits" : "\(waiting) tables wait"
    return "nothing has moved for \(quiet) s while \(tables)"
  }
}
