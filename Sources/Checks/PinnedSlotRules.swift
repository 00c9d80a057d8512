internal import Databases
internal import Debezium

/// What the copy of the slot that was kept with an offset changes about it (facts 18).
struct PinnedSlotRules {
  let rules: PostgreSQLRules
  let pinned: PinnedSlotReference

  private var facts: OffsetCase { rules.facts }
  private var state: PostgreSQLState { rules.state }

  /// The opinion with the copy beside the connector's own slot, by which `own` is.
  func opinion(beside own: Opinion) -> Opinion {
    let isUsable = own.verdict == .resume || own.verdict == .replay
    guard let copy = state.pinned else {
      return isUsable
        ? own : with(own, "the slot '\(pinned.slot)' that was kept with the backup is gone")
    }
    if isUsable {
      var opinion = own
      let isThere = state.slot.map { PinnedSlotUse.isSamePlace($0, copy) } ?? false
      opinion.pinned = isThere ? .isInPlace : .none
      return opinion
    }
    // Dropping it would take it from whoever else uses it.
    if let slot = state.slot, !SlotRules(facts.configuration).fits(slot) { return own }
    // What is copied back belongs to the database of the session that does it.
    guard copy.database == state.address.database else {
      return with(
        own,
        "the slot '\(pinned.slot)' that was kept with the backup is of the database"
          + " \(copy.database ?? "none")")
    }
    var instead = state
    instead.slot = copy
    let second = PostgreSQLRules(
      facts: facts, offset: rules.offset, state: instead, behaviour: rules.behaviour
    ).opinion()
    guard second.verdict == .resume || second.verdict == .replay else {
      return with(
        own,
        "the slot '\(pinned.slot)' that was kept with the backup does not help: \(second.reason)")
    }
    return replay()
  }

  private func with(_ own: Opinion, _ words: String) -> Opinion {
    var opinion = own
    opinion.reason += "; \(words)"
    return opinion
  }

  private func replay() -> Opinion {
    let position = PostgreSQLRules.delivered(of: rules.offset)
    // The connector's own slot goes only past what was delivered.
    let known =
      (facts.delivered ?? []).compactMap(PostgreSQLRules.delivered(of:))
      + [state.slot?.confirmedFlush].compactMap(\.self)
    let furthest = known.filter { $0 <= state.end }.max()
    let had = furthest.map { ", and the connector had got to \($0)" } ?? ""
    var opinion = Opinion(
      .replay,
      "with the slot '\(pinned.slot)' that was kept with the backup everything after"
        + " \(position?.description ?? "the offset") is delivered\(had): what lies between comes again",
      bytes: position.flatMap { position in furthest.map { max(0, position.distance(to: $0)) } },
      next: .restorePinned)
    opinion.pinned = .takesPlace
    return opinion
  }
}
