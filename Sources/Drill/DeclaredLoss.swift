internal import Runtime

/// The loss that a drill declares, on the clock of its run.
struct DeclaredLoss: Sendable {
  private let kinds: Set<SentinelKind>
  private let stretches: [(from: Timestamp, until: Timestamp)]

  /// The stretches from each step with the first mark to the next one with the second.
  ///
  /// One whose end has not come goes on for ever. None when nothing is declared.
  init(_ demand: ProofDemand, _ marks: [SentinelHistory.MarkedStep]) {
    guard let loss = demand.expectedLoss else {
      kinds = []
      stretches = []
      return
    }
    kinds = loss.kinds
    stretches = marks.filter { $0.mark == loss.from }.map { begin in
      let end = marks.filter { $0.mark == loss.until && $0.start >= begin.start }
        .filter { $0.step != begin.step }.min { $0.start < $1.start }
      return (
        from: begin.start + (.zero - SentinelProof.underWay),
        until: end?.done ?? Timestamp(milliseconds: .max)
      )
    }
  }

  /// Whether the loss of this change is declared.
  func covers(_ row: SentinelLedgerRow) -> Bool {
    kinds.contains(row.change.kind)
      && stretches.contains { $0.from <= row.time && row.time <= $0.until }
  }
}
