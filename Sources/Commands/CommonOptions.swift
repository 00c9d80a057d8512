import CommandLine
import Runtime

/// What every command that prints data has in common.
struct CommonOptions {
  let format: OutputFormat
  let timeout: Duration
  let display: ReadingPrinter.Display

  init(_ invocation: Invocation, context: CommandContext) {
    format = invocation.text(.output).flatMap(OutputFormat.init(rawValue:)) ?? .table
    timeout = invocation.duration(.timeout) ?? .seconds(10)
    let isQuiet = invocation.isSet(.quiet)
    display = ReadingPrinter.Display(
      isQuiet: isQuiet, showsProgress: !isQuiet && !invocation.isSet(.noProgress),
      style: Self.style(invocation, context: context))
  }

  private static func style(_ invocation: Invocation, context: CommandContext) -> Style {
    let choice = invocation.text(.color).flatMap(ColorChoice.init(rawValue:)) ?? .auto
    return Style(
      hasColor: context.terminal.usesColor(choice),
      zone: invocation.isSet(.utc) ? .utc : .local)
  }
}
