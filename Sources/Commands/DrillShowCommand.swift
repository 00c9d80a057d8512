import CommandLine
import Drill
import JSON
import Runtime

/// `cdcwatch drill show`: a drill's file as it is.
struct DrillShowCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let source = try DrillSource(invocation.arguments.first ?? "")
    // A file of somebody's own is read too, so that a mistake in it is told.
    let drill = try source.definition()
    let file = String(decoding: source.bytes, as: UTF8.self)
    let document = JSONValue.object([
      ("schema_version", 1), ("drill", .string(drill.name)), ("title", .string(drill.title)),
      ("file", .string(file)),
    ])
    let text = CommonOptions(invocation, context: context).format.text(
      of: document, table: Self.printable(file))
    try printing { () throws(RuntimeError) in try context.output.write(text) }
    return ExitStatus.success.rawValue
  }

  private static func printable(_ file: String) -> String {
    file.split(separator: "\n", omittingEmptySubsequences: false)
      .map { DisplayText.printable(String($0)) }.joined(separator: "\n")
  }
}
