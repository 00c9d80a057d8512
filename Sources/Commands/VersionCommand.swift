import CommandLine
import JSON
import Kafka
import Runtime

/// `cdcwatch version`: the versions of what one is running.
struct VersionCommand {
  static let version = "0.1.0"

  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let versions: [(String, String)] = [
      ("cdcwatch", Self.version), ("librdkafka", Library.version),
      ("simdjson", JSONValue.parserVersion),
    ]
    let text = CommonOptions(invocation, context: context).format.text(
      of: object(versions), table: versions.map { "\($0.0) \($0.1)\n" }.joined())
    try printing { () throws(RuntimeError) in try context.output.write(text) }
    return ExitStatus.success.rawValue
  }

  private func object(_ versions: [(String, String)]) -> JSONValue {
    .object([("schema_version", .integer(1))] + versions.map { ($0.0, .string($0.1)) })
  }
}
