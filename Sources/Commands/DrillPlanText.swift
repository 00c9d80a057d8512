import CommandLine
import Debezium
import Drill
import Runtime

/// A drill's plan as a person reads it.
struct DrillPlanText {
  private let plan: DrillPlan
  private let hash: String

  init(_ plan: DrillPlan, hash: String) {
    self.plan = plan
    self.hash = hash
  }

  var text: String {
    let parts = [head, variables, steps, needs, leftOut, strikes, findings, refusals, closing]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var head: String {
    let request = plan.request
    let subject = request.subject == .live ? "the connector itself" : "a shadow of it"
    var lines = [
      "\(plan.definition.name): \(plan.definition.title)",
      "connector  \(request.connector) (\(request.engine.rawValue)), drilled is \(subject)",
    ]
    for endpoint in plan.facts.endpoints {
      lines.append("\(endpoint.name)  \(endpoint.address) (\(endpoint.origin))")
    }
    if let cluster = plan.facts.clusterID { lines.append("Kafka cluster  \(cluster)") }
    switch plan.facts.verdict {
    case .told(let verdict): lines.append("verdict  \(verdict)")
    case .notChecked(let reason) where request.subject == .live:
      lines.append("verdict  not checked: \(reason)")
    case .notChecked: break
    }
    let targets = plan.definition.targets
    let time = targets.time.map { DurationText.text($0) } ?? "none"
    lines.append("targets  RTO \(time), RPO \(targets.changes) changes")
    return Self.lines(lines)
  }

  private var variables: String {
    var table = TextTable([("VARIABLE", .left), ("VALUE", .left), ("FROM", .left)])
    for value in plan.variables {
      table.add([value.name, value.shown ?? "-", value.source].map(DisplayText.printable))
    }
    return table.text
  }

  private var steps: String {
    var table = TextTable([
      ("#", .right), ("STEP", .left), ("RISK", .left), ("USUALLY", .right), ("BUDGET", .right),
      ("TIMEOUT", .right), ("DOES", .left),
    ])
    for (index, step) in plan.steps.enumerated() {
      let mark = step.step.marks.map { " [\($0.rawValue)]" } ?? ""
      table.add([
        "\(index + 1)", DisplayText.printable(step.step.id), step.risk.rawValue,
        step.expected.map { DurationText.text($0) } ?? "-",
        step.step.budget.map { DurationText.text($0) } ?? "-",
        DurationText.text(step.step.timeout), DisplayText.printable(step.text) + mark,
      ])
    }
    let (known, isWhole) = plan.expected
    let total = "usually \(isWhole ? "" : "at least ")\(DurationText.text(known)) in all\n"
    return table.text + total
  }

  /// Each need once, with the steps that have it.
  private var needs: String {
    var table = TextTable([
      ("NEEDS", .left), ("RESULT", .left), ("DETAIL", .left), ("STEPS", .left),
    ])
    var seen: [StepNeed] = []
    for need in plan.steps.flatMap(\.needs) where !seen.contains(need) {
      seen.append(need)
      if case .output = need.kind { continue }
      let steps = plan.steps.filter { $0.needs.contains(need) }.map(\.step.id)
      let (result, detail) =
        switch need.result {
        case .present(let detail): ("ok", detail)
        case .missing(let reason, _): ("missing", reason)
        case .notChecked(let reason): ("not checked", reason)
        }
      table.add(
        [need.name, result, detail, steps.joined(separator: ", ")].map(DisplayText.printable))
    }
    return seen.isEmpty ? "" : table.text
  }

  private var leftOut: String {
    Self.lines(plan.leftOut.map { "without \($0.id): \($0.because) does not hold" })
  }

  private var strikes: String { Self.lines(plan.strikes.map { "strikes \($0)" }) }

  private var findings: String {
    Self.lines(
      plan.findings.map { finding in
        let next = finding.next.map { "; \($0)" } ?? ""
        return "\(finding.isMissing ? "missing" : "note"): \(finding.text)\(next)"
      })
  }

  private var refusals: String {
    Self.lines(
      plan.refusals.map { "refused: \($0.text)\($0.next.map { "; \($0)" } ?? "")" })
  }

  private var closing: String {
    Self.lines([
      "nothing was changed; plan \(hash) for \(plan.typedName)"
    ])
  }

  private static func lines(_ lines: [String]) -> String {
    lines.map { DisplayText.printable($0) + "\n" }.joined()
  }
}
