import CommandLine
import Drill
import JSON
import Runtime

/// `cdcwatch drill status`: the runs, and whether a connector's last proof is young enough.
struct DrillStatusCommand {
  let invocation: Invocation
  let context: CommandContext

  /// A run in the list.
  private struct Run {
    let report: RunReport
    let isHeld: Bool

    var result: String { report.result ?? (isHeld ? "under way" : "dead") }
    var isProved: Bool { report.result == "proved" || report.result == "proved-over-target" }
  }

  func run() throws(CommandFailure) -> Int32 {
    let root = try RunFolder.root(invocation, context)
    var runs: [Run] = []
    for name in (try? Folders.names(in: root)) ?? [] {
      let folder = RunFolder(run: name, path: "\(root)/\(name)")
      guard let found = try? JournalFile.read(folder) else { continue }
      let report = RunReport(run: name, folder: folder.path, journal: found.journal)
      if let connector = invocation.text(.connector), report.opened("connector") != connector {
        continue
      }
      runs.append(Run(report: report, isHeld: JournalFile.isHeld(folder)))
    }
    let status = try age(runs)
    try DrillMetrics(file: invocation.text(.textfile)).write(runs.map(\.report))
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      try context.output.write(
        options.format.text(ofEach: runs.map(Self.document), table: Self.table(runs)))
      if let words = status.words { try context.errors.writeLine(words) }
    }
    return status.exit.rawValue
  }

  /// Whether a proof of each connector is young enough; with `-c` of that one alone.
  private func age(_ runs: [Run]) throws(CommandFailure) -> (exit: ExitStatus, words: String?) {
    guard let limit = invocation.duration(.proofAge) else { return (.success, nil) }
    let now = context.clock()
    var connectors = Set(runs.map { $0.report.opened("connector") })
    if let named = invocation.text(.connector) { connectors.insert(named) }
    guard !connectors.isEmpty else {
      return (.critical, "cdcwatch: critical: no drill has been run")
    }
    let late = connectors.sorted().filter { connector in
      !runs.contains { run in
        run.isProved && run.report.opened("connector") == connector
          && run.report.ended.map { now - $0 <= limit } ?? false
      }
    }
    guard !late.isEmpty else { return (.success, nil) }
    let names = late.map { DisplayText.printable($0) }.joined(separator: ", ")
    return (
      .critical,
      "cdcwatch: critical: no drill was proved within \(DurationText.text(limit)) of: \(names)"
    )
  }

  private static func table(_ runs: [Run]) -> String {
    guard !runs.isEmpty else { return "no drill has been run\n" }
    var table = TextTable([
      ("RUN", .left), ("DRILL", .left), ("CONNECTOR", .left), ("SUBJECT", .left),
      ("RESULT", .left), ("BEGAN", .left),
    ])
    for run in runs {
      let report = run.report
      table.add(
        [
          report.run, report.opened("drill"), report.opened("connector"),
          report.opened("subject"), run.result, report.started?.description ?? "",
        ].map { DisplayText.printable($0) })
    }
    return table.text
  }

  private static func document(_ run: Run) -> JSONValue {
    .object([
      ("schema_version", .integer(1)), ("run", .string(run.report.run)),
      ("drill", .string(run.report.opened("drill"))),
      ("connector", .string(run.report.opened("connector"))),
      ("subject", .string(run.report.opened("subject"))), ("result", .string(run.result)),
      ("started_at", run.report.started.map { .string($0.description) } ?? .null),
      ("ended_at", run.report.ended.map { .string($0.description) } ?? .null),
      ("folder", .string(run.report.folder)),
    ])
  }
}
