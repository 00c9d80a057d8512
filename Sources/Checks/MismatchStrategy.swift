internal import Debezium

/// PostgreSQL's `offset.mismatch.strategy`: what counts when offset and slot differ.
enum MismatchStrategy: String {
  case noValidation = "no_validation"
  case trustOffset = "trust_offset"
  case trustSlot = "trust_slot"
  case trustGreaterLSN = "trust_greater_lsn"

  init(_ configuration: ConnectorConfiguration) {
    let word = configuration["offset.mismatch.strategy"]?.lowercased()
    self = word.flatMap(Self.init(rawValue:)) ?? .noValidation
  }

  /// Whether an offset before the slot's oldest log is taken without a word (facts 7 and 18).
  var ignoresMissingLog: Bool { self == .trustSlot || self == .trustGreaterLSN }

  /// Whether the slot itself is moved to an offset ahead of it.
  var movesSlot: Bool { self == .trustOffset || self == .trustGreaterLSN }
}
