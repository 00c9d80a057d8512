import CommandLine
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
    let source = OffsetStateSource(invocation: invocation, context: context)
    var states: [OffsetState] = []
    for text in texts {
      let state = try source.state(text)
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
      try context.output.write(
        options.format.text(
          of: document, table: report.lines.map { DisplayText.printable($0) + "\n" }.joined()))
    }
  }
}
