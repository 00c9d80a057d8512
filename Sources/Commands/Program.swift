public import CommandLine
import KafkaConnect
import Runtime

/// cdcwatch: a command line in, an exit status out.
public struct Program: Sendable {
  private let table: CommandTable
  private let context: CommandContext

  /// The program over that table of commands.
  public init(table: CommandTable, context: CommandContext) {
    self.table = table
    self.context = context
  }

  /// Runs the command that the arguments name; `arguments` is without the program's own name.
  public func run(_ arguments: [String]) -> Int32 {
    do throws(UsageError) {
      switch try table.parse(arguments, environment: context.environment.variables) {
      case .help(let path): return print(table.help(for: path, columns: helpColumns))
      case .run(let invocation): return run(invocation)
      }
    } catch {
      report("\(error)")
      return UsageError.exitStatus
    }
  }

  private func run(_ invocation: Invocation) -> Int32 {
    let secrets = CommandLineSecrets(invocation)
    context.hideArguments(secrets.texts)
    if let warning = secrets.warning, !invocation.isSet(.quiet) { report(warning) }
    do throws(CommandFailure) {
      guard table.command(at: invocation.path)?.flags.contains(.context) == true else {
        return try dispatch(invocation)
      }
      if invocation.path.first == "context" {
        return try ContextCommand(table: table, invocation: invocation, context: context).run()
      }
      let prepared = try ContextLoading(table: table, context: context).prepared(invocation)
      return try Program(table: table, context: prepared.context).dispatch(prepared.invocation)
    } catch {
      report(error.text)
      return error.status
    }
  }

  private func dispatch(_ invocation: Invocation) throws(CommandFailure) -> Int32 {
    if let properties = PropertiesCommand(invocation: invocation, context: context) {
      return try properties.run()
    }
    switch invocation.path {
    case ["version"]: return try VersionCommand(invocation: invocation, context: context).run()
    case ["events"]: return try EventsCommand(invocation: invocation, context: context).run()
    case ["snapshot"], ["snapshot", "watch"]: return try snapshot(.watch, invocation)
    case ["snapshot", "list"]: return try snapshot(.list, invocation)
    case ["snapshot", "history"]: return try snapshot(.history, invocation)
    case ["offsets", "list"]: return try offsets(.list, invocation)
    case ["offsets", "show"]: return try offsets(.show, invocation)
    case ["offsets", "log"]: return try offsets(.log, invocation)
    case ["offsets", "check"]:
      return try OffsetsCheckCommand(invocation: invocation, context: context).run()
    case ["offsets", "decode"]:
      return try OffsetsDecodeCommand(invocation: invocation, context: context).run()
    case ["connector", "list"], ["connector", "status"]:
      return try ConnectorCommand(invocation: invocation, context: context).run()
    case ["connector", "stop"]: return try change(.stop, invocation)
    case ["connector", "resume"]: return try change(.resume, invocation)
    case ["connector", "restart"]:
      return try change(.restart(onlyFailed: invocation.isSet(.onlyFailed)), invocation)
    case ["offsets", "backup"]:
      return try OffsetsBackupCommand(invocation: invocation, context: context).run()
    case ["offsets", "verify"]:
      return try OffsetsVerifyCommand(invocation: invocation, context: context).run()
    case ["offsets", "diff"]:
      return try OffsetsDiffCommand(invocation: invocation, context: context).run()
    case ["offsets", "restore"]:
      return try OffsetsRestoreCommand(invocation: invocation, context: context).run()
    case ["offsets", "set"]:
      return try OffsetsSetCommand(mode: .set, invocation: invocation, context: context).run()
    case ["offsets", "reset"]:
      return try OffsetsSetCommand(mode: .reset, invocation: invocation, context: context).run()
    case ["offsets", "rescue"]:
      return try OffsetsRescueCommand(invocation: invocation, context: context).run()
    case ["offsets", "prune"]:
      return try OffsetsPruneCommand(invocation: invocation, context: context).run()
    case ["drill", "list"]:
      return try DrillListCommand(invocation: invocation, context: context).run()
    case ["drill", "show"]:
      return try DrillShowCommand(invocation: invocation, context: context).run()
    case ["drill", "plan"]:
      return try DrillPlanCommand(invocation: invocation, context: context).run()
    case ["drill", "run"]:
      return try DrillRunCommand(invocation: invocation, context: context).run()
    case ["drill", "resume"]:
      return try DrillTakeUpCommand(mode: .resume, invocation: invocation, context: context).run()
    case ["drill", "abort"]:
      return try DrillTakeUpCommand(mode: .abort, invocation: invocation, context: context).run()
    case ["drill", "status"]:
      return try DrillStatusCommand(invocation: invocation, context: context).run()
    case ["drill", "report"]:
      return try DrillReportCommand(invocation: invocation, context: context).run()
    case ["drill", "sweep"]:
      return try DrillSweepCommand(invocation: invocation, context: context).run()
    case ["demo"]: return try DemoCommand(invocation: invocation, context: context).run()
    default:
      throw CommandFailure(
        "'\(invocation.path.joined(separator: " "))' has no implementation", status: .unexpected)
    }
  }

  private func snapshot(
    _ mode: SnapshotCommand.Mode, _ invocation: Invocation
  ) throws(CommandFailure) -> Int32 {
    try SnapshotCommand(mode: mode, invocation: invocation, context: context).run()
  }

  private func offsets(
    _ mode: OffsetsCommand.Mode, _ invocation: Invocation
  ) throws(CommandFailure) -> Int32 {
    try OffsetsCommand(mode: mode, invocation: invocation, context: context).run()
  }

  private func change(
    _ change: ConnectorChange, _ invocation: Invocation
  ) throws(CommandFailure) -> Int32 {
    try ConnectorChangeCommand(change: change, invocation: invocation, context: context).run()
  }

  private var helpColumns: Int {
    context.terminal.isTerminal ? min(100, max(60, context.terminal.columns)) : 80
  }

  private func print(_ text: String) -> Int32 {
    do throws(RuntimeError) {
      try context.output.write(text)
      return ExitStatus.success.rawValue
    } catch {
      return ExitStatus.unexpected.rawValue
    }
  }

  /// A message that cannot be written leaves the exit status to tell.
  private func report(_ text: String) { try? context.errors.writeLine(text) }
}
