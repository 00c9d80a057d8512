import CommandLine
import Kafka
import Runtime
import Snapshot
import Watch

/// `cdcwatch snapshot`, `list` and `history`: readings of snapshots.
struct SnapshotCommand {
  /// Which readings.
  enum Mode {
    /// The newest of each table, watched until it has ended.
    case watch
    /// The newest of each table, once.
    case list
    /// All of each table.
    case history
  }

  let mode: Mode
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let options = CommonOptions(invocation, context: context)
    let configuration = try KafkaSettings(invocation: invocation, context: context).configuration()
    let survey = try ConnectSurvey(invocation: invocation, context: context)
    let request = try WatchRequests(invocation: invocation, context: context, mode: mode)
      .request(connectors: survey?.connectors)
    let ending: WatchLoop.Ending =
      mode != .watch || invocation.isSet(.once)
      ? .once : invocation.text(.exitOn) == "stall" ? .stall : .done
    let board = survey?.board(isFollowed: ending != .once)
    defer { board?.stop() }
    var watch = try context.openWatch(configuration, request)
    try note(watch, options)
    let loop = WatchLoop(
      context: context, ending: ending, showsLogs: invocation.count(.verbose) > 1,
      interval: invocation.duration(.interval) ?? .seconds(1), timeout: options.timeout,
      status: board)
    var printer = ReadingPrinter(
      context: context, format: options.format, shape: shape, display: options.display)
    let readings = try loop.run(&watch, printer: &printer)
    return try finish(watch, readings, &printer, options)
  }

  /// One named table is an object, none or several are an array.
  private var shape: ReadingPrinter.Shape {
    mode == .watch && context.tables(invocation).count == 1 ? .object : .array
  }

  private func note(
    _ watch: borrowing SnapshotWatch, _ options: CommonOptions
  ) throws(CommandFailure) {
    guard !options.display.isQuiet else { return }
    let lines = watch.notes + (invocation.count(.verbose) > 0 ? watch.description : [])
    try printing { () throws(RuntimeError) in
      for line in lines { try context.errors.writeLine("cdcwatch: \(line)") }
    }
  }

  // MARK: Closing

  private func finish(
    _ watch: borrowing SnapshotWatch, _ readings: [SnapshotReading],
    _ printer: inout ReadingPrinter, _ options: CommonOptions
  ) throws(CommandFailure) -> Int32 {
    let closing = mode == .history ? watch.history(at: context.clock()) : readings
    try printing { () throws(RuntimeError) in
      if mode == .watch {
        try printer.finish(closing)
      } else {
        try printer.finish(list: closing)
      }
      for line in UnreadableText.lines(watch.unreadable) where !options.display.isQuiet {
        try context.errors.writeLine(line)
      }
      if closing.isEmpty, !options.display.isQuiet {
        try context.errors.writeLine("cdcwatch: no source tells of any snapshot")
      }
    }
    // What ended badly long ago is history, and no reason to wake anybody.
    let judged = mode == .history ? readings : closing
    return (judged.map { ExitStatus($0.state) }.max() ?? .success).rawValue
  }
}
