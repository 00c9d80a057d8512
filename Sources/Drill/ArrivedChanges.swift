/// What arrived, change by change: the events and the snapshots' rows of each, and their order.
struct ArrivedChanges: Sendable {
  /// A change by its row and its number.
  struct Name: Sendable, Hashable {
    let key: Int
    let number: Int
  }

  /// How often each change came as its own event.
  private(set) var events: [Name: Int] = [:]
  /// The changes whose state a snapshot's row shows.
  private(set) var reads: Set<Name> = []
  /// The newest state of each row that came, by the number of the change that made it.
  private(set) var newest: [Int: Int] = [:]
  /// The partition of each row's records.
  private(set) var partitions: [Int: Int32] = [:]
  /// The deleted rows of which nobody tried a delete.
  private(set) var strayDeletes: Set<Int> = []
  /// Changes that first arrived behind a later one of their row, in the same partition.
  private(set) var outOfOrder = 0

  private struct Lane: Hashable {
    let key: Int
    let partition: Int32
  }

  private var furthest: [Lane: Int] = [:]

  /// Takes the arrivals from a number on; `deletes` has the number of each row's delete.
  init(_ arrivals: [SentinelArrival], from start: Int, deletes: [Int: Int]) {
    // A tombstone stands for a delete only where the event itself is dropped.
    let told = Set(arrivals.lazy.filter { $0.operation == .event(.delete) }.map(\.key))
    for arrival in arrivals {
      let number: Int?
      switch arrival.operation {
      case .event(.delete): number = deletes[arrival.key]
      case .tombstone:
        guard !told.contains(arrival.key) else { continue }
        number = deletes[arrival.key]
      case .event, .untold, .read: number = arrival.number
      }
      partitions[arrival.key] = arrival.partition
      guard let number else {
        if arrival.operation == .event(.delete) { strayDeletes.insert(arrival.key) }
        continue
      }
      guard number >= start else { continue }
      take(arrival, Name(key: arrival.key, number: number))
    }
  }

  private mutating func take(_ arrival: SentinelArrival, _ name: Name) {
    newest[name.key] = max(newest[name.key] ?? name.number, name.number)
    if case .read = arrival.operation {
      reads.insert(name)
      return
    }
    let isFirst = events[name] == nil
    events[name, default: 0] += 1
    guard isFirst else { return }
    let lane = Lane(key: name.key, partition: arrival.partition)
    let before = furthest[lane] ?? name.number
    if name.number < before { outOfOrder += 1 }
    furthest[lane] = max(before, name.number)
  }

  /// Events that came again.
  var repeated: Int { events.values.reduce(0) { $0 + $1 - 1 } }

  /// The changes that came in any form.
  var names: Set<Name> { reads.union(events.keys) }
}
