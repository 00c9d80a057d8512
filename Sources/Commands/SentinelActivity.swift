import CommandLine
import Databases
import Debezium
import Drill
import JSON
import Kafka
import Runtime

/// The sentinels of a run while its runner lives: written by one thread, read back by another.
///
/// What is at work can be looked at from any thread; begun and ended it is by the runner's alone.
final class SentinelActivity: Sendable {
  private let writing: SentinelWriting
  private let configuration: Configuration
  private let topic: String
  private let run: String
  private let timeout: Duration
  private let stop: StopFlag
  let clock: DrillClock
  private let atWork = Locked(AtWork())

  private struct AtWork {
    var writer: SentinelWriter?
    var reader: SentinelReader?
    /// What writers that have ended had written.
    var committed = 0
  }

  private var writer: SentinelWriter? { atWork.current.writer }
  /// The one that reads; nil before the first sentinel, and behind the end.
  var reader: SentinelReader? { atWork.current.reader }

  init(_ stage: DrillStage, clock: DrillClock) {
    self.clock = clock
    writing = SentinelWriting(
      database: stage.database, tables: stage.tables, interval: stage.interval,
      timeout: stage.timeout, clock: clock, log: stage.folder.sentinels)
    configuration = stage.kafka
    topic = stage.topic
    run = stage.folder.run
    timeout = stage.timeout
    stop = stage.context.stop
  }

  /// Begins to read from these offsets, and to write.
  ///
  /// Does nothing where both are at work.
  func begin(from starts: [Int32: Int64]) throws(CommandFailure) {
    if reader == nil {
      let reader = try SentinelReader(reading(from: starts), stop: stop)
      atWork.withLock { $0.reader = reader }
    }
    try goOnWriting()
  }

  /// Begins to read from the topic's end as it is now, and to write.
  ///
  /// A topic that is not there is made by the first sentinel: it is waited for, and read from its
  /// beginning.
  func beginFromEnd(until deadline: Deadline) throws(CommandFailure) {
    if let ends = try SentinelReader.endsIfThere(reading(from: nil)) {
      return try begin(from: ends)
    }
    try goOnWriting()
    while !deadline.hasPassed, stop.wait(until: deadline.clamped(to: .milliseconds(500))) == nil {
      guard let made = try SentinelReader.endsIfThere(reading(from: nil)) else { continue }
      return try begin(from: made.mapValues { _ in 0 })
    }
    throw CommandFailure(
      "the topic '\(topic)' is not there" + (writer?.progress.trouble.map { ": \($0)" } ?? ""),
      hint: "the connector captures nothing of the sentinels' table; its log says why",
      status: .critical)
  }

  private func reading(from starts: [Int32: Int64]?) -> SentinelReading {
    SentinelReading(
      configuration: configuration, topic: topic, run: run, start: starts, isCompacted: false,
      timeout: timeout, clock: clock)
  }

  /// Writes again behind a fence.
  func goOnWriting() throws(CommandFailure) {
    guard writer == nil else { return }
    let writer = try SentinelWriter(writing, stop: stop)
    atWork.withLock { $0.writer = writer }
  }

  /// Ends the writing: the last committed change is the fence.
  func fence() -> Int? {
    guard let tally = writer?.finish() else { return nil }
    atWork.withLock { state in
      state.writer = nil
      state.committed += tally.committed
    }
    return tally.last
  }

  /// Ends both.
  func end() {
    _ = fence()
    _ = reader?.finish()
    atWork.withLock { $0.reader = nil }
  }

  /// What was written and read so far.
  var progress: (tally: SentinelTally, sightings: SentinelSightings)? {
    guard let writer, let reader else { return nil }
    return (writer.progress, reader.progress)
  }

  /// The same as it is shown; nil while nothing is read.
  var counts: RunScreen.Sentinels? {
    let state = atWork.current
    guard let sightings = state.reader?.progress else { return nil }
    let tally = state.writer?.progress
    return RunScreen.Sentinels(
      written: state.committed + (tally?.committed ?? 0),
      arrived: sightings.arrivals.count { $0.operation != .tombstone },
      trouble: tally?.trouble ?? sightings.trouble)
  }

  /// Waits until a change that is committed from now on has arrived; returns its number, nil when
  /// none does in time.
  func arrival(until deadline: Deadline) -> Int? {
    guard let writer, let reader else { return nil }
    let before = writer.progress.last ?? 0
    return reader.wait(until: deadline) { sightings in
      sightings.arrivals.last { ($0.number ?? 0) > before }?.number
    }
  }

  /// The log as it is on the disk.
  func log() throws(CommandFailure) -> SentinelLog {
    let bytes: [UInt8]
    do throws(RuntimeError) {
      bytes = try FileText.read(writing.log, limit: 1 << 30)
    } catch {
      throw CommandFailure("\(error)", status: .unexpected)
    }
    do throws(SentinelLogError) {
      return try SentinelLog(bytes)
    } catch {
      throw CommandFailure("\(error)", status: .unexpected)
    }
  }

  /// The ledger as the database has it now.
  func ledger() throws(CommandFailure) -> [SentinelLedgerRow] {
    do throws(DatabaseError) {
      let session = try DatabaseSession.open(
        writing.database, timeout: timeout, stop: stop)
      return try session.rows(SentinelTransaction.ledger(in: writing.tables))
        .compactMap(SentinelLedgerRow.init(columns:))
    } catch {
      throw CommandFailure(error, stopStatus: nil)
    }
  }
}
