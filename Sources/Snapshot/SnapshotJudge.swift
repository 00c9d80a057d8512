import Debezium
import Runtime

/// Reads a table's state out of what its sources said.
struct SnapshotJudge {
  let tracker: SnapshotTracker
  let log: TableLog
  let now: Timestamp

  var connector: ConnectorLog { tracker.connector }
  var settings: TrackerSettings { tracker.settings }

  /// What cannot be acted on and came after the newest snapshot began, in words.
  private func brokenSignals(after begin: Timestamp?) -> [String] {
    connector.broken.filter { entry in begin.map { entry.time > $0 } ?? true }.map { entry in
      let problems = entry.signal.problems.filter(\.preventsAction).map(\.description)
      return "signal \(quoted(entry.signal.id)) (\(entry.signal.type)) cannot be acted on:"
        + " \(problems.joined(separator: "; "))"
    }
  }

  /// The newest snapshot; one under way goes before one that waits behind it for the same table.
  func newest() -> SnapshotReading {
    var reading = newestReading()
    reading.warnings += brokenSignals(after: log.runs.last?.begin)
    if let idle = idleSignal(after: log.runs.last?.begin) { reading.warnings.append(idle) }
    return reading
  }

  /// The newest pause, resume or stop, when it came after the newest snapshot began and found none
  /// to act on: Debezium answers it with nothing, and forgets a pause (facts 19).
  private func idleSignal(after begin: Timestamp?) -> String? {
    guard let entry = connector.steering.last,
      begin.map({ entry.time > $0 }) ?? true, now - entry.time > Self.skew,
      !isAnyRunning(at: entry.time)
    else { return nil }
    return "signal \(quoted(entry.signal.id)) (\(entry.signal.type)) came while no incremental"
      + " snapshot was under way: it does nothing"
  }

  /// Whether an incremental snapshot of any table was under way, or had just been asked for.
  private func isAnyRunning(at time: Timestamp) -> Bool {
    let isAsked = connector.signals.contains { entry in
      guard case .executeSnapshot = entry.signal.kind else { return false }
      return entry.time <= time && time - entry.time <= settings.patience(for: entry.channel)
        && !tracker.tables.contains { log in log.runs.contains { $0.id == entry.signal.id } }
    }
    return isAsked
      || tracker.tables.contains { log in
        log.runs.contains { run in
          guard run.kind == .incremental, run.begin - time <= Self.skew else { return false }
          return (run.end ?? now) + Self.skew >= time
        }
      }
  }

  /// By how much the records of a signal and of what it met may differ in time.
  private static let skew = Duration.seconds(5)

  private func newestReading() -> SnapshotReading {
    let request = unansweredRequest()
    guard let run = runToShow() else {
      return request.map(reading(of:)) ?? readingWithoutRun()
    }
    if let request, RunJudge(judge: self, run: run).verdict().state.hasEnded {
      return reading(of: request)
    }
    var reading = ReadingBuilder(judge: self, run: run).reading()
    if let request {
      reading.warnings.append(
        "signal \(quoted(request.signal.id)) asks for this table again and has no answer yet")
    }
    return reading
  }

  /// Every snapshot, oldest first.
  func all() -> [SnapshotReading] {
    log.runs.map { ReadingBuilder(judge: self, run: $0).reading() }
  }

  private func runToShow() -> SnapshotRun? {
    let underWay = log.runs.last { $0.end == nil && $0.firstProgress != nil && $0.origin > .rows }
    if let underWay, let last = log.runs.last, last.firstProgress == nil, last.end == nil {
      return underWay
    }
    return log.runs.last
  }

  // MARK: No snapshot

  private func readingWithoutRun() -> SnapshotReading {
    var reading = blank()
    if connector.initialSkippedAt != nil, !log.holdsOnlyUnreadable {
      reading.state = .skipped
      reading.cause = "the connector started without an initial snapshot and none was asked for"
      reading.sources = .notifications
    } else if log.holdsOnlyUnreadable {
      reading.state = .unknown
      reading.cause = "the topic holds no record that is a Debezium change event"
      reading.sources = .rows
    } else if connector.hasNotifications || connector.hasOffsets || log.rowsFrom != nil {
      reading.state = .none
      reading.cause = "no source tells of a snapshot of this table"
    } else {
      reading.state = .unknown
      reading.cause = "no source could be read"
    }
    return reading
  }

  func blank() -> SnapshotReading {
    var reading = SnapshotReading(takenAt: now, table: log.table, topic: log.topic)
    reading.connector = settings.connector
    reading.chunkSize = settings.chunkSize
    return reading
  }

  // MARK: A request without an answer

  /// The newest request for this table after which no snapshot of it began.
  private func unansweredRequest() -> SignalEntry? {
    let request = connector.signals.last { entry in
      guard case .executeSnapshot(let request) = entry.signal.kind else { return false }
      return request.matches(table: log.table)
    }
    guard let request else { return nil }
    let isAnswered = log.runs.contains { run in
      if let id = request.signal.id, run.isKnown(as: id) { return true }
      // The notification of a start and the signal's own row may come in either order.
      return run.origin > .rows && run.begin + .seconds(5) >= request.time
    }
    return isAnswered ? nil : request
  }

  private func reading(of request: SignalEntry) -> SnapshotReading {
    var reading = blank()
    if case .executeSnapshot(let execute) = request.signal.kind {
      reading.kind = execute.kind == .blocking ? .blocking : .incremental
    }
    reading.id = request.signal.id
    reading.sources = .signals
    reading.isSettled = log.isRead(until: nil)
    let waited = now - request.time
    let patience = settings.patience(for: request.channel)
    if connector.status?.state == .failed {
      reading.state = .failed
      reading.cause = connector.status?.reason ?? "the connector's task has failed"
      reading.next = NextStep(settings: settings, now: now).text(for: .lookAtConnector)
    } else if waited > patience {
      reading.state = .unanswered
      reading.cause =
        "signal \(quoted(request.signal.id)) was captured \(Self.seconds(waited)) s ago and"
        + " nothing answered it"
      reading.next = NextStep(settings: settings, now: now).text(for: .lookAtConnector)
    } else {
      reading.state = .requested
      reading.cause = "signal \(quoted(request.signal.id)) has no answer yet"
    }
    return reading
  }

  /// Whether the run shares its snapshot, and so its windows, with other tables.
  func hasOtherTables(_ run: SnapshotRun) -> Bool {
    tracker.tables.contains { other in
      other.table != log.table
        && other.runs.contains { $0.kind == .incremental && $0.id == run.id && $0.id != nil }
    }
  }

  /// Whether the change topic is read and has not been read up to the moment at which the offsets
  /// no longer spoke of the run.
  func awaitsRows(_ run: SnapshotRun) -> Bool {
    guard let left = run.leftQueue, log.hasBeginning(of: run) else { return false }
    return !log.isRead(until: left)
  }

  /// The other tables' runs of the same initial or blocking snapshot.
  func tablesOfSnapshot(_ run: SnapshotRun) -> [SnapshotRun] {
    tracker.tables.filter { $0.table != log.table }.compactMap { other in
      other.runs.last { $0.kind.family == .whole && $0.begin == run.begin }
    }
  }

  // MARK: Words

  func quoted(_ id: String?) -> String {
    id.map { "'\($0)'" } ?? "without an id"
  }

  static func seconds(_ duration: Duration) -> Int64 { duration.components.seconds }
}
