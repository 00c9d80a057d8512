import CommandLine
import Drill
import Runtime

/// `cdcwatch drill resume` and `drill abort`: a run that is there already.
struct DrillTakeUpCommand {
  /// Which of the two.
  enum Mode {
    case resume
    case abort
  }

  let mode: Mode
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let root = try RunFolder.root(invocation, context)
    let folder = try RunFolder.existing(invocation.arguments.first ?? "", in: root)
    let takeUp = try RunTakeUp(folder, invocation, context)
    if mode == .resume { try takeUp.check() }
    let staging = try self.staging(takeUp)
    let sitting = DrillSitting(invocation: invocation, context: context, folder: folder)
    switch mode {
    case .resume:
      guard invocation.isSet(.execute) else { return try plan(folder, "go on with") }
      return try sitting.goOn(staging, takeUp, answers: answers)
    case .abort:
      let consent = try ChangeConsent(
        subject: staging.plan.typedName, plan: ["abort \(folder.run)", takeUp.start.planHash])
      guard invocation.isSet(.execute) else {
        return try plan(folder, "undo", hash: consent.hash, name: staging.plan.typedName)
      }
      try consent.ask(invocation, context, showing: "")
      return try sitting.undo(staging, takeUp)
    }
  }

  /// Undoes a run without another word: its runner is dead, and it was agreed to when it began.
  func undo(_ folder: RunFolder) throws(CommandFailure) -> Int32 {
    let takeUp = try RunTakeUp(folder, invocation, context)
    return try DrillSitting(invocation: invocation, context: context, folder: folder)
      .undo(try staging(takeUp), takeUp)
  }

  private var answers: [String: DrillAnswer] {
    var answers: [String: DrillAnswer] = [:]
    for step in invocation.all(.stepDone) { answers[step] = .done }
    for step in invocation.all(.stepAgain) { answers[step] = .again }
    return answers
  }

  /// The plan of the run as it was started.
  private func staging(_ takeUp: RunTakeUp) throws(CommandFailure) -> DrillStaging {
    let start = takeUp.start
    var sets = start.inputs.map { "\($0.key)=\($0.value)" }
    if let table = start.sentinelTable { sets.append("sentinel.table=\(table)") }
    for name in start.secretInputs {
      guard let given = invocation.pairs(.drillInput).last(where: { $0.key == name }) else {
        throw CommandFailure(
          "the run was started with the secret input '\(name)'",
          hint: "type --set \(name)=@FILE again", status: .usage)
      }
      sets.append("\(given.key)=\(given.value)")
    }
    let derived = invocation.deriving(
      [start.name],
      [
        (.connector, [start.connector]), (.drillInput, sets),
        (.live, start.subject == .live ? [""] : []),
      ])
    let definition = try DrillSource(name: start.name, bytes: Array(start.text.utf8)).definition()
    let plan = try DrillPlanCommand(
      invocation: derived, context: context, remembered: takeUp.remembered
    ).plan(definition)
    return DrillStaging(
      invocation: derived, context: context, plan: plan, remembered: takeUp.remembered)
  }

  private func plan(
    _ folder: RunFolder, _ deed: String, hash: String? = nil, name: String = ""
  ) throws(CommandFailure) -> Int32 {
    let report = try DrillReports(folder: folder).report()
    let how =
      hash.map { "--execute does it (in a script: --execute --confirm \(name) --plan \($0))" }
      ?? "--execute does it"
    try printing { () throws(RuntimeError) in
      try context.output.write(DrillRunText(report).text)
      try context.output.write("nothing was done; to \(deed) this run: \(how)\n")
    }
    return ExitStatus.success.rawValue
  }
}
