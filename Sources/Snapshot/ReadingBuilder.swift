import Debezium
import Runtime

/// Puts a run's facts and its verdict into a reading.
struct ReadingBuilder {
  let judge: SnapshotJudge
  let run: SnapshotRun

  func reading() -> SnapshotReading {
    let verdict = RunJudge(judge: judge, run: run).verdict()
    let position = KeyPosition(run: run)
    var reading = judge.blank()
    reading.kind = kind
    reading.id = kind == .initial ? nil : run.id
    reading.state = verdict.state
    reading.cause = verdict.cause
    reading.next = verdict.remedy.flatMap { next($0, position) }
    reading.key.last = position.lastValues
    reading.key.maximum = position.maximumValues
    reading.key.columns = position.columns
    reading.startedAt = run.startedAt
    reading.finishedAt = verdict.state.hasEnded ? run.end : nil
    reading.sources = run.sources
    reading.remainingTables = remainingTables
    reading.chunksDone = chunks(verdict.state)
    reading.taskStarts = 1 + judge.connector.taskStartCount(after: run.begin, until: run.end)
    reading.rate = verdict.state == .running ? run.rows.rate.rate(at: judge.now) : nil
    count(into: &reading)
    reading.isSettled = judge.log.isRead(until: run.end.map { $0 + settlingTime })
    reading.awaitsRows = judge.awaitsRows(run)
    warn(into: &reading)
    return reading
  }

  private func isWaiting(_ other: TableLog) -> Bool {
    other.newest(.chunked).map { other.runs[$0].end == nil } ?? true
  }

  /// A snapshot that began after another without a signal is a blocking one, whose signal was not
  /// seen, unless the task was started anew in between (`snapshot.mode=always`).
  private var kind: SnapshotKind {
    guard run.kind == .blocking, run.id == nil, !run.offsetSaysBlocking,
      let before = judge.log.runs.last(where: { $0.begin < run.begin })
    else { return run.kind }
    let start = judge.connector.lastTaskStart(after: before.begin)
    return start.map { $0 <= (run.rows.firstRead ?? run.begin) } ?? false ? .initial : .blocking
  }

  /// The last row of an initial or blocking snapshot may come later than the notification of its
  /// end.
  private var settlingTime: Duration {
    if judge.log.hasBeginning(of: run), run.lacksScannedRows { return SnapshotRun.patience }
    return run.kind.family == .whole ? SnapshotRun.lateness : .zero
  }

  /// An initial snapshot's notifications list its tables in another order than they are read in, so
  /// what remains is told by what has not begun.
  private var remainingTables: [String]? {
    guard run.kind.family == .whole, run.sources.contains(.notifications) else {
      return run.remainingTables?.filter { table in
        judge.tracker.tables.first { $0.table == table }.map(isWaiting) ?? true
      }
    }
    let begin = run.begin
    return judge.tracker.tables.filter { other in
      other.table != judge.log.table
        && other.runs.contains {
          $0.kind.family == .whole && $0.begin == begin && $0.firstProgress == nil && $0.end == nil
        }
    }.map(\.table)
  }

  private func next(_ remedy: Verdict.Remedy, _ position: KeyPosition) -> String? {
    let words = NextStep(settings: judge.settings, now: judge.now)
    switch remedy {
    case .readTheRest:
      return words.text(
        readingRestOf: judge.log.table, after: position, condition: condition)
    case .readAgain:
      return words.text(
        readingRestOf: judge.log.table, after: nil, condition: condition)
    case .resume, .free, .lookAtConnector: return words.text(for: remedy)
    }
  }

  /// The condition under which the signal asked for the table.
  private var condition: String? {
    guard let id = run.id, let entry = judge.connector.signals.last(where: { $0.signal.id == id }),
      case .executeSnapshot(let request) = entry.signal.kind, request.kind == .incremental
    else { return nil }
    return request.filter(table: judge.log.table)
  }

