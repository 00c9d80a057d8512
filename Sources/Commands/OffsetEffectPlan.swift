import Checks
import CommandLine
import Drill
import KafkaConnect
import OffsetBackup
import Runtime

/// What a step that writes offsets would write, judged just before it does.
struct OffsetEffectPlan {
  let content: OffsetWriting.Content
  let judgement: OffsetJudgement

  /// Plans as the command does, and refuses as it does, but for what the step forces on a shadow.
  init(
    stage: DrillStage, deed: OffsetDeed, text: (DrillText) throws(CommandFailure) -> String
  ) throws(CommandFailure) {
    let forced: [(Flag, [String])] = [(.force, stage.subject == .shadow ? deed.forced : [])]
    switch deed.command {
    case .restore(let backup):
      (content, judgement) = try Self.restore(try text(backup), forced, stage)
    case .setToSlot: (content, judgement) = try Self.set(.slot, deed, forced, stage)
    case .reset: (content, judgement) = try Self.set(.nothing, deed, forced, stage)
    case .setLSN(let position):
      let target = try Self.target(.position, try text(position), stage)
      (content, judgement) = try Self.set(target, deed, forced, stage)
    case .setGTIDs(let transactions):
      let target = try Self.target(.gtids, try text(transactions), stage)
      (content, judgement) = try Self.set(target, deed, forced, stage)
    case .backup, .verify, .check:
      throw CommandFailure("this step writes no offset", status: .unexpected)
    }
  }

  private static func restore(
    _ text: String, _ forced: [(Flag, [String])], _ stage: DrillStage
  ) throws(CommandFailure) -> (OffsetWriting.Content, OffsetJudgement) {
    let invocation = stage.invocation.deriving([text], forced)
    let (backup, place) = try DrillBackups(stage: stage).sound(text)
    let subject = try RestoreSubject(
      backup, at: place, invocation: invocation, context: stage.context)
    let report = try OffsetsRestoreCommand(invocation: invocation, context: stage.context)
      .report(subject, backup, place: place)
    guard report.refusals.isEmpty else {
      throw CommandFailure(
        report.refusals.joined(separator: "; "), hint: report.refusalHint, status: .refused)
    }
    let content = OffsetWriting.Content(
      offsets: report.plan.offsets, saved: report.plan.saved, slot: report.slot)
    return (content, report.judgement)
  }

  private static func target(
    _ flag: Flag, _ text: String, _ stage: DrillStage
  ) throws(CommandFailure) -> OffsetTarget {
    try OffsetTarget(stage.invocation.deriving([], [(flag, [text])]))
  }

  private static func set(
    _ target: OffsetTarget, _ deed: OffsetDeed, _ forced: [(Flag, [String])], _ stage: DrillStage
  ) throws(CommandFailure) -> (OffsetWriting.Content, OffsetJudgement) {
    let invocation = stage.invocation.deriving([], forced)
    let command = OffsetsSetCommand(
      mode: target == .nothing ? .reset : .set, invocation: invocation, context: stage.context)
    let connector = try PlacedConnector.named(
      stage.connector,
      among: PlacedConnector.all(ConnectSettings(invocation, context: stage.context), stage.context)
    )
    let planning = try command.planning(target, of: connector)
    let change = try planning.change()
    let isForced = forced.contains { $0.1.contains(change.judgement.verdictID) }
    guard change.isWanted || isForced, change.obstacles.isEmpty else {
      let why = change.obstacles + ["the verdict is \(change.judgement.verdict.rawValue)"]
      throw CommandFailure(
        "\(why.joined(separator: "; ")): \(change.judgement.reason)",
        hint: change.judgement.next, status: .refused)
    }
    return (try command.content(change, planning), change.judgement)
  }
}
