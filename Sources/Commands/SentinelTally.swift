import Drill

/// What a writer of sentinels has done so far.
struct SentinelTally: Sendable, Hashable {
  /// Changes that the database has acknowledged, or that the ledger was found to have.
  var committed = 0
  /// Of these, those whose acknowledgement was lost.
  var found = 0
  /// Changes whose acknowledgement was lost, and that the ledger did not have.
  var absent = 0
  /// Changes that failed before they were committed.
  var failed = 0
  /// How often it connected.
  var connections = 0
  /// The number of the last change that was committed; nil for none.
  var last: Int?
  /// Why nothing can be written now; nil while it can be.
  var trouble: String?
  /// Why the log took no line, which ends the writer; nil when it did.
  var logFailure: String?

  mutating func count(_ outcome: SentinelLogEntry.Outcome, of number: Int) {
    if outcome == .committed || outcome == .found { last = max(last ?? number, number) }
    switch outcome {
    case .committed: committed += 1
    case .found:
      committed += 1
      found += 1
    case .absent: absent += 1
    case .failed: failed += 1
    }
  }
}