  private func count(into reading: inout SnapshotReading) {
    guard judge.log.hasBeginning(of: run) else {
      reading.warnings.append(
        judge.log.rowsFrom == nil
          ? "the change topic was not read, so rows are not counted"
          : "the change topic was not read from this snapshot's beginning, so rows are not counted")
      return
    }
    reading.reads = run.rows.reads
    reading.streamed = run.rows.streamed
    reading.tombstones = run.rows.tombstones
    reading.unreadable = run.rows.unreadable
    reading.repeated = run.rows.repeated
    if run.rows.hasTooManyKeys {
      reading.warnings.append(
        "more than \(SeenKeys.bound) keys: repeated reads are no longer counted")
    } else if run.rows.readsWithoutKey > 0 {
      reading.warnings.append(
        "\(run.rows.readsWithoutKey) reads have no key: repeated reads cannot be told")
    }
  }

  /// From the notifications' keys, else from the windows that were closed: the last one of a
  /// snapshot holds no rows, and several tables share theirs.
  private func chunks(_ state: SnapshotState) -> Int64? {
    guard let told = run.chunks.count else { return nil }
    guard run.kind == .incremental || told > 0 else { return nil }
    if run.sources.contains(.notifications), told > 0 || run.scanEnd != nil {
      guard state == .running || state == .stalled, hasChunkInFlight else { return told }
      return max(0, told - 1)
    }
    guard run.kind == .incremental, run.remainingTables?.isEmpty ?? true, !judge.hasOtherTables(run)
    else { return nil }
    let closed = judge.connector.windowsClosed(after: run.begin, until: run.end)
    // A new task reads the chunk in hand again, in a window of its own.
    guard closed > 0, judge.connector.taskStartCount(after: run.begin, until: run.end) == 0 else {
      return nil
    }
    switch state {
    case .completed: return Int64(max(0, closed - 1))
    case .running, .paused, .stalled: return Int64(closed)
    default: return nil
    }
  }

  /// IN_PROGRESS tells of a chunk when it has been read, before its rows are sent.
  private var hasChunkInFlight: Bool {
    guard let told = run.lastProcessedKey, let row = run.rows.lastKey else { return true }
    guard let parts = told.texts(count: row.values.count) else { return true }
    return !JavaKeyArray.columns(parts.map(JavaValue.text)).matches(row.values)
  }

  private func warn(into reading: inout SnapshotReading) {
    let others = judge.tracker.tables.filter {
      $0.table != judge.log.table && judge.tracker.hasFailedScan($0)
    }
    for other in others where reading.state != .none {
      guard let index = other.newest(.chunked) ?? other.newest(.whole) else { continue }
      let scan = other.runs[index].scanEnd
      guard other.runs[index].begin >= run.begin || other.runs[index].isKnown(as: run.id) else {
        continue
      }
      reading.warnings.append(
        "the scan of \(other.table) ended with \(scan?.status?.words ?? "an error")")
    }
    switch judge.connector.status?.state {
    case .paused where !reading.state.hasEnded:
      reading.warnings.append("the connector is PAUSED over REST")
    case .stopped where !reading.state.hasEnded:
      reading.warnings.append("the connector is STOPPED over REST")
    case .unreachable: reading.warnings.append("Connect does not answer")
    default: break
    }
    if judge.connector.unmatchedStops > 0, reading.state == .running {
      reading.warnings.append("a stop-snapshot signal named no table of the snapshot")
    }
    if !run.isBeginKnown, run.origin > .rows, reading.reads != nil {
      reading.warnings.append(
        "no source told its beginning: rows of an earlier snapshot may be among those counted")
    }
    if isOnlyRows {
      reading.warnings.append(
        "only the change topic tells of this snapshot: its end and its greatest key are not known")
    }
  }

  private var isOnlyRows: Bool { run.origin == .rows && run.kind == .incremental }
}
