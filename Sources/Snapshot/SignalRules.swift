import Debezium
import Runtime

extension SnapshotTracker {
  /// A signal, or a window's row, as it stands on the signal table's topic or the Kafka signal
  /// topic.
  public mutating func signal(_ entry: SignalEntry) {
    guard !entry.signal.problems.contains(where: \.preventsAction) else {
      connector.notActedOn(entry)
      return
    }
    switch entry.signal.kind {
    case .executeSnapshot(let request):
      connector.signalled(entry)
      let asked = TableLog.Request(request, of: entry)
      withEveryLog { if request.matches(table: $0.table) { $0.requested(asked) } }
      if request.kind == .blocking { nameBlockingSnapshot(entry) }
    case .stopSnapshot:
      connector.signalled(entry)
      connector.steered(entry)
    case .pause:
      connector.pauseSignal = max(connector.pauseSignal ?? entry.time, entry.time)
      connector.steered(entry)
    case .resume:
      connector.resumeSignal = max(connector.resumeSignal ?? entry.time, entry.time)
      connector.steered(entry)
    case .windowClose: connector.windowClosed(at: entry.time)
    case .windowOpen, .log, .schemaChanges, .setBinlogPosition: break
    case .other: connector.signalled(entry)
    }
  }

  /// Gives a table that is followed only now the signals that asked for it before.
  mutating func learnRequests(of position: Int) {
    for entry in connector.signals {
      guard case .executeSnapshot(let request) = entry.signal.kind,
        request.matches(table: tables[position].table)
      else { continue }
      tables[position].requested(TableLog.Request(request, of: entry))
    }
  }

  /// A blocking snapshot's notifications carry a random id; the signal's own comes from here.
  private mutating func nameBlockingSnapshot(_ entry: SignalEntry) {
    guard let begin = whole.begin, connector.blockingSignal(near: begin) != nil else {
      return
    }
    guard connector.initialSkippedAt != nil || connector.initialCompletedAt != nil else { return }
    whole.kind = .blocking
    whole.id = entry.signal.id
    withEveryLog { log in
      guard let index = log.newest(.whole), log.runs[index].begin == begin else { return }
      log.update(index) { run in
        run.kind = .blocking
        run.id = entry.signal.id
        run.sources.insert(.signals)
      }
    }
  }
}
