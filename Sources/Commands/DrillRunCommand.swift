import CommandLine
import Databases
import Debezium
import Drill
import JSON
import Kafka
import KafkaConnect
import Runtime

/// `cdcwatch drill run`: a drill to its proof.
struct DrillRunCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let logLimit = try LogGuard.limit(invocation)
    let source = try DrillSource(invocation.arguments.first ?? "")
    let planning = DrillPlanCommand(invocation: invocation, context: context)
    let plan = try planning.plan(try source.definition())
    let consent = try ChangeConsent(subject: plan.typedName, plan: plan.hashed)
    let text = planning.text(plan, consent.hash)
    let staging = DrillStaging(invocation: invocation, context: context, plan: plan)
    let live = try staging.live()
    let id = DrillRunID.make(at: context.clock())
    let (findings, serverID) = try survey(staging, live, run: id)
    try check(plan, findings, text)
    guard invocation.isSet(.execute) else {
      try print(text + Self.words(findings))
      return ExitStatus.success.rawValue
    }
    try consent.ask(invocation, context, showing: text + Self.words(findings))
    let start = RunStart(
      name: source.name, text: String(decoding: source.bytes, as: UTF8.self),
      connector: live.info.name, subject: plan.request.subject,
      inputs: plan.request.inputs.filter { !ConfigurationSecret.isSecret(name: $0.key) },
      secretInputs: plan.request.inputs.keys.filter { ConfigurationSecret.isSecret(name: $0) }
        .sorted(), sentinelTable: plan.request.sentinelTable?.text, serverID: serverID,
      planHash: consent.hash,
      identity: try RunIdentityGathering(invocation: invocation, context: context)
        .found(live.info.name, database: staging.database()).identity)
    let folder = try RunFolder.make(id, in: RunFolder.root(invocation, context))
    try start.write(to: folder)
    return try DrillSitting(invocation: invocation, context: context, folder: folder)
      .begin(start, staging, live, logLimit: logLimit)
  }

  // MARK: Before anything is done

  /// What the rules say of the shadow; nothing on a live subject.
  private func survey(
    _ staging: DrillStaging, _ live: PlacedConnector, run: String
  ) throws(CommandFailure) -> ([ShadowFinding], UInt32) {
    guard staging.plan.request.subject == .shadow,
      let configuration = ConnectorConfiguration(live.info.configuration)
    else { return ([], 0) }
    let gathering = ShadowFactGathering(
      place: try staging.place(live), engine: configuration.engine)
    let all = try PlacedConnector.all(ConnectSettings(invocation, context: context), context)
    let survey = try gathering.survey(all.map(\.info))
    let serverID = ShadowServerID.free(for: run, taken: survey.serverIDs)
    let shadow = try staging.shadow(of: live, run: run, serverID: serverID).shadow
    let consent = ShadowConsent(
      allowsCaptured: invocation.isSet(.allowCaptured),
      acceptsUnboundedWAL: invocation.isSet(.acceptUnboundedLog))
    let findings = ShadowRules.findings(
      shadow, ShadowFacts.Neighbour(name: live.info.name, configuration: configuration),
      survey.facts, consent)
    let gaps = survey.gaps.map { ShadowFinding("not-asked", .notChecked, $0) }
    return (findings + gaps, serverID)
  }

  private func check(
    _ plan: DrillPlan, _ findings: [ShadowFinding], _ text: String
  ) throws(CommandFailure) {
    let refused = findings.filter { $0.weight == .refused }
    guard plan.refusals.isEmpty, refused.isEmpty else {
      try print(text + Self.words(findings))
      let reasons = plan.refusals.map(\.text) + refused.map(\.text)
      let hint = plan.refusals.first?.next ?? refused.first?.hint
      throw CommandFailure(
        DisplayText.printable("refused: " + reasons.joined(separator: "; ")),
        hint: hint.map { DisplayText.printable($0) }, status: .refused)
    }
    guard !plan.isMissingSomething else {
      try print(text + Self.words(findings))
      throw CommandFailure(
        "something that the drill needs is not there; the plan names it",
        hint: plan.findings.first { $0.isMissing }?.next, status: .critical)
    }
  }

  private static func words(_ findings: [ShadowFinding]) -> String {
    findings.map { finding in
      let kind =
        switch finding.weight {
        case .refused: "refused"
        case .warning: "warning"
        case .notChecked: "not checked"
        }
      return DisplayText.printable("\(kind)  \(finding.text)") + "\n"
    }.joined()
  }

  private func print(_ text: String) throws(CommandFailure) {
    try printing { () throws(RuntimeError) in try context.output.write(text) }
  }
}
