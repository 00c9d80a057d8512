internal import Databases
public import Debezium

/// Rules about which transactions a server, its replica and an offset have.
public enum TransactionRules {
  /// How much of a set is shown.
  private static let width = 120

  /// The offset lies within what the server has executed.
  public static func offsetExecuted(_ facts: OffsetCase) -> RuleFinding {
    switch sets(facts) {
    case .failure(let unknown): return unknown.finding
    case .success(let sets):
      let figures = [figure("offset", sets.stored), figure("executed", sets.state.executed)]
      guard !sets.state.executed.contains(sets.stored) else {
        return RuleFinding(
          .pass, "the server has executed all of the offset's transactions", figures: figures)
      }
      let foreign = strangers(sets.stored, to: sets.state.executed)
      return RuleFinding(
        .fail,
        "the offset has \(words(foreign.transactionCount)) that the server has not executed"
          + " (\(shown(foreign)))", figures: figures,
        next: "is it the connector's writer? cdcwatch offsets check -c \(facts.connector)")
    }
  }

  /// Nothing behind the offset is purged.
  public static func purgedWithinOffset(_ facts: OffsetCase) -> RuleFinding {
    switch sets(facts) {
    case .failure(let unknown): return unknown.finding
    case .success(let sets):
      guard let purged = sets.state.purged.map(GTIDFilter(facts.configuration).kept) else {
        return RuleFinding(.notKnown, "where the oldest binary log begins is not known")
      }
      let gone = purged.subtracting(sets.stored)
      let figures = [figure("offset", sets.stored), figure("purged", purged)]
      guard !gone.isEmpty, gone.transactionCount > 0 else {
        return RuleFinding(.pass, "nothing behind the offset is purged", figures: figures)
      }
      return RuleFinding(
        .fail,
        "the server has purged \(words(gone.transactionCount)) behind the offset (\(shown(gone)))",
        figures: figures, next: "cdcwatch offsets check -c \(facts.connector)")
    }
  }

  /// The replica has no transaction of its own.
  ///
  /// `replica` is what it has executed, read before `source`, which is what its source has.
  public static func errant(replica: GTIDSet, source: GTIDSet) -> RuleFinding {
    let figures = [figure("replica", replica), figure("source", source)]
    guard !source.contains(replica) else {
      return RuleFinding(
        .pass, "the replica has no transaction that its source does not have", figures: figures)
    }
    let own = strangers(replica, to: source)
    return RuleFinding(
      .fail,
      "the replica has \(words(own.transactionCount)) that its source does not have (\(shown(own))):"
        + " promoted, it gives them to everybody", figures: figures,
      next:
        "find out who writes on the replica; then build it anew, or inject empty transactions with"
        + " these ids into the source")
  }

  /// The replica has all that its source has.
  ///
  /// `source` is read before `replica`.
  public static func missing(source: GTIDSet, replica: GTIDSet) -> RuleFinding {
    let figures = [figure("source", source), figure("replica", replica)]
    let left = source.subtracting(replica)
    guard !left.isEmpty, left.transactionCount > 0 else {
      return RuleFinding(.pass, "the replica has all that its source has", figures: figures)
    }
    return RuleFinding(
      .fail,
      "the replica lacks \(words(left.transactionCount)) of its source (\(shown(left))): promoted now,"
        + " it has lost them", figures: figures,
      next: "wait until it has caught up, and let nobody write on the source before it is promoted")
  }

  // MARK: What is compared

  private struct Sets {
    let state: BinlogState
    /// The offset's transactions that count (`gtid.source.includes`).
    let stored: GTIDSet
  }

  private struct Unknown: Error {
    let finding: RuleFinding
  }

  private static func sets(_ facts: OffsetCase) -> Result<Sets, Unknown> {
    switch facts.database {
    case .binlog(let state)?:
      guard let gtids = facts.offset?.gtids, !gtids.isEmpty else {
        let reason = "the connector has no offset with GTIDs"
        return .failure(Unknown(finding: RuleFinding(.notKnown, reason)))
      }
      return .success(Sets(state: state, stored: GTIDFilter(facts.configuration).kept(of: gtids)))
    case .postgresql?:
      return .failure(Unknown(finding: .inapplicable("PostgreSQL has no GTIDs")))
    case nil:
      return .failure(Unknown(finding: RuleFinding(.notKnown, facts.databaseGap)))
    }
  }

  /// What is in `set` alone; in MariaDB also what a server wrote that `other` has never met.
  private static func strangers(_ set: GTIDSet, to other: GTIDSet) -> GTIDSet {
    let beyond = set.subtracting(other)
    guard beyond.isEmpty || beyond.transactionCount == 0 else { return beyond }
    return set.keeping { other.ranges(of: $0).isEmpty }
  }

  // MARK: Words

  private static func figure(_ name: String, _ set: GTIDSet) -> RuleFinding.Figure {
    RuleFinding.Figure(name, shown(set))
  }

  private static func words(_ count: UInt64) -> String {
    count == 1 ? "1 transaction" : "\(count) transactions"
  }

  private static func shown(_ gtids: GTIDSet) -> String {
    let text = gtids.description
    return text.count > width ? "\(text.prefix(width))..." : text
  }
}
