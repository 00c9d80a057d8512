import CommandLine
import Runtime

/// What every command that prints data has in common.
struct CommonOptions {
  let format: OutputFormat
  let timeout: Duration
  let display: ReadingPrinter.Display

  init(_ invocation: Invocation) {
    format = invocation.text(.output).flatMap(OutputFormat.init(rawValue:)) ?? .table
    timeout = invocation.duration(.timeout) ?? .seconds(10)
    let isQuiet = invocation.isSet(.quiet)
    display = ReadingPrinter.Display(
      isQuiet: isQuiet, showsProgress: !isQuiet && !invocation.isSet(.noProgress))
  }
}
