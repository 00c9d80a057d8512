/// What a person should know of a plan before the drill is run.
struct PlanFindings {
  let plan: DrillPlan

  var all: [DrillPlan.Finding] { needs + outputs + proof + crash + undoing + budget }

  /// A missing need, once for all steps that have it.
  private var needs: [DrillPlan.Finding] {
    var found: [DrillPlan.Finding] = []
    for step in plan.steps {
      for need in step.needs {
        guard case .missing(let reason, let next) = need.result else { continue }
        let text = "step '\(step.step.id)' needs \(need.name): \(reason)"
        guard !found.contains(where: { $0.next == next }) else { continue }
        found.append(.init(text, next: next, isMissing: true))
      }
    }
    return found
  }

  /// A step may name one that `when` leaves out.
  private var outputs: [DrillPlan.Finding] {
    plan.steps.flatMap { step in
      step.step.texts.flatMap(\.variables).compactMap { name in
        guard case .output(let id, _) = DrillVariable(name) else { return nil }
        guard let gone = plan.leftOut.first(where: { $0.id == id }) else { return nil }
        return .init(
          "step '\(step.step.id)' needs '\(name)', and step '\(id)' is left out (\(gone.because) does"
            + " not hold)", next: "give both steps the same 'when'", isMissing: true)
      }
    }
  }

  private var proof: [DrillPlan.Finding] {
    let isProved = plan.steps.contains { step in
      if case .sentinel = step.step.action { true } else { false }
    }
    guard !isProved else { return [] }
    return [
      .init(
        "no step is a 'sentinel': the drill proves nothing",
        next: "end it with {id: proof, sentinel: {within: 5m}}", isMissing: true)
    ]
  }

  /// What `drill resume` could not tell after a kill.
  private var crash: [DrillPlan.Finding] {
    let blind = plan.steps.filter { step in
      switch step.step.action {
      case .sql(let deed): deed.writes && deed.doneWhen == nil
      case .exec(let deed): deed.doneWhen == nil
      default: false
      }
    }
    guard !blind.isEmpty else { return [] }
    return [
      .init(
        "after a kill nothing tells whether \(names(blind)) had been done",
        next: "give them 'done-when', or answer 'drill resume' by --step-done or --step-again")
    ]
  }

  private var undoing: [DrillPlan.Finding] {
    guard plan.request.subject == .live else { return [] }
    let lasting = plan.steps.filter { $0.risk == .canLoseData && $0.undo == nil }
    guard !lasting.isEmpty else { return [] }
    return [
      .init(
        "'drill abort' does not undo \(names(lasting))",
        next: "give them 'undo', or know what you would do by hand")
    ]
  }

  private var budget: [DrillPlan.Finding] {
    let late = plan.steps.filter { step in
      guard let budget = step.step.budget, let expected = step.expected else { return false }
      return expected > budget
    }
    guard !late.isEmpty else { return [] }
    return [.init("\(names(late)) usually takes longer than its budget", next: "raise 'budget'")]
  }

  private func names(_ steps: [DrillPlan.PlannedStep]) -> String {
    steps.map { "'\($0.step.id)'" }.joined(separator: ", ")
  }
}
