import CommandLine
import JSON
import Runtime

/// What a command tells at its end: lines for a person, or one object.
protocol PrintedReport {
  /// All of it, as a person reads it; made printable when it is shown.
  var printed: [String] { get }
  /// All of it as one object.
  var object: JSONValue { get }
}

extension PrintedReport {
  func text(_ format: OutputFormat) -> String {
    format.text(of: object, table: DisplayText.printable(lines: printed))
  }

  /// Prints it on standard output, as `--output` says.
  func print(_ invocation: Invocation, _ context: CommandContext) throws(CommandFailure) {
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      try context.output.write(text(options.format))
    }
  }
}

extension DisplayText {
  /// Lines made printable, each with its line feed.
  static func printable(lines: [String]) -> String {
    lines.map { printable($0) + "\n" }.joined()
  }
}
