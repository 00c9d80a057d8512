import Drill
import Runtime
import Testing

/// A history of sentinels in short words.
///
/// Ledger: `i1` an insert, `u3:1` an update of row 1, `d4:1` its delete; each is written as many
/// seconds after 1970 as its number says. Topic: `c1`, `u3:1` and `d1` are events, `r3:1` is a row of
/// an initial and `R3:1` one of an incremental snapshot, `?3:1` tells no operation, `t1` is a
/// tombstone; offsets count from 0.
struct SentinelStory: CustomStringConvertible, Sendable {
  var ledger: String
  var topic: String
  var fence: Int?
  /// Changes that were acknowledged and are not in the ledger.
  var undone = ""
  var gaps: [TopicGap] = []
  var start: Int? = 1

  var description: String { "\(ledger) | \(topic)" }

  static func moment(_ seconds: Int) -> DrillMoment {
    DrillMoment(
      wall: Timestamp(milliseconds: Int64(seconds) * 1000), elapsed: Int64(seconds) * 1000,
      sitting: Timestamp(milliseconds: 0))
  }

  static func changes(_ text: String) throws -> [SentinelChange] {
    try text.split(separator: " ").map { word in
      let numbers = word.dropFirst().split(separator: ":").compactMap { Int($0) }
      let number = try #require(numbers.first)
      switch word.first {
      case "i": return SentinelChange(number: number, kind: .insert, key: number)
      case "u": return SentinelChange(number: number, kind: .update, key: numbers[1])
      case "d": return SentinelChange(number: number, kind: .delete, key: numbers[1])
      default: throw Problem(word: String(word))
      }
    }
  }

  static func arrivals(_ text: String) throws -> [SentinelArrival] {
    try text.split(separator: " ").enumerated().map { place, word in
      let numbers = word.dropFirst().split(separator: ":").compactMap { Int($0) }
      let first = try #require(numbers.first)
      let (operation, number): (SentinelArrival.Operation, Int?) =
        switch word.first {
        case "c": (.event(.insert), first)
        case "u": (.event(.update), first)
        // PostgreSQL writes 0 into the columns that are not in the key.
        case "d": (.event(.delete), 0)
        case "r": (.read(isIncremental: false), first)
        case "R": (.read(isIncremental: true), first)
        case "?": (.untold, first)
        case "t": (.tombstone, nil)
        default: throw Problem(word: String(word))
        }
      return SentinelArrival(
        partition: 0, offset: Int64(place), time: nil, seen: nil, operation: operation,
        key: numbers.count > 1 ? numbers[1] : first, number: number)
    }
  }

  func history() throws -> SentinelHistory {
    let changes = try Self.changes(ledger)
    var log = SentinelLog()
    for change in changes + (try Self.changes(undone)) {
      log.add(
        SentinelLogEntry(
          number: change.number, event: .intent(kind: change.kind, key: change.key),
          moment: Self.moment(change.number)))
      log.add(
        SentinelLogEntry(
          number: change.number, event: .answer(.committed, reason: nil),
          moment: Self.moment(change.number)))
    }
    return SentinelHistory(
      ledger: changes.map {
        SentinelLedgerRow($0, at: Timestamp(milliseconds: Int64($0.number) * 1000))
      }, log: log, arrivals: try Self.arrivals(topic), gaps: gaps, start: start,
      fence: fence ?? changes.last?.number)
  }

  private struct Problem: Error {
    var word: String
  }
}

extension SentinelCounts {
  /// The counts that are not 0, `written=3 lost=1`.
  var text: String {
    let all = [
      ("written", written), ("arrived", arrived), ("snapshot", snapshotRows),
      ("superseded", superseded), ("lost", lost), ("undone", lostByDatabase),
      ("only", onlyInTopic), ("unchecked", notChecked), ("waiting", notArrived),
      ("repeated", repeated), ("disordered", outOfOrder),
    ]
    return all.filter { $0.1 != 0 }.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
  }
}
