import Checks
import CommandLine
import Debezium
import Drill
import JSON
import KafkaConnect
import OffsetBackup
import Runtime

/// What `offsets` steps do: the same commands that a person would type, one effect at a time.
struct OffsetEffects {
  let stage: DrillStage
  let activity: SentinelActivity
  let step: String
  let record: RunRecord
  let deadline: Deadline

  func perform(_ effect: Effect, _ deed: OffsetDeed) throws(StepFailure) -> EffectResult {
    do throws(CommandFailure) {
      switch effect {
      case .backup: return try backUp(deed)
      case .observe: return try look(deed)
      case .safetyCopy: return try saveFormer()
      case .write: return try write(deed)
      case .readBack: return try readBack()
      case .goesOn: return try goesOn()
      default:
        return try ConnectorEffects(stage: stage, record: record, deadline: deadline)
          .performFailing(effect)
      }
    } catch {
      throw StepFailure(error, interrupted: stage.context.stop.isRaised)
    }
  }

  /// The offsets of the backup that a connector is made from.
  func restoring(_ effect: Effect, _ deed: ConnectorDeed) throws(StepFailure) -> EffectResult {
    guard case .create(let place, _, _) = deed else { return EffectResult() }
    return try perform(effect, OffsetDeed(.restore(place)))
  }

  // MARK: Backups

  private func backUp(_ deed: OffsetDeed) throws(CommandFailure) -> EffectResult {
    guard case .backup(let archive) = deed.command else { return EffectResult() }
    let backups = DrillBackups(stage: stage)
    let place = try filled(archive)
    let new = try backups.make(in: place)
    let manifest = new.backup.manifest
    let run = place.hasSuffix("/") ? place + new.run : "\(place)/\(new.run)"
    return EffectResult(
      detail: [
        .init(name: "archive", value: .string(place)),
        .init(name: "content_sha256", value: .string(manifest.contentHash)),
        .init(name: "records", value: .integer(Int64(new.backup.live.count))),
      ],
      outputs: [
        StepOutput.place.rawValue: run, StepOutput.content.rawValue: manifest.contentHash,
      ])
  }

  private func look(_ deed: OffsetDeed) throws(CommandFailure) -> EffectResult {
    switch deed.command {
    case .verify(let text):
      let named = try filled(text)
      let (backup, place) = try DrillBackups(stage: stage).sound(named)
      try proveConfiguration(named)
      return EffectResult(
        detail: [
          .init(name: "backup", value: .string(place)),
          .init(name: "records", value: .integer(Int64(backup.live.count))),
        ])
    case .check(let text): return try check(try filled(text), deed)
    default: return EffectResult()
    }
  }

  /// A later step may make the connector from this backup, and by then the connector is deleted: so
  /// its configuration, and what a backup leaves out of it, is looked for before.
  private func proveConfiguration(_ named: String) throws(CommandFailure) {
    let makes = stage.steps.contains { step in
      guard case .connector(.create(let place, _, _)) = step.action else { return false }
      return (try? filled(place)) == named
    }
    guard makes else { return }
    do throws(StepFailure) {
      _ = try DrillBackups(stage: stage).configuration(in: named)
    } catch {
      throw CommandFailure(
        error.reason, hint: error.hint, status: error.kind == .safety ? .refused : .critical)
    }
  }

  private func check(_ text: String, _ deed: OffsetDeed) throws(CommandFailure) -> EffectResult {
    let command = OffsetsCheckCommand(
      invocation: stage.invocation.deriving([text], []), context: stage.context)
    let judgement = try command.judgement(of: stage.connector)
    let verdict = judgement.verdict
    var allowed: [String] = []
    for text in deed.expected { allowed.append(try filled(text)) }
    if allowed.isEmpty { allowed = [OffsetVerdict.resume.rawValue] }
    guard allowed.contains(verdict.rawValue) else {
      throw CommandFailure(
        "the verdict is \(verdict.rawValue), and \(allowed.joined(separator: " or ")) was"
          + " expected: \(judgement.reason)",
        hint: judgement.next ?? "'cdcwatch offsets check' shows every check", status: .critical)
    }
    return EffectResult(
      detail: [
        .init(name: "verdict", value: .string(verdict.rawValue)),
        .init(name: "reason", value: .string(judgement.reason)),
      ], outputs: [StepOutput.verdict.rawValue: verdict.rawValue])
  }

