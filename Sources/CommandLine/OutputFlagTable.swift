extension Flag {
  /// The form of the data on standard output.
  public static let output = Flag(
    "output", short: "o", .choice(["table", "json", "jsonl"]), group: .output,
    environment: "CDCWATCH_OUTPUT", usual: "table",
    help: "What the data on standard output looks like; jsonl is one JSON object a line.")

  /// Whether colour is used.
  public static let color = Flag(
    "color", .choice(["auto", "always", "never"]), group: .output,
    environment: "CDCWATCH_COLOR", usual: "auto",
    help: "Colour: auto means on a terminal. NO_COLOR, CLICOLOR_FORCE and TERM=dumb count too.")

  /// Only data and errors.
  public static let quiet = Flag(
    "quiet", short: "q", .toggle, group: .output,
    help: "Print the data and errors only: no hints, warnings or progress.")

  /// More about what is done.
  public static let verbose = Flag(
    "verbose", short: "v", .count, group: .output,
    help: "Tell on standard error what is read from where; twice (-vv) adds librdkafka's log.")

  /// Times in UTC.
  public static let utc = Flag(
    "utc", .toggle, group: .output, environment: "CDCWATCH_UTC",
    help: "Show times in UTC instead of this machine's time zone. JSON always has UTC.")

  /// No line that is redrawn.
  public static let noProgress = Flag(
    "no-progress", .toggle, group: .output, environment: "CDCWATCH_NO_PROGRESS",
    help: "Print one plain line per interval instead of redrawing one line.")

  static let display: [Flag] = [output] + displayButOutput

  static let watchDisplay: [Flag] =
    [
      output.meaning(
        """
        What the data on standard output looks like. With json only the closing reading is \
        printed, with jsonl every reading, each on a line of its own.
        """)
    ] + displayButOutput

  private static let displayButOutput: [Flag] = [color, quiet, verbose, utc, noProgress]
}
