import CommandLine
import Commands
import FoundationEssentials
import Glibc
import Runtime

// Everything of the outside enters here: signals, arguments, environment, clock, terminal, output.
let stop = StopFlag()
// Kept for the life of the process: it owns the thread that waits for signals.
let signals = try Signals(raising: stop)
let environment = Environment.ofProcess()
let context = CommandContext(
  environment: environment, output: .standardOutput, errors: .standardError,
  terminal: .standardOutput(environment), errorTerminal: .standardError(environment), stop: stop,
  clock: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
  folder: FileManager.default.currentDirectoryPath,
  hideArguments: { ProcessArguments.overwrite($0) })
let program = Program(table: .cdcwatch, context: context)
exit(program.run(Array(Swift.CommandLine.arguments.dropFirst())))
