/// How many sentinels came to what.
///
/// `written` is the sum of `arrived`, `snapshotRows`, `superseded`, `lost`, `notChecked` and
/// `notArrived`; the others count beside it. A change that a failover undid after Debezium had read it
/// is both `lostByDatabase` and `onlyInTopic`.
public struct SentinelCounts: Sendable, Hashable {
  /// Changes of the ledger, from the one with which counting starts.
  public var written = 0
  /// See `SentinelClass.arrived`.
  public var arrived = 0
  /// See `SentinelClass.snapshotRow`.
  public var snapshotRows = 0
  /// See `SentinelClass.superseded`.
  public var superseded = 0
  /// See `SentinelClass.lost`.
  public var lost = 0
  /// Changes that the database acknowledged and does not have.
  public var lostByDatabase = 0
  /// Changes in the topic that the database does not have.
  public var onlyInTopic = 0
  /// See `SentinelClass.notChecked`.
  public var notChecked = 0
  /// See `SentinelClass.notArrived`.
  public var notArrived = 0
  /// Events that came again.
  public var repeated = 0
  /// Changes that first arrived behind a later one of their row.
  public var outOfOrder = 0

  /// Nothing counted.
  public init() {}

  mutating func count(_ word: SentinelClass) {
    written += 1
    switch word {
    case .arrived: arrived += 1
    case .snapshotRow: snapshotRows += 1
    case .superseded: superseded += 1
    case .lost: lost += 1
    case .notChecked: notChecked += 1
    case .notArrived: notArrived += 1
    }
  }
}
