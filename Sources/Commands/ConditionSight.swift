import Checks
import Drill
import JSON

/// What was seen of one condition.
struct ConditionSight {
  /// Why it does not hold; nil when it does.
  var objection: String?
  /// What to do about that; nil for what every condition has.
  var hint: String?
  /// What a person should know although it holds.
  var warning: String?
  /// What the journal keeps of it; nil for nothing more than that it holds.
  var evidence: JSONValue?

  init(objection: String?, hint: String? = nil) {
    self.objection = objection
    self.hint = hint
  }

  /// A rule's finding: a warning holds, and what is not known does not.
  init(_ rule: DrillRule, _ finding: RuleFinding) {
    switch finding.verdict {
    case .pass: break
    case .warn: warning = "\(rule.rawValue): \(finding.reason)"
    case .fail: objection = "\(rule.rawValue): \(finding.reason)"
    case .notKnown: objection = "\(rule.rawValue) is not known: \(finding.reason)"
    }
    hint = finding.next
    let figures = finding.figures.map { JSONValue.Member(name: $0.name, value: .string($0.value)) }
    evidence = .object([
      .init(name: "rule", value: .string(rule.rawValue)),
      .init(name: "verdict", value: .string(finding.verdict.rawValue)),
      .init(name: "reason", value: .string(finding.reason)),
      .init(name: "figures", value: .object(figures)),
      .init(name: "next", value: finding.next.map(JSONValue.string) ?? .null),
    ])
  }
}
