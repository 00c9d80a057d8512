internal import Databases
internal import Debezium

/// What a connector does that finds no offset (facts 15, 17 and the renames of 18).
struct MissingOffsetRules {
  let facts: OffsetCase
  let behaviour: SnapshotBehaviour

  func opinion() -> Opinion {
    switch behaviour.withoutOffset {
    case .reads:
      let slot = confirmedPosition.map {
        ". The slot stands at \($0): set there, it goes on without that"
      }
      return Opinion(
        .willResnapshot,
        "\(why), so snapshot.mode=\(behaviour.mode) reads all tables; deletes made meanwhile are lost"
          + (slot ?? ""), next: slot == nil ? nil : .setToSlot)
    case .refuses:
      return Opinion(
        .willRefuse,
        "\(why), and snapshot.mode=\(behaviour.mode) needs one: the task fails"
          + " (\"Could not find existing transaction log information\")")
    case .unknown:
      return Opinion(
        .unknown, "\(why); what snapshot.mode=\(behaviour.mode) makes of it is not known here")
    case .streams:
      return facts.configuration.engine == .postgresql ? fromSlot() : fromNow()
    }
  }

  private var why: String {
    guard facts.otherPartitions.isEmpty else {
      let others = facts.otherPartitions.joined(separator: ", ")
      let prefix = facts.configuration.topicPrefix ?? ""
      return "the connector finds no offset: it looks for {\"server\":\"\(prefix)\"}, and only"
        + " \(others) is there (a changed topic.prefix)"
    }
    return "there is no offset under the name '\(facts.connector)'"
  }

  /// Where the connector's own slot stands; nil when there is none that it could use.
  private var confirmedPosition: LSN? {
    guard case .postgresql(let state)? = facts.database, let slot = state.slot,
      SlotRules(facts.configuration).objection(to: slot, behaviour) == nil
    else { return nil }
    return slot.confirmedFlush
  }

  /// MySQL and MariaDB keep no position for a reader.
  private func fromNow() -> Opinion {
    Opinion(
      .willSkip,
      "\(why), and snapshot.mode=\(behaviour.mode) begins where the binary log ends: what was written"
        + " since the last delivery is missing for good. Put an offset back before it starts")
  }

  /// PostgreSQL's slot is a memory of its own.
  private func fromSlot() -> Opinion {
    guard case .postgresql(let state)? = facts.database else {
      return Opinion(
        .unknown,
        "\(why), and snapshot.mode=\(behaviour.mode) begins where the replication slot stands, which"
          + " is not known: \(facts.databaseGap)", next: .nameDatabase)
    }
    guard let slot = state.slot else {
      return Opinion(
        .willSkip,
        "\(why) and no slot '\(SlotRules.name(facts.configuration))': the connector makes one and"
          + " streams what is written from then on; what came before is missing")
    }
    if let objection = SlotRules(facts.configuration).objection(to: slot, behaviour) {
      return objection
    }
    let confirmed = slot.confirmedFlush ?? LSN(position: 0)
    let bytes = confirmed.distance(to: state.end)
    guard facts.configuration["lsn.flush.mode"]?.lowercased() != "manual" else {
      return Opinion(
        .replay,
        "\(why): streaming begins at the slot's confirmed position \(confirmed), which"
          + " lsn.flush.mode=manual has left behind, so what was delivered since comes again",
        bytes: bytes)
    }
    return Opinion(
      .resume,
      "\(why): streaming begins at the slot's confirmed position \(confirmed), and everything"
        + " after it comes once", bytes: bytes)
  }
}
