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
    let file = try candidate()
    let gathering = try OffsetCaseGathering(
      connector: name, invocation: invocation, context: context)
    let facts = try gathering.facts(file: file, databases: databases.candidates(for: name))
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

  /// The offsets of the file that was named; nil for `live`.
  private func candidate() throws(CommandFailure) -> ConnectorOffsets? {
    guard let path = invocation.arguments.first, path != "live" else { return nil }
    let bytes: [UInt8]
    do throws(RuntimeError) {
      bytes = try FileText.read(path)
    } catch {
      throw CommandFailure(
        "\(error)", hint: "type live, or a file as GET /connectors/NAME/offsets gives it",
        status: .usage)
    }
    guard let document = try? JSONValue.parse(bytes), let offsets = ConnectorOffsets(document)
    else {
      throw CommandFailure(
        "'\(DisplayText.printable(path))' is not what GET /connectors/NAME/offsets gives",
        hint: "such a file begins with {\"offsets\":[{\"partition\":", status: .usage)
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
