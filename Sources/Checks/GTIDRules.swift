internal import Databases
internal import Debezium
internal import JSON

/// What decides when an offset has GTIDs: which the server knows, which it has purged, and which the
/// connector has delivered.
struct GTIDRules {
  private let facts: OffsetCase
  private let state: BinlogState
  private let behaviour: SnapshotBehaviour
  private let filter: GTIDFilter
  private let stored: GTIDSet
  private let executed: GTIDSet

  init(facts: OffsetCase, gtids: GTIDSet, state: BinlogState, behaviour: SnapshotBehaviour) {
    self.facts = facts
    self.state = state
    self.behaviour = behaviour
    filter = GTIDFilter(facts.configuration)
    stored = filter.kept(of: gtids)
    executed = filter.kept(of: state.executed)
  }

  /// Why the server cannot go on from the set; nil when it can.
  func objection() -> Opinion? {
    guard state.executed.contains(stored) else { return foreign() }
    guard let purged = state.purged else { return nil }
    let gone = filter.kept(of: purged).subtracting(stored)
    guard !gone.isEmpty else { return nil }
    let count = gone.transactionCount
    let why = "the server has purged \(words(count)) that the offset still needs (\(shown(gone)))"
    // The MariaDB connector does not look, and meets it only when it reads.
    guard state.engine == .mariadb else {
      return .unavailable(why, behaviour, transactions: count)
    }
    return Opinion(
      .willRefuse,
      "\(why): the task runs some seconds, then fails (error 1236), with snapshot.mode=when_needed too",
      transactions: count)
  }

  /// The set names transactions that this server does not know.
  private func foreign() -> Opinion {
    let unknown = unknownTransactions
    let sources = stored.sources.filter { executed.ranges(of: $0).isEmpty }
    let why =
      sources.isEmpty
      ? "the offset is \(words(unknown.transactionCount)) ahead of the server (\(shown(unknown)))"
      : "the offset has transactions of \(sources.map(\.description).joined(separator: ", ")), which"
        + " this server does not know"
    return .unavailable(why, behaviour, transactions: unknown.transactionCount)
  }

  /// In MariaDB a domain's servers share one count, so an unknown server's transactions may all be
  /// below the domain's last.
  private var unknownTransactions: GTIDSet {
    let beyond = stored.subtracting(executed)
    return beyond.isEmpty
      ? stored.keeping { executed.ranges(of: $0).isEmpty } : beyond
  }

  /// What comes, when the server can go on from the set.
  func opinion() -> Opinion {
    let rest = executed.subtracting(stored)
    let known = (facts.delivered ?? []).compactMap(\.gtids).map(filter.kept)
      .filter { executed.contains($0) }
    guard let first = known.first else { return unknownDelivery(rest) }
    let furthest = known.dropFirst().reduce(first) { $0.union($1) }
    let ahead = stored.subtracting(furthest)
    if !ahead.isEmpty, !facts.isLive {
      return Opinion(
        .willSkip,
        "the offset counts \(words(ahead.transactionCount)) as read that the connector has not"
          + " delivered (\(shown(ahead))): they are missing",
        transactions: ahead.transactionCount)
    }
    let again = furthest.subtracting(stored)
    let count = transactionsAgain(again, furthest: furthest, rest: rest)
    guard count > 0 else { return resume(rest) }
    let which = again.isEmpty ? shown(rest) : shown(again)
    return Opinion(
      .replay,
      "\(words(count)) that the connector had delivered come again (\(which))",
      transactions: count)
  }

  /// A set ends before the transaction at hand, so that rows of one more were delivered where the
  /// furthest offset counts some; the judged offset may count them too.
  private func transactionsAgain(
    _ again: GTIDSet, furthest: GTIDSet, rest: GTIDSet
  ) -> UInt64 {
    let hasBegun = (facts.delivered ?? []).contains { offset in
      offset.gtids.map(filter.kept) == furthest && countsRows(offset)
    }
    let isFurther = hasBegun && !executed.subtracting(furthest).isEmpty
    let isCounted = facts.offset.map(countsRows) == true && !rest.isEmpty
    let (more, isTooMany) = again.transactionCount.addingReportingOverflow(isFurther ? 1 : 0)
    return isTooMany ? .max : more > 0 && isCounted ? more - 1 : more
  }

  private func countsRows(_ offset: SourceOffset) -> Bool {
    ["row", "event"].contains { (offset.members[$0]?.integerValue ?? 0) > 0 }
  }

  private func unknownDelivery(_ rest: GTIDSet) -> Opinion {
    guard !facts.isLive, !rest.isEmpty else { return resume(rest) }
    return Opinion(
      .replay,
      "\(words(rest.transactionCount)) after the offset are read; what the connector had delivered of"
        + " them comes again",
      transactions: rest.transactionCount)
  }

  private func resume(_ rest: GTIDSet) -> Opinion {
    // The set ends before the transaction at hand, also when nothing is left to read of it.
    let rows = facts.offset?.members["row"]?.integerValue ?? 0
    let begun = rows > 0 && !rest.isEmpty ? "; of the first one the offset counts \(rows) rows" : ""
    return Opinion(
      .resume, "the server has everything after the offset's GTIDs, and it comes once\(begun)",
      transactions: rest.transactionCount)
  }

  private func words(_ count: UInt64) -> String {
    count == 1 ? "1 transaction" : "\(count) transactions"
  }

  private func shown(_ gtids: GTIDSet) -> String {
    let text = gtids.description
    return text.count > 120 ? "\(text.prefix(120))..." : text
  }
}
