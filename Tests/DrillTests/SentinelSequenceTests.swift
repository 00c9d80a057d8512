import Drill
import Runtime
import SeededRandom
import Testing

@Suite struct SentinelSequenceTests {
  /// The rows of a database to which changes are made; nil for a change that finds none.
  private struct Rows {
    var alive: [Int] = []
    var ever: Set<Int> = []

    mutating func make(_ change: SentinelChange) -> Bool {
      switch change.kind {
      case .insert:
        guard ever.insert(change.key).inserted else { return false }
        alive.append(change.key)
      case .update: return alive.contains(change.key)
      case .delete:
        guard let place = alive.firstIndex(of: change.key) else { return false }
        alive.remove(at: place)
      }
      return true
    }
  }

  @Test func `inserts, updates and deletes come in turn over several rows`() {
    var sequence = SentinelSequence()
    var rows = Rows()
    var kinds: [SentinelKind: Int] = [:]
    for number in 1...400 {
      let change = sequence.take()
      #expect(change.number == number)
      #expect(change.kind != .insert || change.key == number)
      let isMade = rows.make(change)
      #expect(isMade, "\(change)")
      sequence.made(change)
      kinds[change.kind, default: 0] += 1
      let changing = rows.alive.filter { !SentinelSequence.isLeftAlone($0) }
      #expect(number < 40 || (4...6).contains(changing.count))
    }
    #expect(kinds[.insert] == 100)
    #expect(kinds[.delete].map { (40...50).contains($0) } == true)
    #expect(kinds[.update].map { $0 >= 200 } == true)
  }

  @Test func `every second row is left as it was inserted, whoever goes on`() {
    var sequence = SentinelSequence()
    var rows = Rows()
    var inserted: [Int] = []
    for number in 1...400 {
      let change = sequence.take()
      let isMade = rows.make(change)
      #expect(isMade, "\(change)")
      if change.kind == .insert {
        inserted.append(change.key)
      } else {
        #expect(!SentinelSequence.isLeftAlone(change.key), "\(change)")
      }
      sequence.made(change)
      if number.isMultiple(of: 7) { sequence.reread(alive: rows.alive, last: number) }
    }
    let still = inserted.filter(SentinelSequence.isLeftAlone)
    #expect(still.count * 2 == inserted.count)
    #expect(Set(still).isSubset(of: rows.alive))
  }

  @Test(arguments: 0..<50)
  func `whatever fails or is undone, each change finds its row and no number comes twice`(
    seed: Int
  ) throws {
    var random = SeededRandom(seed: UInt64(seed))
    var sequence = SentinelSequence()
    var log = SentinelLog()
    var rows = Rows()
    var earlier = [rows]
    var last = 0
    var deletes: Set<Int> = []
    let moment = DrillMoment(
      wall: Timestamp(milliseconds: 0), elapsed: 0, sitting: Timestamp(milliseconds: 0))
    for _ in 0..<400 {
      let change = sequence.take()
      #expect(change.number > last)
      last = change.number
      if change.kind == .delete {
        let isNew = deletes.insert(change.key).inserted
        #expect(isNew)
      }
      log.add(
        SentinelLogEntry(
          number: change.number, event: .intent(kind: change.kind, key: change.key), moment: moment
        ))
      switch random.below(10) {
      case 0:
        // The commit came about, its answer did not.
        let isMade = rows.make(change)
        #expect(isMade, "\(change)")
        sequence.reread(alive: rows.alive, last: 0)
      case 1: sequence.reread(alive: rows.alive, last: 0)
      case 2:
        // A failover to a copy that lacks the newest transactions.
        rows.alive = earlier[max(0, earlier.count - 1 - random.below(6))].alive
        sequence.reread(alive: rows.alive, last: 0)
      case 3:
        // The writer was killed and started again.
        sequence = SentinelSequence(resuming: log)
        sequence.reread(alive: rows.alive, last: last)
      default:
        let isMade = rows.make(change)
        #expect(isMade, "\(change)")
        sequence.made(change)
      }
      earlier.append(rows)
    }
  }

  @Test func `numbers of others never overflow`() {
    var sequence = SentinelSequence()
    sequence.reread(alive: [.min, -1, 0, 3, .max], last: .max)
    #expect(sequence.alive == [3])
    for _ in 0..<20 { sequence.made(sequence.take()) }
    #expect(sequence.next == 1 << 60)
    sequence.reread(alive: [], last: .min)
    #expect(sequence.next == 1 << 60)
  }
}
