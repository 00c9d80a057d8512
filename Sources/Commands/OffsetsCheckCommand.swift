import Checks
import CommandLine
import Debezium
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime

/// `cdcwatch offsets check`: what a connector would do with an offset.
struct OffsetsCheckCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let options = CommonOptions(invocation, context: context)
    guard let name = invocation.text(.connector) else {
      throw CommandFailure(
        "no connector was named", hint: "type -c NAME; 'cdcwatch connector list' shows the names",
        status: .usage)
    }
    let databases = try DatabaseSettings(invocation)
    if databases.showsPassword, !options.display.isQuiet {
      try printing { () throws(RuntimeError) in
        try context.errors.writeLine(
          "cdcwatch: --db holds a password, which others on this machine can read; ~/.pgpass,"
            + " PGPASSWORD, ~/.my.cnf and MYSQL_PWD count too")
      }
    }
    let candidate = try candidate(name)
    let gathering = try OffsetCaseGathering(
      connector: name, invocation: invocation, context: context)
    let facts = try gathering.facts(
      candidate: candidate, databases: databases.candidates(for: name))
    let judgement = OffsetJudge.judge(facts)
    let text = OffsetCheckText(connector: name, judgement: judgement)
    try printing { () throws(RuntimeError) in
      switch options.format {
      case .table: try context.output.write(text.table)
      case .json: try context.output.write(text.object.prettyText + "\n")
      case .jsonl: try context.output.writeLine(text.object.text)
      }
    }
    return ExitStatus(judgement.verdict).rawValue
  }

  /// The offsets that would be put back; nil for `live`.
  private func candidate(_ connector: String) throws(CommandFailure) -> ConnectorOffsets? {
    guard let text = invocation.arguments.first, text != "live" else { return nil }
    let state = try OffsetStateSource(invocation: invocation, context: context).state(text)
    let offsets = ConnectorOffsets(state.of(connector))
    guard !offsets.isEmpty else {
      let known = Set(state.offsets.keys.compactMap(\.connector)).sorted().joined(separator: ", ")
      throw CommandFailure(
        "'\(DisplayText.printable(text))' holds no offset of '\(DisplayText.printable(connector))'",
        hint: known.isEmpty ? "it holds none at all" : "it holds \(DisplayText.printable(known))",
        status: .usage)
    }
    return offsets
  }
}

extension ExitStatus {
  /// What a verdict means to a script.
  init(_ verdict: OffsetVerdict) {
    switch verdict {
    case .resume: self = .success
    case .replay, .unknown: self = .warning
    case .willSkip, .willRefuse, .willResnapshot: self = .critical
    }
  }
}
