internal import Debezium

/// A plan as a runbook in Markdown: what a person does where the program cannot, line by line.
///
/// What is known only while the drill runs stands as a shell variable, and the line before says how it
/// gets its value, so that every command can be typed as it is.
public struct DrillRunbook {
  private let plan: DrillPlan
  private let manual: ManualStep
  private let hash: String

  /// The runbook of a plan with this hash.
  public init(_ plan: DrillPlan, hash: String) {
    self.plan = plan
    self.hash = hash
    manual = ManualStep(plan: plan)
  }

  /// The whole text; ends with a line feed.
  public var text: String {
    [head, contacts, targets, before, steps, verification, after]
      .map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var request: DrillRequest { plan.request }

  // MARK: Head

  private var head: [String] {
    let what = request.subject == .live ? "the live connector" : "a shadow of the connector"
    return [
      "# \(plan.definition.title)", "",
      "Drill `\(plan.definition.name)` on \(what) `\(request.connector)` (\(request.engine.rawValue)),"
        + " plan `\(hash)`.", "",
    ] + plan.facts.endpoints.map { "- \($0.name): `\($0.address)` (from \($0.origin))" }
      + (plan.strikes.isEmpty
        ? [] : ["", "It strikes beside its subject:", ""] + plan.strikes.map { "- \($0)" })
  }

  private var contacts: [String] {
    let known = plan.definition.contacts.map { "- \(plan.values.shown($0))" }
    return ["## Contacts", ""]
      + (known.isEmpty
        ? ["- Write them under `contacts:` in the drill's file, then print this again."] : known)
  }

  private var targets: [String] {
    let targets = plan.definition.targets
    let whole =
      targets.whole.map { ["- The whole drill: at most \(DrillDuration.text($0))."] } ?? []
    return [
      "## Targets", "",
      targets.time.map {
        "- RTO: rows arrive again at most \(DrillDuration.text($0)) after the outage began."
      } ?? "- RTO: none is set; the drill measures it.",
      "- RPO: \(targets.changes) changes may be lost.",
    ] + whole
  }

  // MARK: Before

  private var before: [String] {
    var lines = ["## Before", ""]
    lines += plan.refusals.map { "- [ ] It is refused: \(line($0))" }
    lines += plan.findings.map { "- [ ] \(line($0))" }
    let needs = plan.steps.flatMap(\.needs)
    var seen: Set<StepNeed> = []
    for need in needs where seen.insert(need).inserted {
      if case .output = need.kind { continue }
      switch need.result {
      case .present(let detail): lines.append("- [x] \(need.name): \(detail)")
      case .notChecked(let reason):
        lines.append("- [ ] Look whether there is \(need.name): \(reason)")
      case .missing: break
      }
    }
    return lines + ["", "The program does all of it by itself:", "", "```sh"] + commands + ["```"]
  }

  private func line(_ finding: DrillPlan.Finding) -> String {
    finding.text + (finding.next.map { "; \($0)" } ?? "")
  }

  private var commands: [String] {
    let drill = manual.commandLine
    return [
      "\(drill.replacing("drill run", with: "drill plan"))",
      "\(drill) --execute --confirm \(StepText.quoted(plan.typedName)) --plan \(hash)",
    ]
  }

  // MARK: Steps

  private var steps: [String] {
    var lines = ["## Steps", ""]
    if request.subject == .shadow {
      lines += [
        "These are done to a connector of the drill's own. In an emergency the same lines help the real"
          + " one: set `connector=\(request.connector)`.", "",
      ]
    }
    lines += manual.beginning.isEmpty ? [] : ["```sh"] + manual.beginning + ["```", ""]
    for (index, step) in plan.steps.enumerated() {
      lines += self.lines(of: step, number: index + 1)
    }
    let left = plan.leftOut.map { "- `\($0.id)`: \($0.because) does not hold" }
    return lines + (left.isEmpty ? [] : ["Not part of it:", ""] + left)
  }

  private func lines(of step: DrillPlan.PlannedStep, number: Int) -> [String] {
    var notes = ["risk: \(step.risk.rawValue)", "at most \(DrillDuration.text(step.step.timeout))"]
    if let budget = step.step.budget { notes.append("budget \(DrillDuration.text(budget))") }
    if let mark = step.step.marks { notes.append("marks \(mark.rawValue)") }
    if request.subject == .live, case .action(let undo) = step.written.undo {
      notes.append("undone by: \(manual.words(undo))")
    } else if let undo = step.undo {
      notes.append("undone by: \(undo)")
    }
    let title =
      step.written.title.map { ": \(plan.values.shown($0, rest: ManualStep.shellName))" } ?? ""
    return ["### \(number). \(step.step.id)\(title)", "", "(\(notes.joined(separator: "; ")))", ""]
      + manual.lines(of: step.written) + [""]
  }

  // MARK: After

  private var verification: [String] {
    var lines = ["## Verification", ""]
    for step in plan.steps {
      switch step.step.action {
      case .check, .sentinel:
        lines.append("- [ ] `\(step.step.id)`: \(manual.words(step.written.action))")
      case .wait where step.step.marks == .recovered:
        lines.append("- [ ] `\(step.step.id)`: \(manual.words(step.written.action))")
      default: break
      }
    }
    return lines + [
      "- [ ] The connector runs: `cdcwatch connector status \(StepText.quoted(request.connector))`",
      "- [ ] A restart would go on: `cdcwatch offsets check -c \(StepText.quoted(request.connector))`",
    ]
  }

  private var after: [String] {
    [
      "## When it stops half-way", "",
      "- The last line that it printed has the command that goes on: `cdcwatch drill resume \"$run_id\"`.",
      "- To give up and undo: `cdcwatch drill abort \"$run_id\"`.",
      "- The report: `cdcwatch drill report \"$run_id\"`.",
    ]
  }
}
