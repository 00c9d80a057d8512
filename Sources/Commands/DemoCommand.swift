import CommandLine
import Kafka
import Runtime
import Snapshot
import Watch

/// `cdcwatch demo`: a recorded snapshot, played into a cluster inside this process and watched as
/// `cdcwatch snapshot` watches any.
struct DemoCommand {
  /// The table that the recorded snapshot reads.
  static let table = "orders_large"

  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let options = CommonOptions(invocation, context: context)
    let recording = try loading { () throws(DemoRecording.Damaged) in try DemoRecording() }
    let cluster = try DemoCluster(topics: recording.topics)
    defer { cluster.stop() }
    if !options.display.isQuiet { try tell(DemoWords.introduction(recording)) }
    let readings = try play(recording, cluster.configuration, options)
    let isCompleted = !readings.isEmpty && readings.allSatisfy { $0.state == .completed }
    if !options.display.isQuiet { try tell(DemoWords.farewell) }
    return (isCompleted ? ExitStatus.success : .unexpected).rawValue
  }

  /// The closing readings, which have been printed.
  private func play(
    _ recording: DemoRecording, _ configuration: Configuration, _ options: CommonOptions
  ) throws(CommandFailure) -> [SnapshotReading] {
    let clock = context.clock
    var replay = try loading { () throws(DemoRecording.Damaged) in
      try DemoReplay(recording, into: configuration, clock: clock)
    }
    try check(replay.lay())
    var watch = try open(configuration)
    let player = try DemoPlayer(replay, stop: context.stop)
    defer { player.stop() }
    var inner = context
    inner.stop = player.watchStop
    // A recording that stands still would do so for ever: a stall ends it too.
    let loop = WatchLoop(
      context: inner, ending: .stall, showsLogs: false, interval: .seconds(1),
      timeout: options.timeout, status: nil)
    var printer = ReadingPrinter(
      context: context, format: options.format, shape: .object, display: options.display)
    do throws(CommandFailure) {
      let readings = try loop.run(&watch, printer: &printer)
      try printing { () throws(RuntimeError) in try printer.finish(readings) }
      return readings
    } catch {
      try check(player.stop())
      throw error
    }
  }

  private func open(_ configuration: Configuration) throws(CommandFailure) -> SnapshotWatch {
    var request = WatchRequest(clock: context.clock)
    request.wishes.tables = [Self.table]
    // The embedded cluster finds no offsets by time, and has nothing else than the snapshot.
    request.rows = .everything
    return try context.openWatch(configuration, request)
  }

  private func check(_ outcome: DemoReplay.Outcome) throws(CommandFailure) {
    switch outcome {
    case .over: return
    case .refused(let error): throw CommandFailure(error)
    case .damaged: throw Self.damaged
    }
  }

  private func loading<Value>(
    _ body: () throws(DemoRecording.Damaged) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(DemoRecording.Damaged) {
      return try body()
    } catch {
      throw Self.damaged
    }
  }

  private static var damaged: CommandFailure {
    CommandFailure("the recording inside this program is damaged", status: .unexpected)
  }

  private func tell(_ text: String) throws(CommandFailure) {
    try printing { () throws(RuntimeError) in try context.errors.writeLine(text) }
  }
}
