internal import Runtime

/// What a history of sentinels proves.
public struct SentinelProof: Sendable, Hashable {
  /// The proof in one word.
  public enum Verdict: String, Sendable, Hashable {
    /// It holds.
    case holds
    /// More is lost than may be.
    case lost
    /// What was to be shown is not: not all could be looked at, or it was something else that
    /// brought the connector back.
    case notProved = "not-proved"
    /// The last sentinel has not arrived; what is missing may still come.
    case notArrived = "not-arrived"
  }

  /// A change that counts as lost.
  public struct Loss: Sendable, Hashable {
    /// The change, and when it was written.
    public var row: SentinelLedgerRow
    /// Whether a later state of its row came.
    public var isSuperseded: Bool
    /// Whether the drill declares it.
    public var isDeclared: Bool
  }

  /// What became of each change.
  public let reckoning: SentinelReckoning
  /// What counts as lost, in order; superseded changes only where no snapshot may stand for them.
  public let losses: [Loss]
  /// Why it does not hold; empty when it does.
  public let objections: [ProofObjection]
  /// What a person should know all the same; sentences without a full stop.
  public let findings: [String]

  /// How much before a mark a change may have been written that was still under way then.
  ///
  /// Debezium asks the database twice a second by default.
  public static let underWay = Duration.seconds(2)

  /// Judges a history.
  public init(_ history: SentinelHistory, _ demand: ProofDemand, _ targets: RecoveryTargets) {
    reckoning = SentinelReckoning(history)
    losses = Self.losses(reckoning, demand, history)
    objections =
      Self.objections(reckoning.counts, losses, targets) + Self.continuity(history, demand)
      + Self.expectations(history, losses, demand)
    findings = Self.findings(reckoning.counts, losses, demand)
  }

  /// The recovery point: how many changes are lost.
  public var lostChanges: Int { losses.count }

  /// The time from the writing of the first lost change to that of the last; nil when none is.
  public var lossSpan: Duration? {
    guard let first = losses.first, let last = losses.last else { return nil }
    return last.row.time - first.row.time
  }

  /// The proof in one word.
  public var verdict: Verdict {
    var worst = Verdict.holds
    for objection in objections {
      switch objection {
      case .notArrived: return .notArrived
      case .lost: worst = .lost
      case .nothingArrived, .notChecked, .outOfOrder, .continuationUnknown, .notReadBack,
        .doesNotContinue, .snapshotRows, .nothingLost, .notRead:
        if worst == .holds { worst = .notProved }
      }
    }
    return worst
  }

  // MARK: Losses

  private static func losses(
    _ reckoning: SentinelReckoning, _ demand: ProofDemand, _ history: SentinelHistory
  ) -> [Loss] {
    let missing = reckoning.entries.filter { entry in
      entry.word == .lost || (entry.word == .superseded && !demand.allowsSnapshot)
    }
    let declared = DeclaredLoss(demand, history.marks)
    // Where a snapshot may stand for what led to a state, the loss of a row's delete says all.
    let gone =
      !demand.allowsSnapshot
      ? []
      : Set(
        missing.lazy.map(\.row)
          .filter { $0.change.kind == .delete && declared.covers($0) }.map(\.change.key))
    return missing.map { entry in
      Loss(
        row: entry.row, isSuperseded: entry.word == .superseded,
        isDeclared: declared.covers(entry.row) || gone.contains(entry.row.change.key))
    }
  }

  // MARK: Rules

  private static func objections(
    _ counts: SentinelCounts, _ losses: [Loss], _ targets: RecoveryTargets
  ) -> [ProofObjection] {
    var objections: [ProofObjection] = []
    if counts.notArrived > 0 { objections.append(.notArrived(counts.notArrived)) }
    if counts.arrived + counts.snapshotRows == 0 { objections.append(.nothingArrived) }
    let undeclared = losses.count { !$0.isDeclared }
    if undeclared > targets.changes {
      objections.append(.lost(undeclared, allowed: targets.changes))
    }
    if counts.notChecked > 0 { objections.append(.notChecked(counts.notChecked)) }
    if counts.outOfOrder > 0 { objections.append(.outOfOrder(counts.outOfOrder)) }
    return objections
  }

  private static func continuity(
    _ history: SentinelHistory, _ demand: ProofDemand
  ) -> [ProofObjection] {
    guard let step = demand.continuesFrom else { return [] }
    guard let known = history.continuation else { return [.continuationUnknown(step: step)] }
    var objections: [ProofObjection] = []
    if !known.wasReadBack { objections.append(.notReadBack(step: step)) }
    switch known.goesOn {
    case true?: break
    case false?: objections.append(.doesNotContinue(step: step))
    case nil: objections.append(.continuationUnknown(step: step))
    }
    let rows = history.arrivals.count { arrival in
      arrival.operation == .read(isIncremental: false)
        && arrival.offset >= known.ends[arrival.partition, default: 0]
    }
    if rows > 0 { objections.append(.snapshotRows(rows, step: step)) }
    return objections
  }

  /// What has to have come about for the drill to show anything.
  private static func expectations(
    _ history: SentinelHistory, _ losses: [Loss], _ demand: ProofDemand
  ) -> [ProofObjection] {
    var objections: [ProofObjection] = []
    let declared = losses.count(where: \.isDeclared)
    if let wanted = demand.expectedLoss?.atLeast, declared < wanted {
      objections.append(.nothingLost(declared, expected: wanted))
    }
    guard let step = demand.readSince else { return objections }
    let rows = history.readSince.map { StillRows(history.ledger, since: $0) }
    let unread = rows?.unread(in: history.arrivals) ?? 0
    if unread > 0 || rows?.count ?? 0 == 0 {
      objections.append(.notRead(unread, of: rows?.count ?? 0, step: step))
    }
    return objections
  }

  private static func findings(
    _ counts: SentinelCounts, _ losses: [Loss], _ demand: ProofDemand
  ) -> [String] {
    var findings: [String] = []
    if counts.lostByDatabase > 0 {
      findings.append(
        """
        changes that the database had acknowledged and does not have any more: \
        \(counts.lostByDatabase)
        """)
    }
    if counts.onlyInTopic > 0 {
      findings.append(
        "changes that are in the topic and not in the database: \(counts.onlyInTopic)")
    }
    if demand.expectedLoss != nil, !losses.contains(where: \.isDeclared) {
      findings.append("nothing was lost of what the drill declares as a loss")
    }
    return findings
  }
}
