/// What a change event did: the envelope's `op`, whose letter in ASCII is the raw value.
public enum Operation: UInt8, Sendable, Hashable, CaseIterable {
  /// A row read by a snapshot of any kind.
  case read = 0x72
  /// An insert.
  case create = 0x63
  /// An update.
  case update = 0x75
  /// A delete.
  case delete = 0x64
  /// A truncated table, without a row.
  case truncate = 0x74
  /// A PostgreSQL logical decoding message, without a row.
  case message = 0x6D

  /// The letter as Debezium writes it: `r`, `c`, `u`, `d`, `t` or `m`.
  public var text: String { String(Unicode.Scalar(rawValue)) }

  /// The operation that `op` names; nil for anything but one of the six letters.
  public init?(_ text: String) {
    guard text.utf8.count == 1, let letter = text.utf8.first else { return nil }
    self.init(rawValue: letter)
  }
}
