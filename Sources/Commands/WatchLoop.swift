import Runtime
import Snapshot
import Watch

/// Runs a watch until the snapshots have ended as the user asked, printing on the way.
struct WatchLoop {
  /// What ends it.
  enum Ending: Equatable {
    /// One round of readings.
    case once
    /// Nothing more comes of the snapshots by themselves.
    case done
    /// That, or they stand still.
    case stall
  }

  let context: CommandContext
  let ending: Ending
  /// Whether librdkafka's log goes to standard error.
  let showsLogs: Bool
  let interval: Duration
  let timeout: Duration
  /// What Connect's REST interface says of each connector, kept up to date by another thread.
  let status: ConnectorStatusBoard?

  /// How often the state is looked at; a change of it is printed then.
  private static let tick = Duration.milliseconds(100)

  /// The closing readings; throws what ended the watch before.
  func run(
    _ watch: inout SnapshotWatch, printer: inout ReadingPrinter
  ) throws(CommandFailure) -> [SnapshotReading] {
    let begin = ContinuousClock.now
    var nextPrint = begin
    var printed: [SnapshotState] = []
    var connection = SnapshotWatch.Connection.up
    while true {
      do throws(CommandFailure) {
        try takeRecords(&watch)
      } catch {
        try? printer.interrupt()
        throw error
      }
      if showsLogs {
        for line in watch.takeLogs() { try? context.errors.writeLine("librdkafka: \(line)") }
      }
      report(watch.connection, before: &connection, &printer)
      let readings = watch.readings(at: context.clock())
      let catchUp = watch.catchUp.map(CatchUp.init)
      if catchUp == nil, isOver(readings, since: begin) { return readings }
      let states = readings.map(\.state)
      let now = ContinuousClock.now
      // The closing reading says it once the rows are all there.
      let isClosing = readings.allSatisfy(\.state.hasEnded)
      guard ending != .once, !isClosing,
        now >= nextPrint || (states != printed && catchUp == nil)
      else { continue }
      try printing { () throws(RuntimeError) in try printer.update(readings, catchUp: catchUp) }
      printed = states
      nextPrint = now + interval
    }
  }

  // MARK: Records

  private func takeRecords(_ watch: inout SnapshotWatch) throws(CommandFailure) {
    let deadline = Deadline(after: Self.tick)
    status?.tell(&watch)
    do throws(WatchError) {
      repeat {
        guard !context.stop.isRaised else { throw .interrupted }
        try watch.step(timeout: deadline.remaining)
      } while !deadline.hasPassed
      try watch.settle()
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }

  // MARK: Ends

  private func isOver(_ readings: [SnapshotReading], since begin: ContinuousClock.Instant) -> Bool {
    let waited = ContinuousClock.now - begin
    return readings.allSatisfy { isOver($0, waited: waited) }
  }

  private func isOver(_ reading: SnapshotReading, waited: Duration) -> Bool {
    switch reading.state {
    case .completed, .incomplete, .aborted, .failed, .unanswered: return reading.isSettled
    case .stalled, .paused: return ending != .done
    case .none, .skipped, .unknown: return ending == .once || waited > timeout
    case .requested, .queued, .running: return ending == .once
    }
  }

  // MARK: Words

  private func report(
    _ connection: SnapshotWatch.Connection, before: inout SnapshotWatch.Connection,
    _ printer: inout ReadingPrinter
  ) {
    guard connection != before else { return }
    before = connection
    // A note that cannot be printed is no reason to end a watch.
    try? printer.interrupt()
    switch connection {
    case .up: try? context.errors.writeLine("cdcwatch: the brokers answer again")
    case .lost(_, let reason):
      try? context.errors.writeLine(
        "cdcwatch: the brokers do not answer (\(reason)); trying again until they do")
    }
  }
}

/// Prints; a failure to do so ends the command as `Output` says.
func printing(_ body: () throws(RuntimeError) -> Void) throws(CommandFailure) {
  do throws(RuntimeError) {
    try body()
  } catch {
    throw CommandFailure("cannot write the output: \(error)", status: .unexpected)
  }
}
