import CommandLine
import JSON
import OffsetBackup
import Runtime

/// `cdcwatch offsets verify`: whether a backup is sound.
struct OffsetsVerifyCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let settings = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try settings.backup(invocation.arguments.first ?? "latest")
    let proof = try withStore { () throws(StoreError) in
      try BackupProof.result(of: run, in: store)
    }
    let place = store.place(of: run)
    switch proof {
    case .broken(let problems):
      try print(place, report: nil, problems: problems)
      return ExitStatus.critical.rawValue
    case .sound(let backup):
      let comparison = try compareWithLive(backup)
      let report = BackupReport(place: place, backup: backup)
      try print(place, report: report, problems: [], comparison: comparison)
      let isSame = comparison?.isSame ?? true
      return (isSame ? ExitStatus.success : .critical).rawValue
    }
  }

  private func compareWithLive(
    _ backup: SoundBackup
  ) throws(CommandFailure) -> OffsetComparison? {
    guard invocation.text(.against) == "live" else { return nil }
    let live = try LiveOffsets(invocation: invocation, context: context).contents()
    return OffsetComparison(OffsetState(backup.live), OffsetState(live.records))
  }

  private func print(
    _ place: String, report: BackupReport?, problems: [String],
    comparison: OffsetComparison? = nil
  ) throws(CommandFailure) {
    let options = CommonOptions(invocation, context: context)
    let warnings = report?.backup.warnings ?? []
    let document = JSONValue.object([
      ("schema_version", .integer(1)), ("backup", .string(place)),
      ("sound", .bool(problems.isEmpty)), ("problems", .array(problems.map(JSONValue.string))),
      ("content_sha256", JSONValue(report?.backup.manifest.contentHash)),
      ("records", report.map { .integer(Int64($0.backup.live.count)) } ?? .null),
      ("connectors", report.map { .integer(Int64($0.backup.manifest.connectors.count)) } ?? .null),
      ("warnings", .array(warnings.map(JSONValue.string))),
      ("not_checked", .array((report?.notChecked ?? []).map(JSONValue.string))),
      ("live", comparison.map { ComparisonReport($0).document } ?? .null),
    ])
    var lines: [String] = []
    if let report {
      lines.append("\(place): sound: \(report.summary)")
      lines += warnings.map { "warning: \($0)" }
      lines += report.notChecked.map { "not checked: \($0)" }
      if let comparison { lines += ComparisonReport(comparison).lines }
      lines.append("`cdcwatch offsets check \(place)` judges whether it would still work")
    } else {
      lines.append("\(place): not sound")
      lines += problems.map { "  \($0)" }
    }
    try printing { () throws(RuntimeError) in
      try context.output.write(
        options.format.text(
          of: document, table: lines.map { DisplayText.printable($0) + "\n" }.joined()))
    }
  }
}
