internal import Debezium
public import JSON

/// A plan as one JSON object.
public struct DrillPlanDocument {
  private let plan: DrillPlan
  private let hash: String

  /// The document of a plan with this hash.
  public init(_ plan: DrillPlan, hash: String) {
    self.plan = plan
    self.hash = hash
  }

  /// `schema_version` 1; null for what is not known, durations in seconds.
  public var object: JSONValue {
    .object([
      ("schema_version", .integer(1)), ("drill", .string(plan.definition.name)),
      ("title", .string(plan.definition.title)), ("connector", .string(plan.request.connector)),
      ("subject", .string(plan.request.subject.rawValue)),
      ("engine", .string(plan.request.engine.rawValue)),
      ("endpoints", .array(plan.facts.endpoints.map(Self.endpoint))),
      ("cluster_id", Self.text(plan.facts.clusterID)),
      ("verdict", Self.text(plan.facts.verdict.value)),
      ("variables", .array(plan.variables.map(Self.variable))), ("targets", targets),
      ("contacts", .array(plan.definition.contacts.map { .string(plan.values.shown($0)) })),
      ("steps", .array(plan.steps.map(step))),
      (
        "left_out",
        .array(
          plan.leftOut.map { step in
            .object([("id", .string(step.id)), ("because", .string(step.because))])
          })
      ),
      ("strikes", .array(plan.strikes.map(JSONValue.string))),
      ("findings", .array(plan.findings.map(Self.finding))),
      ("refusals", .array(plan.refusals.map(Self.finding))),
      ("expected_seconds", .integer(DrillDuration.seconds(plan.expected.known))),
      ("plan_hash", .string(hash)),
    ])
  }

  private var targets: JSONValue {
    let targets = plan.definition.targets
    return .object([
      ("rto_seconds", Self.seconds(targets.time)),
      ("rpo_changes", .integer(Int64(targets.changes))),
      ("whole_seconds", Self.seconds(targets.whole)),
    ])
  }

  private func step(_ step: DrillPlan.PlannedStep) -> JSONValue {
    .object([
      ("id", .string(step.step.id)), ("kind", .string(step.step.action.kind)),
      ("title", Self.text(step.written.title.map { plan.values.shown($0) })),
      ("does", .string(step.text)), ("risk", .string(step.risk.rawValue)),
      ("needs", .array(step.needs.map(Self.need))),
      ("timeout_seconds", Self.seconds(step.step.timeout)),
      ("budget_seconds", Self.seconds(step.step.budget)),
      ("expected_seconds", Self.seconds(step.expected)), ("undo", Self.text(step.undo)),
      ("on_failure", .string(step.step.onFailure.rawValue)),
      ("marks", Self.text(step.step.marks?.rawValue)),
      ("changes", .array(step.step.changes.map(\.rawValue).sorted().map(JSONValue.string))),
    ])
  }

  // MARK: Parts

  private static func endpoint(_ endpoint: DrillFacts.Endpoint) -> JSONValue {
    .object([
      ("name", .string(endpoint.name)), ("address", .string(endpoint.address)),
      ("origin", .string(endpoint.origin)),
    ])
  }

  private static func variable(_ value: DrillValues.Value) -> JSONValue {
    .object([
      ("name", .string(value.name)), ("value", text(value.shown)),
      ("source", .string(value.source)),
    ])
  }

  private static func need(_ need: StepNeed) -> JSONValue {
    let (result, detail, next): (String, String, String?) =
      switch need.result {
      case .present(let detail): ("ok", detail, nil)
      case .missing(let reason, let next): ("missing", reason, next)
      case .notChecked(let reason): ("not checked", reason, nil)
      }
    return .object([
      ("need", .string(need.name)), ("result", .string(result)), ("detail", .string(detail)),
      ("next", text(next)),
    ])
  }

  private static func finding(_ finding: DrillPlan.Finding) -> JSONValue {
    .object([
      ("text", .string(finding.text)), ("next", text(finding.next)),
      ("missing", .bool(finding.isMissing)),
    ])
  }

  private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  private static func seconds(_ duration: Duration?) -> JSONValue {
    guard let duration else { return .null }
    let (seconds, attoseconds) = duration.components
    return attoseconds == 0
      ? .integer(seconds) : .number("\(seconds).\(padded(attoseconds / 1_000_000_000_000_000))")
  }

  private static func padded(_ milliseconds: Int64) -> String {
    let digits = String(milliseconds)
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}
