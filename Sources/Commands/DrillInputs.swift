import CommandLine
import Contexts
import Debezium
import Drill
import Runtime

/// The inputs of a drill that `--set` gives; secrets from files.
struct DrillInputs {
  /// The values by name, without `sentinel.table`.
  private(set) var values: [String: String] = [:]
  /// The table of the sentinels; nil when it was not given.
  private(set) var sentinelTable: String?

  init(_ invocation: Invocation, context: CommandContext) throws(CommandFailure) {
    let reader = SecretReader(
      context: context, timeout: invocation.duration(.timeout) ?? .seconds(10),
      isQuiet: invocation.isSet(.quiet))
    for pair in invocation.pairs(.drillInput) {
      if pair.key == "sentinel.table", invocation.isSet(.live) {
        sentinelTable = pair.value
      } else if pair.value.hasPrefix("@"), ConfigurationSecret.isSecret(name: pair.key) {
        values[pair.key] = try reader.text(
          .file(String(pair.value.dropFirst())), of: "--set \(pair.key)")
      } else {
        values[pair.key] = pair.value
      }
    }
  }
}
