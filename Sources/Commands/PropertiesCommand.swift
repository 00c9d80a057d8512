import CommandLine
import Kafka
import Runtime

/// `-X list` and `-X dump`: librdkafka's properties, instead of the command that they stand behind.
struct PropertiesCommand {
  let invocation: Invocation
  let context: CommandContext

  /// Nil where neither was asked for.
  init?(invocation: Invocation, context: CommandContext) {
    let words = invocation.all(.property)
    guard words.contains("list") || words.contains("dump") else { return nil }
    self.invocation = invocation
    self.context = context
  }

  func run() throws(CommandFailure) -> Int32 {
    let isDump = invocation.all(.property).contains("dump")
    let settings = KafkaSettings(invocation: invocation, context: context)
    let configuration = isDump ? try settings.configuration() : Configuration()
    try printing { () throws(RuntimeError) in
      for property in configuration.dump() {
        try context.output.writeLine("\(property.name) = \(property.value)")
      }
    }
    return ExitStatus.success.rawValue
  }
}
