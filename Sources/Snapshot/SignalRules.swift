public import Debezium
public import Runtime

extension SnapshotTracker {
  /// A signal, or a window's row, as it stands on the signal table's topic or the Kafka signal
  /// topic.
  public mutating func signal(_ entry: SignalEntry) {
    switch entry.signal.kind {
    case .executeSnapshot(let request):
      connector.signalled(entry)
      if request.kind == .blocking { nameBlockingSnapshot(entry) }
    case .stopSnapshot: connector.signalled(entry)
    case .pause: connector.pauseSignal = max(connector.pauseSignal ?? entry.time, entry.time)
    case .resume:
      connector.resumeSignal = max(connector.resumeSignal ?? entry.time, entry.time)
    case .windowClose: connector.windowClosed(at: entry.time)
    case .windowOpen, .log, .schemaChanges, .setBinlogPosition: break
    case .other: connector.signalled(entry)
    }
  }

  /// A blocking snapshot's notifications carry a random id; the signal's own comes from here.
  private mutating func nameBlockingSnapshot(_ entry: SignalEntry) {
    guard let begin = whole.begin, connector.blockingSignal(near: begin.order) != nil else {
      return
    }
    guard connector.initialSkippedAt != nil || connector.initialCompletedAt != nil else { return }
    whole.kind = .blocking
    whole.id = entry.signal.id
    withEveryLog { log in
      guard let index = log.newest(.whole), log.runs[index].begin == begin.order else { return }
      log.update(index) { run in
        run.kind = .blocking
        run.id = entry.signal.id
        run.sources.insert(.signals)
      }
    }
  }
}
