/// Why a proof does not hold.
public enum ProofObjection: Sendable, Hashable, CustomStringConvertible {
  /// The last sentinel did not come in time, and with it so many changes.
  case notArrived(Int)
  /// No sentinel was written, or none came.
  case nothingArrived
  /// So many changes are lost that were not declared; so many may be.
  case lost(Int, allowed: Int)
  /// So many changes may have been where the topic could not be read.
  case notChecked(Int)
  /// So many changes came behind a later one of their row.
  case outOfOrder(Int)
  /// It is not known what the connector went on from after the step.
  case continuationUnknown(step: String)
  /// The offset that the step wrote was not read back before the connector was resumed.
  case notReadBack(step: String)
  /// The first new offset does not go on from the one that the step wrote.
  case doesNotContinue(step: String)
  /// So many rows of an initial snapshot came after the step.
  case snapshotRows(Int, step: String)
  /// So few changes are lost of those whose loss the drill is about; at least so many have to be.
  case nothingLost(Int, expected: Int)
  /// So many of the rows that lie still were not read by a snapshot since the step.
  case notRead(Int, of: Int, step: String)

  /// One sentence without a full stop.
  public var description: String {
    switch self {
    case .notArrived(let count):
      "the last sentinel did not arrive in time; changes that have not arrived: \(count)"
    case .nothingArrived: "no sentinel arrived, so nothing is shown"
    case .lost(let count, let allowed):
      "changes that are lost: \(count), and at most \(allowed) may be"
    case .notChecked(let count):
      "changes that may lie in a part of the topic that was gone before it was read: \(count)"
    case .outOfOrder(let count):
      "changes that arrived behind a later one of the same row: \(count)"
    case .continuationUnknown(let step):
      "what the connector went on from after '\(step)' is not known"
    case .notReadBack(let step):
      "the offset that '\(step)' wrote was not read back before the connector was resumed"
    case .doesNotContinue(let step):
      "the first new offset does not continue from the one that '\(step)' wrote"
    case .snapshotRows(let count, let step):
      "rows of an initial snapshot that came after '\(step)': \(count)"
    case .nothingLost(let count, let expected):
      "declared changes that are lost: \(count), and at least \(expected) have to be"
    case .notRead(_, of: 0, let step):
      "no row lies still since '\(step)', so nothing shows that a snapshot has read them"
    case .notRead(let count, let all, let step):
      "rows that no snapshot has read since '\(step)': \(count) of \(all)"
    }
  }
}
