/// What became of each change of a run: the classes and their counts, without a judgement.
public struct SentinelReckoning: Sendable, Hashable {
  /// A change of the ledger and its class.
  public struct Entry: Sendable, Hashable {
    /// The ledger's row.
    public var row: SentinelLedgerRow
    /// What became of it.
    public var word: SentinelClass
  }

  /// The first number that counts.
  public let start: Int
  /// The changes that count, in order.
  public let entries: [Entry]
  /// How many came to what.
  public let counts: SentinelCounts

  /// Reckons; takes time and memory with the number of changes and arrivals.
  public init(_ history: SentinelHistory) {
    let start = history.countingStart
    let rows = history.ledger.filter { $0.change.number >= start }
      .sorted { $0.change.number < $1.change.number }
    let deletes = Self.deletes(of: history)
    let arrived = ArrivedChanges(history.arrivals, from: start, deletes: deletes)
    let finder = Finder(
      arrived: arrived, gaps: history.gaps,
      hasFence: history.fence.map { Self.has($0, history, arrived) } ?? false)
    let entries = rows.map { Entry(row: $0, word: finder.word(for: $0)) }
    var counts = SentinelCounts()
    for entry in entries { counts.count(entry.word) }
    let known = Set(history.ledger.map(\.change.number))
    counts.lostByDatabase = history.log.attempts.values.count { attempt in
      attempt.isAcknowledged && attempt.change.number >= start
        && !known.contains(attempt.change.number)
    }
    let names = Set(
      history.ledger.map { ArrivedChanges.Name(key: $0.change.key, number: $0.change.number) })
    counts.onlyInTopic = arrived.names.subtracting(names).count + arrived.strayDeletes.count
    counts.repeated = arrived.repeated
    counts.outOfOrder = arrived.outOfOrder
    self.start = start
    self.entries = entries
    self.counts = counts
  }

  /// The number of each row's delete, as the log and, over it, the ledger have it.
  private static func deletes(of history: SentinelHistory) -> [Int: Int] {
    var deletes: [Int: Int] = [:]
    for attempt in history.log.attempts.values where attempt.change.kind == .delete {
      deletes[attempt.change.key] = attempt.change.number
    }
    for row in history.ledger where row.change.kind == .delete {
      deletes[row.change.key] = row.change.number
    }
    return deletes
  }

  /// Whether the last sentinel came, in any form.
  private static func has(
    _ fence: Int, _ history: SentinelHistory, _ arrived: ArrivedChanges
  ) -> Bool {
    let key = history.ledger.last { $0.change.number == fence }?.change.key
    return key.map { arrived.newest[$0, default: 0] >= fence } ?? false
  }

  /// Finds the class of one change.
  private struct Finder {
    let arrived: ArrivedChanges
    let gaps: [TopicGap]
    let hasFence: Bool

    func word(for row: SentinelLedgerRow) -> SentinelClass {
      let change = row.change
      let name = ArrivedChanges.Name(key: change.key, number: change.number)
      if arrived.events[name] != nil { return .arrived }
      if arrived.reads.contains(name) { return .snapshotRow }
      if mayBeInGap(row) { return .notChecked }
      guard hasFence else { return .notArrived }
      return arrived.newest[change.key, default: 0] > change.number ? .superseded : .lost
    }

    private func mayBeInGap(_ row: SentinelLedgerRow) -> Bool {
      let partition = arrived.partitions[row.change.key]
      return gaps.contains { gap in
        row.time <= gap.seen && (partition == nil || partition == gap.partition)
      }
    }
  }
}
