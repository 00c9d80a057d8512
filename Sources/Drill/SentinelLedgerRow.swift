public import Runtime

/// A row of the ledger: a change that was committed.
public struct SentinelLedgerRow: Sendable, Hashable {
  /// The change.
  public var change: SentinelChange
  /// When its transaction began, by the writer's clock.
  public var time: Timestamp

  /// A row; see the properties.
  public init(_ change: SentinelChange, at time: Timestamp) {
    self.change = change
    self.time = time
  }

  /// Reads the columns of `SentinelTransaction.ledger`; nil when they are of another kind.
  public init?(columns: [String?]) {
    guard columns.count == 4, let number = columns[0].flatMap({ Int($0) }),
      let kind = columns[1].flatMap(SentinelKind.init(rawValue:)),
      let key = columns[2].flatMap({ Int($0) }), let time = columns[3].flatMap({ Int64($0) }),
      SentinelChange.numbers.contains(number), SentinelChange.numbers.contains(key)
    else { return nil }
    change = SentinelChange(number: number, kind: kind, key: key)
    self.time = Timestamp(milliseconds: time)
  }
}
