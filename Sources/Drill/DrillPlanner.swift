/// Makes a drill's plan; asks nobody.
public struct DrillPlanner {
  private let definition: DrillDefinition
  private let request: DrillRequest
  private let facts: DrillFacts
  private let values: DrillValues

  /// The plan of a drill without `drill` steps.
  ///
  /// Throws when inputs are unknown or missing; everything else is a finding or a refusal of the plan.
  public static func plan(
    _ definition: DrillDefinition, _ request: DrillRequest, _ facts: DrillFacts
  ) throws(DrillInputError) -> DrillPlan {
    let values = try DrillValues(definition, request)
    return try DrillPlanner(
      definition: definition, request: request, facts: facts, values: values
    ).plan()
  }

  private func plan() throws(DrillInputError) -> DrillPlan {
    var plan = DrillPlan(definition: definition, request: request, facts: facts, values: values)
    var kept: [DrillStep] = []
    for step in definition.steps {
      if let because = try reasonToLeaveOut(step) {
        plan.leftOut.append(.init(id: step.id, because: because))
      } else {
        kept.append(step)
      }
    }
    kept =
      [DrillStep(id: "setup", action: .setup)] + kept + [
        DrillStep(id: "teardown", action: .teardown)
      ]
    plan.steps = kept.map(planned)
    plan.variables = variables(of: kept)
    plan.strikes = strikes()
    plan.findings = PlanFindings(plan: plan).all
    plan.refusals = PlanRefusals(plan: plan).all
    return plan
  }

  /// The first condition that does not hold; nil when all do.
  private func reasonToLeaveOut(_ step: DrillStep) throws(DrillInputError) -> String? {
    for each in step.when {
      guard values.known(each.variable) != nil else {
        throw .unknownGuard(step: step.id, variable: each.variable)
      }
      if !each.holds({ values.known($0) }) { return each.text }
    }
    return nil
  }

  private func planned(_ step: DrillStep) -> DrillPlan.PlannedStep {
    let words = StepText(subject: request.subject) { values.shown($0) }
    let filled = step.mapped { values.filled($0) }
    return DrillPlan.PlannedStep(
      step: filled, written: step, text: words.text(step.action), undo: undo(of: step, words),
      risk: step.action.risk,
      needs: StepNeeds(request: request, facts: facts).needs(of: filled),
      expected: expected(filled))
  }

  private func expected(_ step: DrillStep) -> Duration? {
    guard case .wait(let conditions) = step.action,
      let pause = conditions.first(where: { $0.subject == .elapsed })
    else { return step.action.usualDuration }
    return DrillDuration.parse(pause.wanted.written)
  }

  private func undo(of step: DrillStep, _ words: StepText) -> String? {
    if request.subject == .shadow {
      return step.action == .teardown || step.action.risk == .reads ? nil : "the shadow is removed"
    }
    if case .action(let action) = step.undo { return words.text(action) }
    return step.action.usualUndo
  }

  private func variables(of steps: [DrillStep]) -> [DrillValues.Value] {
    var names = definition.inputs.map { "inputs.\($0.name)" }
    for text in steps.flatMap(\.texts) + definition.contacts {
      // An input's value may name others.
      for name in text.variables + values.filled(text).variables where !names.contains(name) {
        names.append(name)
      }
    }
    return names.map { values.value($0) }
  }

  private func strikes() -> [String] {
    guard request.subject == .live || definition.strikes.contains(.workers) else { return [] }
    let others = facts.others.isEmpty ? "no other connector" : facts.others.joined(separator: "; ")
    return StruckThing.allCases.filter { definition.strikes.contains($0) }.map { thing in
      switch thing {
      case .offsetsTopic: "the offsets of every connector of this Connect cluster: \(others)"
      case .workers: "every task on this Connect cluster's workers: \(others)"
      case .database: "every client of the database server"
      }
    }
  }
}

extension StepAction {
  /// What undoes it by itself on a live connector; nil for nothing.
  fileprivate var usualUndo: String? {
    switch self {
    case .connector(.stop): "resume the connector"
    case .check, .wait, .confirm, .sentinel, .drill, .connector, .offsets, .sql, .exec, .setup,
      .teardown:
      nil
    }
  }
}