  // MARK: Writing

  private func saveFormer() throws(CommandFailure) -> EffectResult {
    var cluster = try client()
    let line = try writing.save(
      &cluster, in: FolderStore("\(stage.folder.evidence)/before-\(step)"))
    return EffectResult(detail: [.init(name: "line", value: .string(line))])
  }

  private func write(_ deed: OffsetDeed) throws(CommandFailure) -> EffectResult {
    let plan = try OffsetEffectPlan(stage: stage, deed: deed, text: filled)
    var cluster = try client()
    var lines = plan.content.done
    if let slot = plan.content.slot { lines += try writing.putBack(slot) }
    lines.append(try writing.write(plan.content, &cluster))
    if let slot = plan.content.slot { lines.append(try slot.release()) }
    let position = plan.content.saved.lazy.compactMap { SourceOffset($0.offset) }.first
      .map { OffsetWords.position(of: $0) }
    var outputs = [StepOutput.verdict.rawValue: plan.judgement.verdict.rawValue]
    outputs[StepOutput.position.rawValue] = position
    return EffectResult(
      detail: [
        .init(name: "verdict", value: .string(plan.judgement.verdict.rawValue)),
        .init(name: "reason", value: .string(plan.judgement.reason)),
        .init(name: "written", value: .array(plan.content.offsets.map(Self.document))),
        .init(name: "saved", value: .array(plan.content.saved.map(Self.document))),
        .init(name: "lines", value: .array(lines.map(JSONValue.string))),
      ], outputs: outputs)
  }

  private func readBack() throws(CommandFailure) -> EffectResult {
    var cluster = try client()
    let line = try writing.prove(written, &cluster)
    let ends = try activity.reader?.ends() ?? [:]
    let members = ends.sorted { $0.key < $1.key }
      .map { JSONValue.Member(name: String($0.key), value: .integer($0.value)) }
    return EffectResult(
      detail: [
        .init(name: "line", value: .string(line)), .init(name: "ends", value: .object(members)),
      ])
  }

  private func goesOn() throws(CommandFailure) -> EffectResult {
    var cluster = try client()
    let line = try writing.goesOn(from: written, &cluster)
    let found = try stage.context.withConnect { () throws(ConnectError) in
      try cluster.offsets(stage.connector)
    }
    return EffectResult(
      detail: [
        .init(name: "line", value: .string(line)),
        .init(name: "offsets", value: .array(found.map(Self.document))),
        .init(name: "continues", value: .bool(OffsetSuccession.continues(written.saved, found))),
      ])
  }

  // MARK: What was written

  /// What the journal has of the write.
  private var written: OffsetWriting.Content {
    let detail = record.detail(of: Effect.write.name, in: step)
    return OffsetWriting.Content(
      offsets: Self.offsets(detail?["written"]), saved: Self.offsets(detail?["saved"]))
  }

  private static func document(_ offset: ConnectorOffset) -> JSONValue {
    .object([
      .init(name: "partition", value: offset.partition),
      .init(name: "offset", value: offset.offset),
    ])
  }

  private static func offsets(_ value: JSONValue?) -> [ConnectorOffset] {
    (value?.elements ?? []).compactMap { element in
      guard let partition = element["partition"], let offset = element["offset"] else { return nil }
      return ConnectorOffset(partition: partition, offset: offset)
    }
  }

  // MARK: Helpers

  private var writing: OffsetWriting {
    var writing = OffsetWriting(
      connector: stage.connector, place: stage.live.place, context: stage.context)
    if let configuration = stage.configuration {
      writing.otherSign =
        SlotActivity(
          stage.database, configuration, timeout: stage.timeout, stop: stage.context.stop)?.sign
    }
    return writing
  }

  private func client() throws(CommandFailure) -> ConnectCluster {
    try stage.context.withConnect { () throws(ConnectError) in
      try stage.live.place.client(stop: stage.context.stop)
    }
  }

  private func filled(_ text: DrillText) throws(CommandFailure) -> String {
    do throws(StepFailure) {
      return try stage.filled(text, record)
    } catch {
      throw CommandFailure(error.reason, hint: error.hint, status: .usage)
    }
  }
}
