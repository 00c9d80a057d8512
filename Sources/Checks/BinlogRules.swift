internal import Databases
internal import Debezium

/// What a MySQL or MariaDB connector does with an offset: facts 8, the second table of 15, the first
/// three of 18.
struct BinlogRules {
  let facts: OffsetCase
  let offset: SourceOffset
  let state: BinlogState
  let behaviour: SnapshotBehaviour

  func opinion() -> Opinion {
    if let text = offset.gtidText {
      guard facts.configuration["gtid.ignore.on.recovery"]?.lowercased() != "true" else {
        return Opinion(
          .unknown,
          "gtid.ignore.on.recovery=true: with a good offset the task once failed, and once went on,"
            + " when it was tried")
      }
      return text.allSatisfy(\.isWhitespace) ? fromTheBeginning() : byGTIDs(text)
    }
    return state.usesGTIDs ? withoutGTIDs() : places(isSilent: false)
  }

  private func byGTIDs(_ text: String) -> Opinion {
    guard let gtids = offset.gtids else {
      return Opinion(.willRefuse, "the offset's gtids '\(text.prefix(80))' are no GTID set")
    }
    let rules = GTIDRules(facts: facts, gtids: gtids, state: state, behaviour: behaviour)
    if let objection = rules.objection() { return objection }
    // With gtid_mode off a set from before passes the check, and the file is what is read.
    return state.usesGTIDs ? rules.opinion() : places(isSilent: true)
  }

  /// `"gtids": ""`.
  private func fromTheBeginning() -> Opinion {
    everyLog("the offset's gtids are empty")
  }

  private func everyLog(_ why: String) -> Opinion {
    let retained = state.executed.subtracting(state.purged ?? GTIDSet())
    return Opinion(
      .replay, "\(why): every log that the server still has is read again",
      transactions: retained.transactionCount)
  }

  /// GTIDs are on and the offset has none.
  private func withoutGTIDs() -> Opinion {
    if state.engine == .mysql, let file = offset.file, !isListed(file) {
      return .unavailable("the binary log '\(file)' is purged", behaviour)
    }
    if state.engine == .mysql, let purged = state.purged, !purged.isEmpty {
      return Opinion(
        .unknown,
        "the offset has no gtids, and logs were purged: when it was tried every log came again once,"
          + " and once the task failed. Put the gtids back")
    }
    let end =
      state.engine == .mysql
      ? "the task says RUNNING and retries for ever; nothing arrives"
      : "the task fails (\"Unable to connect to the database\")"
    return Opinion(
      .willRefuse,
      "the server uses GTIDs and the offset has no gtids, file and position do not help: \(end)."
        + " Put the gtids back")
  }

  // MARK: File and position

  private func isListed(_ file: String) -> Bool { state.logs.contains { $0.name == file } }

  /// The file and the position decide; `isSilent` when a missing file is met only by the reader,
  /// which then retries for ever.
  private func places(isSilent: Bool) -> Opinion {
    let loops = "the task says RUNNING and retries for ever; nothing arrives"
    guard let file = offset.file, let place = BinlogPlace(offset) else {
      return Opinion(.unknown, "the offset's file has no number to compare")
    }
    guard let log = state.logs.first(where: { $0.name == file }) else {
      let why = "the binary log '\(file)' is purged"
      guard isSilent else { return .unavailable(why, behaviour) }
      return Opinion(
        .willRefuse,
        "\(why), and the offset's gtids are of a time when gtid_mode was on: \(loops), with any"
          + " snapshot.mode")
    }
    if let size = log.size, place.position > size {
      return Opinion(
        .willRefuse, "'\(file)' ends at \(size), before the offset's position: \(loops)",
        bytes: place.position.subtractingReportingOverflow(size).partialValue)
    }
    if state.beginsEvent == false {
      return Opinion(
        .willRefuse, "no event begins at '\(file)' position \(place.position): \(loops)")
    }
    return compared(place)
  }

  private func compared(_ place: BinlogPlace) -> Opinion {
    let rest = bytes(from: place, to: nil)
    let known = (facts.delivered ?? []).compactMap(BinlogPlace.init).filter { isListed($0.file) }
    let words = "'\(place.file)' position \(place.position)"
    guard let furthest = known.max() else {
      return facts.isLive || rest == 0
        ? resume(words, rest)
        : Opinion(
          .replay,
          "everything after \(words) is read; what the connector had delivered of it comes again",
          bytes: rest)
    }
    let had = "'\(furthest.file)' position \(furthest.position)"
    if place < furthest {
      return Opinion(
        .replay, "the connector had got to \(had): everything after \(words) comes again",
        bytes: bytes(from: place, to: furthest))
    }
    if furthest < place, !facts.isLive {
      return Opinion(
        .willSkip, "the connector has delivered up to \(had): what lies before \(words) is missing",
        bytes: bytes(from: furthest, to: place))
    }
    return resume(words, rest)
  }

  private func resume(_ words: String, _ rest: Int64?) -> Opinion {
    Opinion(.resume, "the binary logs are there from \(words) on", bytes: rest)
  }

  /// Bytes between two places, or to the end of the logs; nil where a size is not known.
  private func bytes(from start: BinlogPlace, to end: BinlogPlace?) -> Int64? {
    var total: Int64 = 0
    for log in state.logs {
      guard let number = BinlogPlace.number(of: log.name), number >= start.number else { continue }
      if let end, number > end.number { continue }
      let first = number == start.number ? start.position : 0
      let last = end.flatMap { $0.number == number ? $0.position : nil } ?? log.size
      guard let last else { return nil }
      // Sizes and positions are foreign numbers.
      let (length, isTooLong) = last.subtractingReportingOverflow(max(0, first))
      let (sum, overflow) = total.addingReportingOverflow(max(0, length))
      if isTooLong { return nil }
      if overflow { return nil }
      total = sum
    }
    return total
  }
}
