import CommandLine
import Drill
import JSON
import Runtime

/// `cdcwatch drill report`: what a run's journal says, for people and programs.
struct DrillReportCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let root = try RunFolder.root(invocation, context)
    let folder = try RunFolder.existing(invocation.arguments.first ?? "", in: root)
    guard !invocation.isSet(.checkJournal) else { return try check(folder) }
    let report = try DrillReports(folder: folder).report()
    let text: String =
      switch invocation.text(.output) {
      case "json", "jsonl": report.document.prettyText + "\n"
      case "html": RunReportPage(report).text
      default: RunReportMarkdown(report).text
      }
    try printing { () throws(RuntimeError) in try context.output.write(text) }
    return ExitStatus.success.rawValue
  }

  private func check(_ folder: RunFolder) throws(CommandFailure) -> Int32 {
    let found = try JournalFile.read(folder)
    let lines = found.journal.lines.count
    if let wanted = invocation.text(.journalHash), wanted != found.journal.lastHash {
      throw CommandFailure(
        "the journal ends in \(found.journal.lastHash) at line \(lines), and not in"
          + " \(DisplayText.printable(wanted))",
        hint: "lines behind the one with that hash were added, or its tail was cut",
        status: .unproven)
    }
    let torn = found.tornBytes > 0 ? "; \(found.tornBytes) bytes of a torn line follow" : ""
    let said = invocation.text(.journalHash) == nil ? "" : ", as was said"
    try printing { () throws(RuntimeError) in
      try context.output.write(
        "\(lines) lines, each as it was written; the last hash is"
          + " \(found.journal.lastHash)\(said)\(torn)\n")
    }
    return ExitStatus.success.rawValue
  }
}
