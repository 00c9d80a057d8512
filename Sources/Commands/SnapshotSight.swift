import CommandLine
import Drill
import Runtime
import Snapshot
import Watch

/// What `snapshot: completed` looks at: the newest snapshot of the sentinels' table.
struct SnapshotSight {
  let stage: DrillStage
  let record: RunRecord

  /// Why it does not hold; nil when it does.
  ///
  /// Reads the topics as `snapshot list` does.
  func objection() throws(StepFailure) -> String? {
    do throws(CommandFailure) {
      let readings = try readings()
      return Self.objection(readings, since: beginning, table: "\(stage.tables.sentinels)")
    } catch {
      throw StepFailure(error, interrupted: stage.context.stop.isRaised)
    }
  }

  /// A shadow begins with an initial snapshot, which is not the one that a signal asks for.
  private var beginning: Timestamp? {
    let writers = stage.steps.filter { step in
      if case .sql(let deed) = step.action { deed.writes } else { false }
    }
    return writers.compactMap { record.steps[$0.id]?.started }.max() ?? record.started
  }

  private func readings() throws(CommandFailure) -> [SnapshotReading] {
    let context = stage.context
    let invocation = stage.invocation.deriving(
      [stage.topic], [(.connector, [stage.connector]), (.quiet, [""])])
    let survey = try ConnectSurvey(invocation: invocation, context: context)
    let request = try WatchRequests(invocation: invocation, context: context, mode: .list)
      .request(connectors: survey?.connectors)
    let board = survey?.board(isFollowed: false)
    defer { board?.stop() }
    var watch = try context.openWatch(stage.kafka, request)
    let loop = WatchLoop(
      context: context, ending: .once, showsLogs: false, interval: .seconds(1),
      timeout: stage.timeout, status: board)
    let options = CommonOptions(invocation, context: context)
    var printer = ReadingPrinter(
      context: context, format: options.format, shape: .array, display: options.display)
    return try loop.run(&watch, printer: &printer)
  }

  /// The rule over readings of one table; `beginning` is nil where nothing tells when the run began.
  static func objection(
    _ readings: [SnapshotReading], since beginning: Timestamp?, table: String
  ) -> String? {
    let begun = readings.filter { reading in
      guard let start = reading.startedAt else { return false }
      return beginning.map { start >= $0 } ?? true
    }
    guard
      let newest = begun.max(by: { ($0.startedAt ?? $0.takenAt) < ($1.startedAt ?? $1.takenAt) })
    else { return "no snapshot of '\(table)' has begun since it was asked for" }
    guard newest.state != .completed else { return nil }
    let cause = newest.cause.map { ": \($0)" } ?? ""
    return "the snapshot of '\(table)' is \(newest.state.rawValue)\(cause)"
  }
}
