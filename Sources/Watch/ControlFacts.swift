import Debezium
import Runtime
import Snapshot

extension RecordIntake {
  /// Gives a fact to the connector that it speaks of.
  mutating func give(_ held: HeldFact) {
    if let tracker = held.tracker { return give(held.fact, to: tracker) }
    for position in trackers.indices where concerns(held.fact, position) {
      give(held.fact, to: position)
    }
  }

  /// Gives out, in the order of their times, what was held back.
  mutating func giveHeldBack() {
    let facts = heldBack ?? []
    heldBack = nil
    // Stable, since facts of one topic and moment follow each other for a reason.
    let ordered = facts.enumerated().sorted {
      ($0.element.fact.time, $0.offset) < ($1.element.fact.time, $1.offset)
    }
    for (_, held) in ordered { give(held) }
  }

  private func concerns(_ fact: ControlFact, _ position: Int) -> Bool {
    let plan = plans[position]
    switch fact {
    case .notification(let note, _):
      guard let prefix = plan.prefix, let name = note.connectorName else {
        return trackers.count == 1
      }
      return name == prefix
    case .offset(let key, _, _):
      if let connector = plan.connector { return key.connector == connector }
      return plan.prefix.map { key.prefix == $0 } ?? (trackers.count == 1)
    case .signal: return true
    }
  }

  private mutating func give(_ fact: ControlFact, to position: Int) {
    clock.saw(fact.time)
    switch fact {
    case .notification(let note, let time): trackers[position].notification(note, at: time)
    case .offset(_, let offset, let time): trackers[position].offset(offset, at: time)
    case .signal(let entry):
      trackers[position].signal(entry)
      noteRequest(entry, to: position)
    }
  }

  private mutating func noteRequest(_ entry: SignalEntry, to position: Int) {
    guard entry.time >= requestsFrom, case .executeSnapshot(let snapshot) = entry.signal.kind,
      !entry.signal.problems.contains(where: \.preventsAction)
    else { return }
    requests.append(Request(snapshot: snapshot, tracker: position))
  }
}
