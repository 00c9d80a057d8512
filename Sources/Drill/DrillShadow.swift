/// What a drill's shadow would be, as far as its plan tells.
public struct DrillShadow: Sendable, Hashable {
  /// What of the live connector's configuration it does not take over, with the reasons.
  public let dropped: [DroppedProperty]
  /// What else a person should know of it, a sentence each.
  public let notes: [String]
  /// The copied properties that are secrets in plain text; Connect keeps them for good.
  public let plainSecrets: [String]
  /// What the rules say.
  public let findings: [ShadowFinding]

  /// The outline of a shadow.
  public init(_ shadow: ShadowConnector, findings: [ShadowFinding]) {
    dropped = shadow.dropped
    notes = shadow.notes
    plainSecrets = shadow.plainSecrets
    self.findings = findings
  }

  var refusals: [DrillPlan.Finding] {
    findings.filter { $0.weight == .refused }.map { DrillPlan.Finding($0.text, next: $0.hint) }
  }

  var warnings: [DrillPlan.Finding] {
    findings.filter { $0.weight != .refused }.map { finding in
      let start = finding.weight == .notChecked ? "not checked: " : ""
      return DrillPlan.Finding(start + finding.text, next: finding.hint)
    }
  }
}
