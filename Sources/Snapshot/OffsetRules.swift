public import Debezium
public import Runtime

extension SnapshotTracker {
  /// A record of the offsets topic under the connector's key; nil for a tombstone.
  ///
  /// An offset is written some time after what it tells of (`offset.flush.interval.ms`), so where
  /// notifications tell a run's end they win. Format: facts 4.2 to 4.5.
  public mutating func offset(_ offset: SourceOffset?, at time: Timestamp) {
    connector.hasOffsets = true
    let before = lastOffset
    let queue = offset?.incremental
    let isWhole = offset?.isWholeSnapshotUnderWay ?? false
    lastOffset = OffsetMemory(
      time: time, isWholeUnderWay: isWhole)
    incremental(queue, before: before, at: time)
    if isWhole {
      wholeUnderWay(offset?.snapshot == .blocking ? .blocking : .initial, before: before, at: time)
    } else if before?.isWholeUnderWay == true {
      wholeLeft(at: time)
    }
  }

  // MARK: Incremental

  private mutating func incremental(
    _ queue: IncrementalSnapshotOffset?, before: OffsetMemory?, at time: Timestamp
  ) {
    let tables = queue?.tables.map(\.id) ?? []
    leaveQueue(exceptFor: tables, at: time)
    guard let queue, let current = tables.first else { return }
    // The queue was seen without it then, so every row since belongs to it.
    let begin = before?.time ?? time
    for (position, table) in tables.enumerated() {
      withLog(of: table) { log in
        guard
          let index = Self.run(
            in: &log, queue: queue, begin: begin, isBeginKnown: before != nil)
        else { return }
        log.update(index) { run in
          run.sources.insert(.offsets)
          if run.end == nil || run.leftQueue != nil { run.leftQueue = nil }
          if !run.sources.contains(.notifications) {
            run.remainingTables = Array(tables.dropFirst(position + 1))
          }
          guard table == current else { return }
          if run.firstProgress == nil { run.firstProgress = time }
          run.note(queue, at: time)
        }
      }
    }
  }

  /// The run that the queue's entry speaks of; nil when the entry is only late.
  private static func run(
    in log: inout TableLog, queue: IncrementalSnapshotOffset, begin: Timestamp,
    isBeginKnown: Bool
  ) -> Int? {
    if let open = log.firstOpen(.chunked) { return open }
    if let newest = log.newest(.chunked), log.runs[newest].origin > .rows {
      let run = log.runs[newest]
      if run.sources.contains(.notifications) { return nil }
      if run.isKnown(as: queue.correlationID) { return newest }
    }
    var run = SnapshotRun(
      kind: .incremental, id: queue.correlationID, origin: .offsets, begin: begin)
    run.isBeginKnown = isBeginKnown
    return log.begin(run)
  }

  private mutating func leaveQueue(exceptFor tables: [String], at time: Timestamp) {
    withEveryLog { log in
      guard !tables.contains(log.table), let index = log.firstOpen(.chunked) else { return }
      guard log.runs[index].sources.contains(.offsets) else { return }
      log.update(index) { if $0.leftQueue == nil { $0.leftQueue = time } }
    }
  }

  // MARK: Initial and blocking

  private mutating func wholeUnderWay(
    _ kind: SnapshotKind, before: OffsetMemory?, at time: Timestamp
  ) {
    if kind == .blocking { noteBlocking() }
    guard !connector.hasNotifications else { return }
    if !whole.isOpen {
      let begin = before?.time ?? Timestamp(milliseconds: 0)
      whole = WholeSnapshot(
        begin: begin, kind: kind, id: nil, isOpen: true)
    }
    withEveryLog { log in
      guard let index = log.newest(.whole), log.runs[index].end == nil else { return }
      log.update(index) { run in
        run.kind = kind
        run.sources.insert(.offsets)
      }
    }
  }

  private mutating func noteBlocking() {
    withEveryLog { log in
      guard let index = log.newest(.whole), log.runs[index].end == nil else { return }
      log.update(index) { run in
        run.kind = .blocking
        run.offsetSaysBlocking = true
      }
    }
  }

  private mutating func wholeLeft(at time: Timestamp) {
    whole.isOpen = false
    whole.left = time
  }
}

extension SnapshotRun {
  /// Takes over the keys of the offset's table in progress.
  ///
  /// A null key means that it is not known (before the first row, and after a restart: facts 4.5),
  /// so what was known stays.
  fileprivate mutating func note(_ queue: IncrementalSnapshotOffset, at time: Timestamp) {
    if let last = queue.lastKey, last != .null {
      if last != offsetLastKey { lastOffsetMove = time }
      offsetLastKey = last
    }
    if let maximum = queue.maximumKey, maximum != .null { offsetMaximumKey = maximum }
  }
}

extension SourceOffset {
  /// Whether an initial or a blocking snapshot has begun and not reached its last row.
  ///
  /// Debezium 2.5 writes `snapshot: true` without `snapshot_completed` (facts, version map).
  fileprivate var isWholeSnapshotUnderWay: Bool {
    switch snapshot {
    case .initial, .blocking: snapshotCompleted != true
    case .incremental, .other, nil: false
    }
  }
}
