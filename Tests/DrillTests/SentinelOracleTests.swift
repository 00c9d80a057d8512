import Drill
import Runtime
import SeededRandom
import Testing

/// Random lives of a database and its connector, reckoned a second time the slow way.
@Suite struct SentinelOracleTests {
  /// A database that fails over and a connector that skips, repeats, snapshots and is cut off.
  private struct Life {
    var random: SeededRandom
    var sequence = SentinelSequence()
    var log = SentinelLog()
    var ledger: [SentinelLedgerRow] = []
    var topic: [SentinelArrival] = []
    var gaps: [TopicGap] = []
    var number = 0

    init(seed: Int) { random = SeededRandom(seed: UInt64(seed)) }

    private func arrival(
      _ operation: SentinelArrival.Operation, _ change: SentinelChange
    ) -> SentinelArrival {
      SentinelArrival(
        partition: 0, offset: 0, time: nil, seen: nil, operation: operation, key: change.key,
        number: change.kind == .delete ? 0 : change.number)
    }

    private mutating func send(_ change: SentinelChange) {
      topic.append(arrival(.event(change.kind), change))
      if change.kind == .delete {
        topic.append(arrival(.tombstone, change))
      }
    }

    private mutating func write() {
      let change = sequence.take()
      number = change.number
      let moment = SentinelStory.moment(number)
      log.add(
        SentinelLogEntry(
          number: number, event: .intent(kind: change.kind, key: change.key), moment: moment))
      guard random.below(20) > 0 else {
        log.add(
          SentinelLogEntry(number: number, event: .answer(.failed, reason: nil), moment: moment))
        return sequence.reread(alive: alive, last: 0)
      }
      let outcome: SentinelLogEntry.Outcome = random.below(20) == 0 ? .found : .committed
      log.add(
        SentinelLogEntry(number: number, event: .answer(outcome, reason: nil), moment: moment))
      ledger.append(
        SentinelLedgerRow(change, at: moment.wall))
      sequence.made(change)
      if random.below(8) > 0 { send(change) }
    }

    /// The newest change of each row that is there, by key.
    private var states: [Int: SentinelChange] {
      var states: [Int: SentinelChange] = [:]
      for row in ledger { states[row.change.key] = row.change }
      return states.filter { $0.value.kind != .delete }
    }

    private var alive: [Int] { Array(states.keys) }

    private mutating func happen() {
      switch random.below(25) {
      case 0:
        for change in states.values.sorted(by: { $0.key < $1.key }) {
          topic.append(arrival(.read(isIncremental: random.below(2) == 0), change))
        }
      case 1:
        // Read again from an earlier offset.
        for row in ledger.suffix(random.below(8)) { send(row.change) }
      case 2:
        // A failover to a copy that lacks the newest transactions.
        ledger.removeLast(min(ledger.count, random.below(4)))
        sequence.reread(alive: alive, last: 0)
      case 3 where !topic.isEmpty:
        let cut = random.below(4)
        topic.removeLast(min(topic.count, cut))
        gaps.append(
          TopicGap(
            partition: 0, from: 0, to: Int64(cut),
            seen: Timestamp(milliseconds: Int64(number) * 1000)))
      case 4 where topic.count > 3:
        topic.swapAt(topic.count - 1, topic.count - 1 - random.below(3))
      default: write()
      }
    }

    mutating func live() -> SentinelHistory {
      for _ in 0..<120 { happen() }
      if random.below(3) == 0 { gaps = [] }
      return SentinelHistory(
        ledger: ledger, log: log, arrivals: topic, gaps: gaps,
        start: random.below(2) == 0 ? nil : 1 + random.below(5),
        fence: ledger.last?.change.number)
    }
  }

  /// The class of a change, read off the contract's table without any index.
  private func word(_ row: SentinelLedgerRow, _ history: SentinelHistory) -> SentinelClass {
    let own = history.arrivals.filter { arrival in
      switch arrival.operation {
      case .event(.delete): row.change.kind == .delete && arrival.key == row.change.key
      case .event, .untold:
        arrival.key == row.change.key && arrival.number == row.change.number
      case .tombstone:
        row.change.kind == .delete && arrival.key == row.change.key
          && !history.arrivals.contains {
            $0.operation == .event(.delete) && $0.key == arrival.key
          }
      case .read: false
      }
    }
    if !own.isEmpty { return .arrived }
    if isRead(row.change, history) { return .snapshotRow }
    if history.gaps.contains(where: { $0.seen >= row.time }) { return .notChecked }
    guard let fence = history.ledger.first(where: { $0.change.number == history.fence }),
      isRead(fence.change, history) || newest(of: fence.change.key, history) >= fence.change.number
    else { return .notArrived }
    return newest(of: row.change.key, history) > row.change.number ? .superseded : .lost
  }

  private func isRead(_ change: SentinelChange, _ history: SentinelHistory) -> Bool {
    history.arrivals.contains { arrival in
      guard case .read = arrival.operation else { return false }
      return arrival.key == change.key && arrival.number == change.number
    }
  }

  /// The newest state of a row that came and counts.
  private func newest(of key: Int, _ history: SentinelHistory) -> Int {
    let delete =
      history.ledger.first { $0.change.kind == .delete && $0.change.key == key }?.change.number
      ?? history.log.attempts.values.first {
        $0.change.kind == .delete && $0.change.key == key
      }?.change.number
    let numbers = history.arrivals.filter { $0.key == key }.compactMap { arrival in
      switch arrival.operation {
      case .event(.delete), .tombstone: delete
      default: arrival.number
      }
    }
    return numbers.filter { $0 >= history.countingStart }.max() ?? 0
  }

  @Test(arguments: 0..<300)
  func `the slow way comes to the same`(seed: Int) {
    var life = Life(seed: seed)
    let history = life.live()
    let reckoning = SentinelReckoning(history)
    let rows = history.ledger.filter { $0.change.number >= history.countingStart }
    #expect(reckoning.entries.map(\.row) == rows)
    for entry in reckoning.entries {
      #expect(entry.word == word(entry.row, history), "\(entry.row.change)")
    }
    let counts = reckoning.counts
    for each in SentinelClass.allCases {
      let count = reckoning.entries.count { $0.word == each }
      switch each {
      case .arrived: #expect(counts.arrived == count)
      case .snapshotRow: #expect(counts.snapshotRows == count)
      case .superseded: #expect(counts.superseded == count)
      case .lost: #expect(counts.lost == count)
      case .notChecked: #expect(counts.notChecked == count)
      case .notArrived: #expect(counts.notArrived == count)
      }
    }
  }

  @Test func `the lives come to every class`() {
    var seen: Set<SentinelClass> = []
    var beside: [String: Int] = [:]
    for seed in 0..<300 {
      var life = Life(seed: seed)
      let reckoning = SentinelReckoning(life.live())
      seen.formUnion(reckoning.entries.map(\.word))
      beside["undone", default: 0] += reckoning.counts.lostByDatabase
      beside["only", default: 0] += reckoning.counts.onlyInTopic
      beside["repeated", default: 0] += reckoning.counts.repeated
      beside["disordered", default: 0] += reckoning.counts.outOfOrder
    }
    #expect(seen == Set(SentinelClass.allCases))
    #expect(beside.values.allSatisfy { $0 > 0 }, "\(beside)")
  }
}
