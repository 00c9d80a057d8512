/// Which change a run's sentinels make next.
///
/// Inserts, updates and deletes come in turn, over several rows that are there at a time. A number is
/// given out once, and a key whose delete was ever tried is left alone for good: so each key has one
/// insert and at most one delete, and its delete, of which only the key arrives, tells its number.
/// Every second row stays as it was inserted, so that only its own event or a snapshot brings it.
public struct SentinelSequence: Sendable, Hashable {
  /// The keys of the rows that are there and may be changed, oldest first.
  public private(set) var alive: [Int]
  /// The number of the next change.
  public private(set) var next: Int
  /// The keys whose delete was tried.
  private var spent: Set<Int>

  /// So many rows stay when one is deleted.
  private static let kept = 4

  /// The beginning of a run.
  public init() {
    alive = []
    next = 1
    spent = []
  }

  /// A run that goes on after what its log has; `reread` comes before the first change.
  public init(resuming log: SentinelLog) {
    alive = []
    next = 1
    spent = log.deletedKeys
    skip(to: log.lastNumber)
  }

  /// The next change; its number is not given out again, whatever becomes of it.
  ///
  /// `made` says that it was committed. Where that is not known, `reread` comes before the next one.
  public mutating func take() -> SentinelChange {
    let number = next
    next = min(next, SentinelChange.numbers.upperBound - 1) + 1
    guard let oldest = alive.first, let newest = alive.last else {
      return SentinelChange(number: number, kind: .insert, key: number)
    }
    switch number % 4 {
    case 1: return SentinelChange(number: number, kind: .insert, key: number)
    case 2: return SentinelChange(number: number, kind: .update, key: newest)
    case 3: return SentinelChange(number: number, kind: .update, key: alive[alive.count / 2])
    default:
      guard alive.count > Self.kept else {
        return SentinelChange(number: number, kind: .update, key: oldest)
      }
      alive.removeFirst()
      spent.insert(oldest)
      return SentinelChange(number: number, kind: .delete, key: oldest)
    }
  }

  /// That change was committed.
  public mutating func made(_ change: SentinelChange) {
    if change.kind == .insert, !Self.isLeftAlone(change.key) { alive.append(change.key) }
  }

  /// Whether a row is never changed again: by its key alone, so that every runner decides alike.
  public static func isLeftAlone(_ key: Int) -> Bool { key % 8 == 5 }

  /// The keys of the rows, and the greatest number, as the database has them now, which a failover may
  /// have set back.
  public mutating func reread(alive keys: [Int], last: Int) {
    alive = keys.filter { key in
      !spent.contains(key) && !Self.isLeftAlone(key) && SentinelChange.numbers.contains(key)
    }.sorted()
    skip(to: last)
  }

  private mutating func skip(to last: Int) {
    next = max(next, min(max(last, 0), SentinelChange.numbers.upperBound - 1) + 1)
  }
}
