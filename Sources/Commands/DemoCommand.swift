import CommandLine
import Runtime

struct DemoCommand {
  let invocation: Invocation
  let context: CommandContext
  func run() throws(CommandFailure) -> Int32 { 1 }
}
