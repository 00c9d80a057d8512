import CommandLine
import Databases
import Drill
import Runtime

/// Watches how much of PostgreSQL's log a shadow's slot holds back while its drill runs, and ends the
/// run when it is too much.
///
/// It dies with its runner: then only `max_slot_wal_keep_size` protects the server's disk.
final class LogGuard: Sendable {
  /// What a slot may hold back without `--wal-limit`: 1 GiB.
  static let usualLimit: Int64 = 1 << 30

  /// Raised when the command's own flag is, and when the slot holds back too much.
  let stop = StopFlag()
  private let limit: Int64
  private let held = Locked<Int64?>(nil)
  private let ending = StopFlag()
  private let thread: DedicatedThread<Void>?

  /// Begins to watch; `slot` is nil where there is none, and then nothing is watched.
  init(
    slot: String?, in database: DatabaseURI, limit: Int64, timeout: Duration, stop outer: StopFlag
  ) throws(CommandFailure) {
    self.limit = limit
    let (stop, ending, held) = (stop, ending, held)
    outer.onRaise { stop.raise(outer.reason ?? .terminated) }
    guard let slot else {
      thread = nil
      return
    }
    do throws(RuntimeError) {
      thread = try DedicatedThread(name: "wal-limit") {
        while ending.wait(until: Deadline(after: .seconds(2))) == nil {
          let bytes = Self.bytes(heldBackBy: slot, in: database, timeout: timeout, stop: ending)
          guard let bytes, bytes > limit else { continue }
          held.withLock { $0 = bytes }
          stop.raise(.terminated)
          return
        }
      }
    } catch {
      throw CommandFailure("cannot watch the slot: \(error)", status: .unexpected)
    }
  }

  /// Why the run has to end; nil while it has not.
  var failure: StepFailure? {
    guard let bytes = held.current else { return nil }
    return StepFailure(
      .safety,
      "the shadow's slot held back \(ByteText.text(bytes.magnitude)) of the log, more than the"
        + " \(ByteText.text(limit.magnitude)) of --wal-limit: the run was ended and undone",
      hint: "why was nothing read? look at the worker's log; or type a greater --wal-limit")
  }

  /// Ends the watching.
  func end() {
    ending.raise(.terminated)
    thread?.join()
  }

  /// Nil where there is no such slot, or nobody answers: the next look tells.
  private static func bytes(
    heldBackBy slot: String, in database: DatabaseURI, timeout: Duration, stop: StopFlag
  ) -> Int64? {
    guard let session = try? DatabaseSession.open(database, timeout: timeout, stop: stop) else {
      return nil
    }
    let statement =
      "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint FROM pg_replication_slots"
      + " WHERE slot_name = \(session.literal(slot))"
    let rows = try? session.rows(statement)
    return rows?.first?.first.flatMap(\.self).flatMap { Int64($0) }
  }
}

extension LogGuard {
  /// What `--wal-limit` says in a drill.
  static func limit(_ invocation: Invocation) throws(CommandFailure) -> Int64 {
    guard let text = invocation.text(.drillLogLimit) else { return usualLimit }
    guard let bytes = SizeText.parse(text), bytes > 0 else {
      throw CommandFailure(
        "\(invocation.originText(of: .drillLogLimit)): '\(text)' is no size",
        hint: "type a whole number and a unit, such as 500MB or 1GiB", status: .usage)
    }
    return bytes
  }
}
