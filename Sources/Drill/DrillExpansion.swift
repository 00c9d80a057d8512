internal import Debezium

/// Puts the steps of other drills in the place of the `drill` steps that name them.
///
/// Such a step's id becomes `OUTER.ID`, and the other drill's inputs become inputs `OUTER.NAME` of this
/// one, whose defaults are what the outer step sets. One level deep.
public struct DrillExpansion {
  private let definition: DrillDefinition
  private let library: [DrillDefinition]
  private let file: String

  /// The same drill without `drill` steps; `library` has the drills that it may name.
  public static func expand(
    _ definition: DrillDefinition, file: String, among library: [DrillDefinition]
  ) throws(DrillFileError) -> DrillDefinition {
    try DrillExpansion(definition: definition, library: library, file: file).expanded()
  }

  private func expanded() throws(DrillFileError) -> DrillDefinition {
    var whole = definition
    whole.steps = []
    for step in definition.steps {
      guard case .drill(let nested) = step.action else {
        whole.steps.append(step)
        continue
      }
      let other = try drill(nested, of: step)
      whole.inputs += try inputs(of: other, nested, step)
      whole.steps += other.steps.map { inner($0, of: other, step) }
      whole.strikes.formUnion(other.strikes)
    }
    return whole
  }

  private func drill(
    _ nested: NestedDrill, of step: DrillStep
  ) throws(DrillFileError) -> DrillDefinition {
    guard let other = library.first(where: { $0.name == nested.name }) else {
      throw objection(
        "step '\(step.id)' names the drill '\(nested.name)', which is none", step,
        DrillFields.suggestion(nested.name, among: library.map(\.name)))
    }
    for inner in other.steps {
      guard case .drill = inner.action else { continue }
      throw objection(
        "step '\(step.id)' names the drill '\(nested.name)', which runs other drills itself", step,
        "name those drills, one step each")
    }
    for subject in DrillSubject.allCases
    where definition.subjects.contains(subject) && !other.subjects.contains(subject) {
      throw objection(
        "the drill '\(nested.name)' of step '\(step.id)' does not run on subject \(subject.rawValue)",
        step, "leave \(subject.rawValue) out of 'subjects'")
    }
    return other
  }

  // MARK: Inputs

  private func inputs(
    of other: DrillDefinition, _ nested: NestedDrill, _ step: DrillStep
  ) throws(DrillFileError) -> [DrillInput] {
    for name in nested.inputs.keys.sorted() where !other.inputs.contains(where: { $0.name == name })
    {
      throw objection(
        "step '\(step.id)' sets '\(name)', which the drill '\(other.name)' does not ask for", step,
        DrillFields.suggestion(name, among: other.inputs.map(\.name)))
    }
    var inputs: [DrillInput] = []
    for input in other.inputs {
      guard let value = nested.inputs[input.name] ?? input.fallback.map({ renamed($0, step) })
      else {
        throw objection(
          "step '\(step.id)' does not set '\(input.name)', which the drill '\(other.name)' requires",
          step, "type drill: {name: \(other.name), set: {\(input.name): VALUE}}")
      }
      inputs.append(
        DrillInput(
          name: "\(step.id).\(input.name)", fallback: value, title: input.title,
          isSecret: input.isSecret, place: step.place ?? input.place))
    }
    return inputs
  }

  // MARK: Steps

  private func inner(_ step: DrillStep, of other: DrillDefinition, _ outer: DrillStep) -> DrillStep
  {
    var inner = step.mapped { renamed($0, outer) }
    inner.id = "\(outer.id).\(step.id)"
    inner.when =
      outer.when
      + DrillDefinition.allEngines.subtracting(other.engines).map(\.rawValue).sorted().map {
        StepGuard(variable: "engine", isEqual: false, value: $0)
      }
      + step.when.map { each in
        StepGuard(
          variable: renamed(each.variable, outer), isEqual: each.isEqual, value: each.value)
      }
    inner.place = outer.place
    guard case .sentinel(var demand) = inner.action else { return inner }
    demand.continuesFrom = demand.continuesFrom.map { "\(outer.id).\($0)" }
    demand.readSince = demand.readSince.map { "\(outer.id).\($0)" }
    inner.action = .sentinel(demand)
    return inner
  }

  private func renamed(_ text: DrillText, _ outer: DrillStep) -> DrillText {
    text.replacing { [.variable(renamed($0, outer))] }
  }

  private func renamed(_ variable: String, _ outer: DrillStep) -> String {
    switch DrillVariable(variable) {
    case .input(let name): DrillVariable.input("\(outer.id).\(name)").name
    case .output(let step, let output):
      DrillVariable.output(step: "\(outer.id).\(step)", output).name
    default: variable
    }
  }

  private func objection(
    _ message: String, _ step: DrillStep, _ hint: String
  ) -> DrillFileError {
    DrillFileError(message, file: file, at: step.place ?? FilePlace(line: 1, column: 1), hint: hint)
  }
}
