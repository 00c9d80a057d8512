public import Debezium
public import Runtime

extension SnapshotTracker {
  /// A record of the notification topic.
  ///
  /// `time` is the Kafka record's own timestamp, for the notification that has none.
  ///
  /// Format: facts 5; what the notifications of real connectors mean: facts 13 and 19.
  public mutating func notification(_ note: Notification, at time: Timestamp) {
    connector.hasNotifications = true
    let moment = note.timestamp ?? time
    switch note.aggregate {
    case .incrementalSnapshot: incremental(note, moment)
    case .initialSnapshot: wholeSnapshot(note, moment)
    case .other: break
    }
  }

  // MARK: Incremental

  private mutating func incremental(_ note: Notification, _ moment: Timestamp) {
    switch note.type {
    case .started: started(note, moment)
    case .inProgress: progressed(note, moment)
    case .tableScanCompleted: scanned(note, moment)
    case .completed: completed(note, moment)
    case .aborted: aborted(note, moment)
    case .paused: connector.paused(at: moment)
    case .resumed:
      connector.resumed(at: moment)
    case .skipped, .tableChunkInProgress, .tableChunkCompleted, .other: break
    }
  }

  private mutating func started(_ note: Notification, _ moment: Timestamp) {
    for (position, table) in note.dataCollections.enumerated() {
      var run = SnapshotRun(
        kind: .incremental, id: note.id, origin: .announced, begin: moment)
      run.startedAt = moment
      run.remainingTables = Array(note.dataCollections.dropFirst(position + 1))
      run.sources = .notifications
      if position == 0 { run.firstProgress = moment }
      withLog(of: table) { log in
        log.supersedeOpenRuns(of: .chunked, at: moment)
        log.begin(run)
      }
    }
  }

  private mutating func progressed(_ note: Notification, _ moment: Timestamp) {
    guard let table = note.currentCollection else { return }
    var others = note.dataCollections
    if let own = others.firstIndex(of: table) { others.remove(at: own) }
    let connector = connector
    withLog(of: table) { log in
      let index =
        log.firstOpen(.chunked)
        ?? log.newest(.chunked) { run in
          // A worker that crashed reads the last part again. Without a new start of the task it is
          // another request for the table, whose turn has come.
          connector.lastTaskStart(after: run.end ?? run.begin) != nil
            || (run.isKnown(as: note.id) && log.unusedRequest(before: moment) == nil)
        }
        ?? log.begin(
          SnapshotRun(
            kind: .incremental, id: note.id, origin: .progress, begin: moment))
      log.update(index) { run in
        run.sources.insert(.notifications)
        if run.id != note.id { run.aliases.insert(note.id) }
        if run.firstProgress == nil { run.firstProgress = moment }
        run.lastProgress = moment
        run.remainingTables = others
        run.maximumKey = note.maximumKey ?? run.maximumKey
        if let key = note.lastProcessedKey, key.text != "<null>" {
          run.lastProcessedKey = key
          run.noteChunk(endingAt: key.text)
        }
      }
    }
    queue(others, id: note.id, sources: .notifications, at: moment)
  }

  private mutating func scanned(_ note: Notification, _ moment: Timestamp) {
    guard let table = note.scannedCollection else { return }
    withLog(of: table) { log in
      let index =
        log.firstOpen(.chunked) ?? log.newest(.chunked)
        ?? log.begin(
          SnapshotRun(kind: .incremental, id: note.id, origin: .progress, begin: moment))
      log.update(index) { run in
        run.sources.insert(.notifications)
        if run.id != note.id { run.aliases.insert(note.id) }
        run.scanEnd = SnapshotRun.ScanEnd(
          at: moment, status: note.status, totalRows: note.totalRowsScanned)
        run.remainingTables = note.dataCollections.filter { $0 != table }
      }
    }
  }

  private mutating func completed(_ note: Notification, _ moment: Timestamp) {
    withEveryLog { log in
      for index in log.runs.indices where log.runs[index].kind == .incremental {
        let run = log.runs[index]
        guard run.aborted == nil, run.superseded == nil else { continue }
        // The queue is empty now, so whatever was open under another id has ended with it.
        guard run.end == nil || run.isKnown(as: note.id) else { continue }
        log.update(index) {
          $0.completed = moment
          $0.sources.insert(.notifications)
          $0.remainingTables = []
        }
      }
    }
  }

  private mutating func aborted(_ note: Notification, _ moment: Timestamp) {
    let tables = note.dataCollections.filter { !$0.isEmpty }
    if tables.isEmpty { connector.unmatchedStops += 1 }
    for table in tables {
      withLog(of: table) { log in
        for index in log.runs.indices where log.runs[index].kind == .incremental {
          guard log.runs[index].canBeAborted(at: moment) else { continue }
          log.update(index) {
            $0.aborted = moment
            $0.sources.insert(.notifications)
          }
        }
      }
    }
    withEveryLog { log in
      for index in log.runs.indices where log.runs[index].end == nil {
        log.update(index) { run in
          run.remainingTables = run.remainingTables?.filter { !tables.contains($0) }
        }
      }
    }
  }

  /// Tables that wait for their turn: a signal that comes while a snapshot runs gets no STARTED, so
  /// the lists of later notifications and offsets are all that tells of them (facts 19).
  mutating func queue(
    _ waiting: [String], id: String?, sources: FactSources, at time: Timestamp
  ) {
    for table in Set(waiting) {
      let wanted = waiting.count { $0 == table }
      withLog(of: table) { log in
        // A table named twice is read twice; one that is being read now may wait once more.
        let isBeingRead = log.firstOpen(.chunked).map { log.runs[$0].firstProgress != nil } ?? false
        let missing = wanted + (isBeingRead ? 1 : 0) - log.openCount(.chunked)
        for _ in 0..<max(0, min(missing, 8)) {
          var run = SnapshotRun(kind: .incremental, id: id, origin: .progress, begin: time)
          run.startedAt = nil
          run.sources = sources
          log.begin(run)
        }
      }
    }
  }
}
