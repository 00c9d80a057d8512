import JSON
import Runtime

/// How far it is from one offset to another of the same source.
///
/// Every number counts from the first to the second: negative when the second lies before.
public struct OffsetDistance: Sendable, Hashable {
  /// Bytes of the log; nil where they cannot be told.
  public var bytes: Int64?
  /// Milliseconds by the database's own times; nil where they are not told.
  public var milliseconds: Int64?
  /// Transactions; nil where they cannot be told, and when each has some that the other lacks.
  public var transactions: Int64?
  /// Transactions of the first that the second does not have: the two are of different histories
  /// when both sides have some; nil without GTIDs.
  public var onlyInFirst: UInt64?
  /// Transactions of the second that the first does not have; nil without GTIDs.
  public var onlyInSecond: UInt64?
  /// What the bytes are of.
  public var log: String

  /// The distance from `first` to `second`.
  public init(from first: SourceOffset, to second: SourceOffset) {
    let isPostgreSQL = first.engine == .postgresql && second.engine == .postgresql
    log = isPostgreSQL ? "WAL" : "binary log"
    if let start = first.time, let end = second.time {
      milliseconds = Self.difference(start.milliseconds, end.milliseconds)
    }
    if isPostgreSQL {
      if let start = first.restartLSN, let end = second.restartLSN {
        bytes = start.distance(to: end)
      }
      if let start = first.members["txId"]?.integerValue,
        let end = second.members["txId"]?.integerValue
      {
        transactions = Self.difference(start, end)
      }
      return
    }
    if let start = first.gtids, let end = second.gtids {
      let gone = start.subtracting(end).transactionCount
      let come = end.subtracting(start).transactionCount
      (onlyInFirst, onlyInSecond) = (gone, come)
      if !isFork {
        transactions = Self.difference(Int64(clamping: gone), Int64(clamping: come))
      }
    }
    if let file = first.file, file == second.file, let start = first.position,
      let end = second.position
    {
      bytes = Self.difference(start, end)
    }
  }

  /// Seconds by the database's own times; nil where they are not told.
  public var seconds: Double? { milliseconds.map { Double($0) / 1000 } }

  /// Whether no measure tells anything.
  public var isUnknown: Bool { bytes == nil && transactions == nil && milliseconds == nil }

  /// Whether each has transactions that the other does not have.
  public var isFork: Bool { (onlyInFirst ?? 0) > 0 && (onlyInSecond ?? 0) > 0 }

  private static func difference(_ start: Int64, _ end: Int64) -> Int64? {
    let (difference, overflow) = end.subtractingReportingOverflow(start)
    return overflow ? nil : difference
  }
}

extension SourceOffset {
  /// PostgreSQL: the position from which the connector goes on, `lsn_proc`, else `lsn` (facts 7).
  public var restartLSN: LSN? { processedLSN ?? lsn }
}
