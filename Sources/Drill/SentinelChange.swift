/// A change that a sentinel's transaction makes.
public struct SentinelChange: Sendable, Hashable {
  /// The numbers that a change can have: so few that adding to one never overflows.
  public static let numbers = 1...(1 << 60)

  /// Its number within the run, from 1.
  public var number: Int
  /// What it does.
  public var kind: SentinelKind
  /// The number of the insert that made the row: with the run, its key.
  public var key: Int

  /// A change; see the properties.
  public init(number: Int, kind: SentinelKind, key: Int) {
    self.number = number
    self.kind = kind
    self.key = key
  }
}
