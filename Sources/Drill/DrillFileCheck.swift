/// Checks what a drill's parts say of each other: variables, and the steps that steps name.
struct DrillFileCheck {
  let file: String
  let definition: DrillDefinition

  func check() throws(DrillFileError) {
    try checkInputs()
    for contact in definition.contacts { try check(contact, after: []) }
    for (index, step) in definition.steps.enumerated() {
      let earlier = definition.steps[..<index]
      // What undoes a step may use what the step itself gives.
      var own = step
      own.undo = nil
      for text in own.texts { try check(text, after: earlier) }
      if case .action(let undo) = step.undo {
        let undoing = DrillStep(id: step.id, action: undo)
        for text in undoing.texts { try check(text, after: definition.steps[...index]) }
      }
      for each in step.when { try check(each, of: step) }
      if case .sentinel(let demand) = step.action { try check(demand, of: step, after: earlier) }
    }
  }

  // MARK: Variables

  /// A default may use what is known before the drill runs, and the inputs above it.
  private func checkInputs() throws(DrillFileError) {
    for (index, input) in definition.inputs.enumerated() {
      guard let fallback = input.fallback else { continue }
      let above = definition.inputs[..<index].map { "inputs.\($0.name)" }
      let known = ["run.id", "run.folder", "connector", "engine", "subject"] + above
      for name in fallback.variables where !known.contains(name) {
        throw objection(
          "the default of input '\(input.name)' names '\(name)', which is not known there",
          at: fallback.place ?? input.place, DrillFields.suggestion(name, among: known))
      }
    }
  }

  private func check(
    _ text: DrillText, after earlier: ArraySlice<DrillStep>
  ) throws(DrillFileError) {
    for name in text.variables where !isKnown(name, after: earlier) {
      let place = text.place ?? FilePlace(line: 1, column: 1)
      if let later = laterStep(name, after: earlier) {
        throw objection(
          "'${\(name)}' is known only when step '\(later.id)' is done, which comes later",
          at: place,
          "put that step before this one")
      }
      throw objection(
        "there is no variable '${\(name)}'", at: place,
        DrillFields.suggestion(name, among: known(after: earlier)))
    }
  }

  private func isKnown(_ name: String, after earlier: ArraySlice<DrillStep>) -> Bool {
    switch DrillVariable(name) {
    case nil: false
    case .input(let input): definition.inputs.contains { $0.name == input }
    case .output(let step, let output):
      earlier.contains { $0.id == step && $0.action.outputs.contains(output) }
    default: true
    }
  }

  private func laterStep(_ name: String, after earlier: ArraySlice<DrillStep>) -> DrillStep? {
    guard case .output(let step, let output) = DrillVariable(name) else { return nil }
    return definition.steps.first { $0.id == step && $0.action.outputs.contains(output) }
  }

  private func known(after earlier: ArraySlice<DrillStep>) -> [String] {
    let outputs = earlier.flatMap { step in
      step.action.outputs.map { "steps.\(step.id).\($0.rawValue)" }
    }
    return definition.inputs.map { "inputs.\($0.name)" } + outputs + DrillVariable.plainNames
  }

  // MARK: Steps that are named

  private func check(_ condition: StepGuard, of step: DrillStep) throws(DrillFileError) {
    let known = StepGuard.variables + definition.inputs.map { "inputs.\($0.name)" }
    guard !known.contains(condition.variable) else { return }
    throw objection(
      "'when' of step '\(step.id)' names '\(condition.variable)', which is not known before the drill",
      at: step.place ?? FilePlace(line: 1, column: 1),
      DrillFields.suggestion(condition.variable, among: known))
  }

  private func check(
    _ demand: ProofDemand, of step: DrillStep, after earlier: ArraySlice<DrillStep>
  ) throws(DrillFileError) {
    let place = step.place ?? FilePlace(line: 1, column: 1)
    if let id = demand.continuesFrom {
      let writers = earlier.filter(\.action.writesOffsets).map(\.id)
      guard writers.contains(id) else {
        throw objection(
          "'continues-from' of step '\(step.id)' names '\(id)', which is no earlier step that restores"
            + " or sets offsets", at: place, DrillFields.suggestion(id, among: writers))
      }
    }
    if let id = demand.readSince, !earlier.contains(where: { $0.id == id }) {
      throw objection(
        "'read-since' of step '\(step.id)' names '\(id)', which is no earlier step", at: place,
        DrillFields.suggestion(id, among: earlier.map(\.id)))
    }
    guard let loss = demand.expectedLoss else { return }
    for mark in [loss.from, loss.until]
    where !(earlier + [step]).contains(where: { $0.marks == mark }) {
      throw objection(
        "'expect-lost' of step '\(step.id)' names the mark '\(mark.rawValue)', which no step up to it"
          + " has", at: place, "type marks: \(mark.rawValue) in the step where it happens")
    }
  }

  private func objection(_ message: String, at place: FilePlace, _ hint: String) -> DrillFileError {
    DrillFileError(message, file: file, at: place, hint: hint)
  }
}

extension StepAction {
  /// Whether it leaves offsets that a connector goes on from.
  var writesOffsets: Bool {
    switch self {
    case .offsets(let deed): deed.command.writesOffsets
    case .connector(.create(_, _, let restores)): restores
    default: false
    }
  }
}
