import Debezium
import Runtime

/// What the notifications of initial and blocking snapshots say; both call themselves initial.
extension SnapshotTracker {
  mutating func wholeSnapshot(_ note: Notification, _ moment: Timestamp) {
    switch note.type {
    case .started: wholeStarted(moment)
    case .skipped: wholeSkipped(moment)
    case .inProgress, .tableChunkInProgress: wholeProgressed(note, moment)
    case .tableChunkCompleted: wholeChunk(note, moment)
    case .tableScanCompleted: wholeScanned(note, moment)
    case .completed: wholeEnded(moment) { $0.completed = moment }
    case .aborted: wholeEnded(moment) { $0.aborted = moment }
    case .paused, .resumed, .other: break
    }
  }

  private mutating func wholeStarted(_ moment: Timestamp) {
    let signal = connector.blockingSignal(near: moment)
    // A snapshot that starts while one was under way is the same, begun again by a new task.
    if whole.isOpen, signal == nil, let begin = whole.begin, whole.kind == .initial {
      if connector.taskStarted(at: moment) { taskStarted(at: moment) }
      whole.begin = begin
      return
    }
    let hasStreamed =
      connector.initialCompletedAt.map { connector.lastTaskStart(after: $0) == nil } ?? false
    let isAfterSkip = connector.initialSkippedAt != nil
    whole = WholeSnapshot(
      begin: moment,
      kind: signal != nil || hasStreamed || isAfterSkip ? .blocking : .initial,
      id: signal?.signal.id, isOpen: true)
    if whole.kind == .initial { connector.taskStarted(at: moment) }
  }

  private mutating func wholeSkipped(_ moment: Timestamp) {
    connector.initialSkippedAt = moment
    if connector.taskStarted(at: moment) { taskStarted(at: moment) }
    guard whole.isOpen else { return }
    // A new task that skips does not take up what the old one was reading (facts 19, blocking).
    wholeEnded(moment) { $0.aborted = moment }
  }

  private mutating func wholeProgressed(_ note: Notification, _ moment: Timestamp) {
    let tables = note.dataCollections
    for table in tables { ensureWholeRun(of: table, at: moment) }
    guard let current = note.currentCollection else { return }
    updateWholeRun(of: current, at: moment) { run in
      if run.firstProgress == nil { run.firstProgress = moment }
      run.lastProgress = moment
    }
  }

  private mutating func wholeChunk(_ note: Notification, _ moment: Timestamp) {
    guard let table = note.scannedCollection ?? note.currentCollection else { return }
    updateWholeRun(of: table, at: moment) { run in
      run.lastProgress = moment
      if let chunk = note.chunkIndex { run.noteChunk(endingAt: String(chunk)) }
    }
  }

  private mutating func wholeScanned(_ note: Notification, _ moment: Timestamp) {
    guard let table = note.scannedCollection else { return }
    updateWholeRun(of: table, at: moment) { run in
      run.scanEnd = SnapshotRun.ScanEnd(
        at: moment, status: note.status, totalRows: note.totalRowsScanned)
    }
  }

  private mutating func wholeEnded(
    _ moment: Timestamp, _ end: (inout SnapshotRun) -> Void
  ) {
    let begin = whole.begin
    if whole.kind == .initial { connector.initialCompletedAt = moment }
    whole.isOpen = false
    withEveryLog { log in
      guard let index = log.newest(.whole) else { return }
      let run = log.runs[index]
      if let begin, run.begin < begin { return }
      // A failed scan's table has its end already.
      guard run.completed == nil, run.aborted == nil else { return }
      log.update(index) {
        end(&$0)
        $0.sources.insert(.notifications)
        $0.remainingTables = []
      }
    }
  }

  private mutating func ensureWholeRun(of table: String, at moment: Timestamp) {
    updateWholeRun(of: table, at: moment) { _ in }
  }

  private mutating func updateWholeRun(
    of table: String, at moment: Timestamp, _ body: (inout SnapshotRun) -> Void
  ) {
    let begin = whole.begin ?? moment
    let whole = whole
    withLog(of: table) { log in
      let known = log.newest(.whole) { $0.origin > .rows && $0.begin >= begin }
      let index =
        known
        ?? {
          var run = SnapshotRun(
            kind: whole.kind, id: whole.id, origin: .announced, begin: begin)
          run.startedAt = whole.begin
          return log.begin(run)
        }()
      log.update(index) { run in
        run.sources.insert(.notifications)
        body(&run)
      }
    }
  }
}
