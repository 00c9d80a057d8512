import CommandLine
import Contexts
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
    let traced: KafkaSettings.Traced =
      isDump ? try settings.traced() : (Configuration(), [:])
    // librdkafka dumps a property under one name and its aliases under others.
    let given = Set(traced.configuration.properties.map(\.name))
    try printing { () throws(RuntimeError) in
      for property in traced.configuration.dump() {
        var line = "\(property.name) = \(property.value)"
        if given.contains(property.name),
          let origin = traced.origins[PropertyAlias.canonical(property.name)]
        {
          line += "  # \(origin)"
        }
        try context.output.writeLine(DisplayText.printable(line))
      }
    }
    return ExitStatus.success.rawValue
  }
}
