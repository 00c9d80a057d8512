public import Runtime

/// The statements of one sentinel's transaction, and of the questions beside it.
///
/// The ledger's row is made from the sentinel's own row, so that a change that found no row leaves
/// none in the ledger either.
public struct SentinelTransaction: Sendable, Hashable {
  /// What comes before `check`, in order: the transaction's beginning, the change, the ledger's row.
  public let statements: [String]
  /// The query within the transaction that gives one row when the change was made.
  public let check: String
  /// What ends it.
  public let commit = "COMMIT"
  /// What ends it when the change was not made.
  public let rollback = "ROLLBACK"

  /// The transaction of a change that is written at `time`.
  public init(_ change: SentinelChange, at time: Timestamp, in tables: SentinelTables) {
    let sentinels = tables.dialect.table(tables.sentinels)
    let row = "run = '\(tables.run)' AND first_number = \(change.key)"
    let ledger = """
      INSERT INTO \(tables.dialect.table(tables.ledger)) (number, kind, first_number, written_at) \
      SELECT \(change.number), '\(change.kind.rawValue)', first_number, \(time.milliseconds) \
      FROM \(sentinels) WHERE \(row)
      """
    let values = "'\(tables.run)', \(change.key), \(change.number), \(time.milliseconds)"
    statements =
      ["BEGIN"]
      + {
        switch change.kind {
        case .insert:
          [
            """
            INSERT INTO \(sentinels) (run, first_number, number, written_at) VALUES (\(values))
            """, ledger,
          ]
        case .update:
          [
            """
            UPDATE \(sentinels) SET number = \(change.number), written_at = \(time.milliseconds) \
            WHERE \(row)
            """, ledger,
          ]
        case .delete: [ledger, "DELETE FROM \(sentinels) WHERE \(row)"]
        }
      }()
    check = Self.lookup(change.number, in: tables)
  }

  /// The query that gives one row when the ledger has the change.
  public static func lookup(_ number: Int, in tables: SentinelTables) -> String {
    "SELECT number FROM \(tables.dialect.table(tables.ledger)) WHERE number = \(number)"
  }

  /// The query for the keys of the run's rows, oldest first.
  public static func aliveKeys(in tables: SentinelTables) -> String {
    """
    SELECT first_number FROM \(tables.dialect.table(tables.sentinels)) \
    WHERE run = '\(tables.run)' ORDER BY first_number
    """
  }

  /// The query for the greatest number of the ledger; 0 for a run that has written nothing.
  public static func lastNumber(in tables: SentinelTables) -> String {
    "SELECT max(number) FROM \(tables.dialect.table(tables.ledger))"
  }

  /// The query for the ledger's rows: `number`, `kind`, `first_number`, `written_at`, in order.
  public static func ledger(in tables: SentinelTables) -> String {
    """
    SELECT number, kind, first_number, written_at FROM \(tables.dialect.table(tables.ledger)) \
    WHERE number > 0 ORDER BY number
    """
  }
}
