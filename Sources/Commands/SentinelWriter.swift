import Databases
import Drill
import Runtime

/// Writes sentinels from a thread of its own until it is told to stop, through whatever becomes of the
/// database.
///
/// It connects again when the connection breaks. A change whose acknowledgement was lost is looked up
/// in the ledger before the next one.
final class SentinelWriter: Sendable {
  private let ending = StopFlag()
  private let tally: Locked<SentinelTally>
  private let thread: DedicatedThread<Void>

  /// Starts to write, after what the log and the ledger already have.
  ///
  /// `stop` ends it at once, also in the midst of a transaction. Throws when the log cannot be read or
  /// written, or holds a line that is none.
  init(_ writing: SentinelWriting, stop: StopFlag) throws(CommandFailure) {
    let bytes = try Self.reading(writing.log)
    let log: SentinelLog
    do throws(SentinelLogError) {
      log = try SentinelLog(bytes)
    } catch {
      throw CommandFailure(
        "cannot go on writing sentinels: \(error) ('\(writing.log)')",
        hint: "the run's folder was changed by something else; abort the run", status: .unexpected)
    }
    let tally = Locked(SentinelTally())
    self.tally = tally
    let ending = ending
    stop.onRaise { ending.raise(.terminated) }
    do throws(RuntimeError) {
      // Made here so that a folder that takes no file is told at once.
      _ = try LineFile(writing.log, keeping: log.wholeBytes)
      thread = try DedicatedThread(name: "sentinels") {
        var round = SentinelRound(writing, log, tally: tally, ending: ending, stop: stop)
        round.run()
      }
    } catch {
      throw CommandFailure(
        "cannot write sentinels: \(error)", hint: "is there room, and may you write?",
        status: .unexpected)
    }
  }

  private static func reading(_ path: String) throws(CommandFailure) -> [UInt8] {
    do throws(RuntimeError) {
      return try FileText.read(path, limit: 1 << 30)
    } catch {
      if case .notFound = error { return [] }
      throw CommandFailure("cannot go on writing sentinels: \(error)", status: .unexpected)
    }
  }

  /// What was done so far.
  var progress: SentinelTally { tally.current }

  /// Waits until what was done is as wanted; nil when the deadline has passed.
  func wait<Outcome>(
    until deadline: Deadline, for ready: (SentinelTally) -> Outcome?
  ) -> Outcome? {
    tally.wait(until: deadline) { ready($0) }
  }

  /// Ends it behind the change that is under way, and waits for that.
  ///
  /// The last committed change is then the fence: nothing was written behind it.
  func finish() -> SentinelTally {
    ending.raise(.terminated)
    thread.join()
    return tally.current
  }
}
