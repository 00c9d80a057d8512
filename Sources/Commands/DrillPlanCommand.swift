import CommandLine
import Databases
import Debezium
import Drill
import JSON
import Runtime

/// `cdcwatch drill plan`: what a drill would do here.
struct DrillPlanCommand {
  let invocation: Invocation
  let context: CommandContext
  /// The connector, where Connect does not have it.
  var remembered: PlacedConnector?

  func run() throws(CommandFailure) -> Int32 {
    let source = try DrillSource(invocation.arguments.first ?? "")
    let definition = try source.definition()
    let plan = try plan(definition)
    let hash = try ChangeConsent(subject: plan.typedName, plan: plan.hashed).hash
    try printing { () throws(RuntimeError) in try context.output.write(text(plan, hash)) }
    if let first = plan.refusals.first {
      throw CommandFailure(
        DisplayText.printable("refused: " + plan.refusals.map(\.text).joined(separator: "; ")),
        hint: first.next.map(DisplayText.printable), status: .refused)
    }
    return (plan.isMissingSomething ? ExitStatus.critical : .success).rawValue
  }

  func text(_ plan: DrillPlan, _ hash: String) -> String {
    if invocation.text(.output) == "markdown" {
      return DrillRunbook(plan, hash: hash).text.split(
        separator: "\n", omittingEmptySubsequences: false
      ).map { DisplayText.printable(String($0)) }.joined(separator: "\n")
    }
    return CommonOptions(invocation, context: context).format.text(
      of: DrillPlanDocument(plan, hash: hash).object, table: DrillPlanText(plan, hash: hash).text)
  }

  // MARK: The plan

  /// What is wrong with the inputs is told before anybody is asked.
  func plan(_ definition: DrillDefinition) throws(CommandFailure) -> DrillPlan {
    guard let name = invocation.text(.connector) else {
      throw CommandFailure(
        "no connector was named",
        hint: "type -c NAME; 'cdcwatch connector list' shows the names", status: .usage)
    }
    let inputs = try DrillInputs(invocation, context: context)
    var request = DrillRequest(
      connector: name, subject: invocation.isSet(.live) ? .live : .shadow, engine: .postgresql,
      inputs: inputs.values)
    _ = try planned(definition, request, DrillFacts())
    let databases = try DatabaseSettings(invocation, context: context)
    let all = try PlacedConnector.all(ConnectSettings(invocation, context: context), context)
    let connector: PlacedConnector
    if let remembered { connector = remembered } else { connector = try .named(name, among: all) }
    let gathering = try DrillFactGathering(
      connector, among: all, databases: databases, invocation: invocation, context: context)
    request = gathering.completed(request, sentinelTable: inputs.sentinelTable)
    // With nothing known the plan says what has to be asked.
    let blind = try planned(definition, request, DrillFacts())
    let facts = try gathering.facts(
      request, needs: blind.steps.flatMap(\.needs),
      takesSignals: blind.variables.contains { $0.name == "signal.table" })
    return try planned(definition, request, facts)
  }

  private func planned(
    _ definition: DrillDefinition, _ request: DrillRequest, _ facts: DrillFacts
  ) throws(CommandFailure) -> DrillPlan {
    do throws(DrillInputError) {
      return try DrillPlanner.plan(definition, request, facts)
    } catch {
      throw CommandFailure(error)
    }
  }
}
