import Debezium
import Kafka
import Runtime
import Snapshot

extension SnapshotWatch {
  // MARK: Tables that are told of later

  /// Takes up tables of which some source has told since the opening, where the user named none.
  ///
  /// A table is told of by a notification, by an offset, and by a signal that asks for it. One that
  /// has a topic is read from the beginning of its snapshot, after what controls snapshots; one that
  /// has none waits for it (`lookForNewTopics`).
  mutating func takeUpNewTables() throws(WatchError) {
    guard request.wishes.tables.isEmpty, hasNewTables else { return }
    noteRequestedTables()
    let old = intake.tables.count
    followKnownTables()
    knownTableCount = tableCount
    let new = old..<intake.tables.count
    guard !new.isEmpty else { return }
    // Its topic may be as new as the signal.
    nextSearch = .now
    do throws(WatchError) {
      guard try begin(new) else { return }
      do throws(KafkaError) {
        try readControlsFirst()
      } catch {
        throw .kafka(error)
      }
    } catch {
      guard case .kafka(let reason) = error else { throw error }
      // They are found again, as new topics, once the brokers answer.
      for slot in new { partitionCounts[intake.tables[slot].topic] = nil }
      noteLoss(reason)
      try endIfHopeless(reason)
    }
  }

  private var hasNewTables: Bool { !intake.requests.isEmpty || tableCount != knownTableCount }

  private var tableCount: Int {
    var count = 0
    for position in intake.trackers.indices { count += intake.trackers[position].tableCount }
    return count
  }

  /// Remembers the tables that signals have asked for: no tracker knows a table by a signal alone.
  mutating func noteRequestedTables() {
    let requests = intake.requests
    intake.requests = []
    for request in requests {
      guard let prefix = intake.plans[request.tracker].prefix else { continue }
      let start = prefix + "."
      let ids = partitionCounts.keys.filter { $0.hasPrefix(start) }
        .map { String($0.dropFirst(start.count)) }.sorted()
      for entry in request.snapshot.tables(among: ids) {
        guard let table = TopicFinder.KnownConnector.plainName(entry) else { continue }
        note(table, of: prefix)
      }
    }
  }

  private mutating func note(_ table: String, of prefix: String) {
    let known = requestedTables[prefix] ?? []
    guard known.count < Self.requestedTablesBound, !known.contains(table) else { return }
    requestedTables[prefix] = known + [table]
  }

  /// Signals are foreign: more tables than this of one connector are not taken up.
  private static var requestedTablesBound: Int { 1_000 }
}
