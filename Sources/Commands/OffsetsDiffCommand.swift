import CommandLine
import Debezium
import JSON
import OffsetBackup
import Runtime

/// `cdcwatch offsets diff`: how far two states of the offsets are apart.
struct OffsetsDiffCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let texts = invocation.arguments
    let connector = invocation.text(.connector)
    var states: [OffsetState] = []
    for text in texts {
      let state = try state(text)
      states.append(connector.map { state.of($0) } ?? state)
    }
    guard let first = states.first, let second = states.last,
      let comparison = OffsetComparison(first, second)
    else {
      throw CommandFailure(
        "the file does not say whose offsets it holds, and two connectors have such a partition",
        hint: "name the connector with -c", status: .usage)
    }
    try print(ComparisonReport(comparison), texts)
    return (comparison.isSame ? ExitStatus.success : .critical).rawValue
  }

  private func state(_ text: String) throws(CommandFailure) -> OffsetState {
    if text == "live" {
      let contents = try LiveOffsets(invocation: invocation, context: context).contents()
      return OffsetState(contents.records)
    }
    if let state = try fileState(text) { return state }
    let settings = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try settings.backup(text)
    let proof = try withStore { () throws(StoreError) in
      try BackupProof.result(of: run, in: store)
    }
    guard let backup = proof.sound else {
      throw CommandFailure(
        "\(store.place(of: run)) is not sound: \(proof.problems.joined(separator: "; "))",
        hint: "take another backup", status: .critical)
    }
    return OffsetState(backup.live)
  }

  /// The offsets of a file; nil when the text names no file.
  private func fileState(_ path: String) throws(CommandFailure) -> OffsetState? {
    guard !path.hasPrefix("s3:"), path != "latest", !Folders.exists(path) else { return nil }
    let bytes: [UInt8]
    do throws(RuntimeError) {
      bytes = try FileText.read(path, limit: 64 << 20)
    } catch {
      if case .notFound = error { return nil }
      throw CommandFailure("\(error)", status: .usage)
    }
    guard let json = try? JSONValue.parse(bytes),
      let state = OffsetState(connectAnswer: json, connector: nil)
    else {
      throw CommandFailure(
        "'\(path)' is no answer of Connect about offsets",
        hint: "`curl CONNECT/connectors/NAME/offsets > FILE` makes one", status: .usage)
    }
    return state
  }

  private func print(
    _ report: ComparisonReport, _ texts: [String]
  ) throws(CommandFailure) {
    let document = JSONValue.object([
      ("schema_version", .integer(1)), ("first", JSONValue(texts.first)),
      ("second", JSONValue(texts.last)), ("same", .bool(report.comparison.isSame)),
      ("partitions", report.document),
    ])
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      switch options.format {
      case .table:
        for line in report.lines { try context.output.writeLine(DisplayText.printable(line)) }
      case .json: try context.output.writeLine(document.prettyText)
      case .jsonl: try context.output.writeLine(document.text)
      }
    }
  }
}
