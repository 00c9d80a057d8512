internal import Databases
internal import Debezium

/// What a PostgreSQL connector does with an offset: facts 7, the first table of 15, the fourth of 18.
///
/// `r` is the slot's restart_lsn, `c` its confirmed_flush_lsn, `o` the offset, `w` the log's end.
struct PostgreSQLRules {
  let facts: OffsetCase
  let offset: SourceOffset
  let state: PostgreSQLState
  let behaviour: SnapshotBehaviour

  private var strategy: MismatchStrategy { MismatchStrategy(facts.configuration) }

  /// Where streaming would begin: `lsn_proc`, else `lsn`.
  static func position(of offset: SourceOffset) -> LSN? { offset.processedLSN ?? offset.lsn }

  func opinion() -> Opinion {
    guard let slot = state.slot else { return withoutSlot() }
    if let objection = SlotRules(facts.configuration).objection(to: slot, behaviour) {
      return objection
    }
    guard let position = Self.position(of: offset), let restart = slot.restart,
      let confirmed = slot.confirmedFlush
    else { return Opinion(.unknown, "the offset or the slot has no position") }
    // Only lsn_proc is held against restart_lsn; an offset without it is never refused.
    if let processed = offset.processedLSN, processed < restart, !strategy.ignoresMissingLog {
      return .unavailable(
        "the slot's log begins at \(restart), after the offset \(processed)", behaviour,
        bytes: processed.distance(to: restart),
        else:
          ". The slot goes only past what was delivered: set to its position, nothing is lost that"
          + " the topics still have", next: .setToSlot)
    }
    if position > state.end { return ahead(position) }
    if position < confirmed { return behind(position, confirmed: confirmed) }
    return within(position, confirmed: confirmed)
  }

  private func withoutSlot() -> Opinion {
    let name = SlotRules.name(facts.configuration)
    guard !strategy.ignoresMissingLog else {
      return Opinion(
        .willSkip,
        "there is no slot '\(name)', and offset.mismatch.strategy=\(strategy.rawValue) makes it anew"
          + " without a word: what was written until then is missing for good")
    }
    return .unavailable("there is no slot '\(name)'", behaviour, next: .setToSlot)
  }

  /// `o` > `w`.
  private func ahead(_ position: LSN) -> Opinion {
    let bytes = state.end.distance(to: position)
    let common =
      "the offset \(position) lies ahead of the server's log, which ends at \(state.end): the task"
      + " runs, and every change up to the offset is dropped"
    guard strategy.movesSlot else {
      return Opinion(
        .willSkip,
        common + ". It is of another life of the database, or edited; put back before the log"
          + " passes it, nothing is lost",
        bytes: bytes, next: .setToSlot)
    }
    return Opinion(
      .willSkip,
      common + ", and offset.mismatch.strategy=\(strategy.rawValue) moves the slot itself there, so"
        + " that they are lost even when the offset is put back later",
      bytes: bytes, next: .setToSlot)
  }

  /// `o` < `c`: PostgreSQL starts at `c` without a word.
  private func behind(_ position: LSN, confirmed: LSN) -> Opinion {
    let bytes = position.distance(to: confirmed)
    let driverFlushes =
      facts.configuration["lsn.flush.mode"]?.lowercased() == "connector_and_driver"
    if driverFlushes, facts.isLive {
      return Opinion(
        .resume,
        "the slot's confirmed position \(confirmed) is ahead of the offset \(position), as"
          + " lsn.flush.mode=connector_and_driver makes it when nothing of the connector's is written;"
          + " streaming goes on from there",
        bytes: confirmed.distance(to: state.end))
    }
    return Opinion(
      .willSkip,
      "the slot has moved on to \(confirmed), past the offset \(position): streaming begins at the"
        + " slot's position, and what was written between them never comes again. Nothing is lost that"
        + " the topics still have",
      bytes: bytes, next: .setToSlot)
  }

  /// `c` <= `o` <= `w`, or a strategy that takes the slot's word.
  private func within(_ position: LSN, confirmed: LSN) -> Opinion {
    let rest = position.distance(to: state.end)
    // A position beyond the log's end says nothing of what was delivered.
    let known = (facts.delivered ?? []).compactMap { Self.position(of: $0) }
      .filter { $0 <= state.end }
    guard let furthest = known.max() else { return unknownDelivery(position, rest: rest) }
    if position < furthest {
      return Opinion(
        .replay,
        "everything after \(position) is delivered, and the connector had got to \(furthest) before:"
          + " what lies between them comes again",
        bytes: position.distance(to: furthest))
    }
    if position > furthest, !facts.isLive {
      return Opinion(
        .willSkip,
        "the connector has delivered up to \(furthest), and the offset \(position) lies after it:"
          + " what lies between them is missing",
        bytes: furthest.distance(to: position), next: .setToSlot)
    }
    return resume(position, rest: rest)
  }

  private func unknownDelivery(_ position: LSN, rest: Int64) -> Opinion {
    guard !facts.isLive, facts.configuration["lsn.flush.mode"]?.lowercased() == "manual", rest > 0
    else { return resume(position, rest: rest) }
    return Opinion(
      .replay,
      "everything after \(position) is delivered; with lsn.flush.mode=manual the slot does not tell"
        + " how much of it was delivered before",
      bytes: rest)
  }

  private func resume(_ position: LSN, rest: Int64) -> Opinion {
    Opinion(
      .resume, "the slot has everything after \(position), and it comes once", bytes: rest)
  }
}
