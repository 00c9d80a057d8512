internal import JSON
import Runtime

/// How far one offset of a connector lies behind another, in each measure that both tell.
///
/// Positive when the second lies behind the first in the log, negative when it lies before it.
public struct OffsetDistance: Sendable, Hashable {
  /// Bytes of PostgreSQL's write-ahead log, or of one binary log file; nil across files.
  public var bytes: Int64?
  /// Transactions, as PostgreSQL's ids or the GTID sets count them; nil when each set has what the
  /// other lacks.
  ///
  /// MariaDB's sets name the last of each domain and server: the difference of the numbers counts.
  public var transactions: Int64?
  /// Seconds between the events, by the database's clock.
  public var seconds: Double?

  /// The distance from one offset to another.
  public init(from first: SourceOffset, to second: SourceOffset) {
    if let from = first.restartLSN, let to = second.restartLSN {
      bytes = from.distance(to: to)
    } else if let file = first.file, file == second.file,
      let from = first.position, let to = second.position
    {
      let (difference, overflow) = to.subtractingReportingOverflow(from)
      bytes = overflow ? nil : difference
    }
    if let from = first.gtids, let to = second.gtids {
      transactions = Self.transactions(from: from, to: to)
    }
    if first.restartLSN != nil, second.restartLSN != nil,
      let from = first.members["txId"]?.integerValue, let to = second.members["txId"]?.integerValue
    {
      let (difference, overflow) = to.subtractingReportingOverflow(from)
      transactions = overflow ? nil : difference
    }
    if let from = first.time, let to = second.time {
      seconds = Double(to.milliseconds) / 1000 - Double(from.milliseconds) / 1000
    }
  }

  /// Whether no measure tells anything.
  public var isUnknown: Bool { bytes == nil && transactions == nil && seconds == nil }

  private static func transactions(from: GTIDSet, to: GTIDSet) -> Int64? {
    let ahead = Int64(clamping: to.subtracting(from).transactionCount)
    let behind = Int64(clamping: from.subtracting(to).transactionCount)
    if ahead > 0, behind > 0 { return nil }
    return ahead > 0 ? ahead : -behind
  }
}

extension SourceOffset {
  /// PostgreSQL: the position from which the connector goes on, `lsn_proc`, else `lsn` (facts 7).
  public var restartLSN: LSN? { processedLSN ?? lsn }
}
