/// What becomes of a property of the live connector in its shadow.
enum ShadowPropertyRule: Sendable, Hashable {
  /// The shadow has it as it is.
  case copied
  /// The shadow has one of its own, or none for this reason.
  case own(else: String)
  /// The shadow has none, for this reason.
  case dropped(String)
  /// Something else decides over it: converters, transforms, schema history.
  case decided(Decider)
  /// No version of Debezium or Connect that is known here has it.
  case unknown

  /// Who decides.
  enum Decider: Sendable, Hashable {
    case converters
    case transforms
    case schemaHistory
    case clientOverride
  }

  /// The rule for a property, by its whole name first and then by what it begins with.
  static func of(_ name: String) -> ShadowPropertyRule {
    if let rule = ShadowPropertyTable.byName[name] { return rule }
    return ShadowPropertyTable.byBeginning.first { name.hasPrefix($0.beginning) }?.rule ?? .unknown
  }
}
