import CommandLine
import Debezium
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime

/// Writes a connector's offsets over REST: stop, safety copy, write, read back, resume, proof.
///
/// From the stop on every failure says in which state it left the connector, and what goes on from
/// there.
struct OffsetWriting {
  let connector: String
  let plan: RestorePlan
  let place: ConnectSettings.Cluster
  let context: CommandContext
  /// The slot that goes back with the offsets; nil when the connector's own does.
  var slot: PinnedSlotReturn?

  init(
    connector: String, plan: RestorePlan, place: ConnectSettings.Cluster, context: CommandContext
  ) {
    self.connector = connector
    self.plan = plan
    self.place = place
    self.context = context
  }

  /// A stop under load takes 5 s and more; a task that starts needs a rebalance.
  private static let patience = Duration.seconds(60)
  /// A task that is gone may still have written its last offset: Connect waits 5 s for that
  /// (`offset.flush.timeout.ms`).
  private static let settling = Duration.seconds(5)

  /// What was done, a line a step; throws with 7 when it ended half-way and with 8 when the proof
  /// failed.
  func run(safetyIn store: any BackupStore, resumes: Bool) throws(CommandFailure) -> [String] {
    var done: [String] = []
    var cluster = try context.withConnect { () throws(ConnectError) in
      try place.client(stop: context.stop)
    }
    done.append(try stop(&cluster))
    done.append(try save(&cluster, in: store))
    if let slot { done += try slot.putBack() }
    do throws(CommandFailure) {
      done.append(try write(&cluster))
      done.append(try prove(&cluster))
    } catch {
      throw slot?.kept(error) ?? error
    }
    // From here on the connector's own slot has what the copy had.
    if let slot { done.append(try slot.release()) }
    guard resumes else {
      done.append("it is STOPPED: 'cdcwatch connector resume \(connector) --execute' starts it")
      return done
    }
    done.append(try resume(&cluster))
    return done
  }

  // MARK: Steps

  private func stop(_ cluster: inout ConnectCluster) throws(CommandFailure) -> String {
    let status = try context.withConnect { () throws(ConnectError) in
      try cluster.make(.stop, of: connector)
      return try cluster.wait(
        for: .stop, of: connector, within: Self.patience, stop: context.stop)
    }
    guard status.isStopped else {
      throw halfway("its tasks did not end within \(Figures.span(Self.patience))")
    }
    return "stopped: no task is left"
  }

  private func save(
    _ cluster: inout ConnectCluster, in store: any BackupStore
  ) throws(CommandFailure) -> String {
    do throws(BackupError) {
      let contents = try RestCollection.contents(of: &cluster, takenAt: context.clock())
      let copy = try NewBackup.write(
        contents, into: store, toolVersion: VersionCommand.version,
        libraryVersion: Library.version)
      return "saved: \(store.place(of: copy.run)) has the offsets from before"
    } catch .empty {
      return "nothing was saved: no connector had an offset"
    } catch {
      throw halfway(
        "the safety copy could not be made: \(CommandFailure(error, stopStatus: nil).message)")
    }
  }

  private func write(_ cluster: inout ConnectCluster) throws(CommandFailure) -> String {
    guard !plan.offsets.isEmpty else { return "nothing to write" }
    do throws(ConnectError) {
      try cluster.alterOffsets(connector, plan.offsets)
    } catch {
      throw halfway("Connect did not take the offsets: \(error)")
    }
    return "written: \(plan.offsets.count) partition\(plan.offsets.count == 1 ? "" : "s")"
  }

  private func prove(_ cluster: inout ConnectCluster) throws(CommandFailure) -> String {
    // Connect reads the topic to its end only after it has looked up which partitions a connector
    // has: a first one may not be seen for a moment.
    let deadline = Deadline(after: Self.settling)
    while let difference = try difference(&cluster) {
      guard !deadline.hasPassed else { throw difference }
      if context.stop.wait(until: deadline.clamped(to: .milliseconds(200))) != nil {
        throw halfway("interrupted before the first look")
      }
    }
    if context.stop.wait(until: Deadline(after: Self.settling)) != nil {
      throw halfway("interrupted before the second look")
    }
    if let difference = try difference(&cluster) { throw difference }
    return "read back twice: as written"
  }

  /// What Connect has that was not written; nil when there is nothing.
  private func difference(
    _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> CommandFailure? {
    let found: [ConnectorOffset]
    do throws(ConnectError) {
      found = try cluster.offsets(connector)
    } catch {
      throw halfway("the offsets could not be read back: \(error)")
    }
    for wanted in plan.offsets {
      let now = found.first { $0.partition == wanted.partition }?.offset ?? .null
      guard SourceOffset(now) == SourceOffset(wanted.offset) else {
        return CommandFailure(
          "\(wanted.partition.text) has \(now.text) and not what was written: somebody else"
            + " writes offsets of '\(connector)'",
          hint: "does another Connect cluster, or an operator, run it?", status: .unproven)
      }
    }
    return nil
  }

  private func resume(_ cluster: inout ConnectCluster) throws(CommandFailure) -> String {
    let deadline = Deadline(after: Self.patience)
    do throws(ConnectError) {
      try cluster.resume(connector)
    } catch {
      throw notProved("\(error)")
    }
    while !deadline.hasPassed {
      if let line = try look(&cluster) { return line }
      if context.stop.wait(until: deadline.clamped(to: .milliseconds(500))) != nil {
        throw notProved("interrupted")
      }
    }
    throw notProved("no new offset came within \(Figures.span(Self.patience))")
  }

  private func look(_ cluster: inout ConnectCluster) throws(CommandFailure) -> String? {
    let status: ConnectorStatus
    let offsets: [ConnectorOffset]
    do throws(ConnectError) {
      status = try cluster.status(connector)
      offsets = try cluster.offsets(connector)
    } catch {
      throw notProved("\(error)")
    }
    guard !status.hasFailed else {
      throw notProved(status.tasks.lazy.compactMap(\.failure).first ?? "the task has FAILED")
    }
    return moved(offsets)
  }

  /// The proof: a new offset that lies where the written one goes on to.
  private func moved(_ offsets: [ConnectorOffset]) -> String? {
    for wanted in plan.saved {
      guard let old = SourceOffset(wanted.offset),
        let new = offsets.first(where: { $0.partition == wanted.partition })
          .flatMap({ SourceOffset($0.offset) }), new != old
      else { continue }
      let distance = OffsetDistance(from: old, to: new)
      return "resumed: its offset has moved on to \(OffsetWords.position(of: new))"
        + " (\(OffsetWords.distance(distance)))"
    }
    return nil
  }

  // MARK: Failures

  private func halfway(_ reason: String) -> CommandFailure {
    CommandFailure(
      "stopped half-way: \(reason); '\(connector)' was told to stop",
      hint:
        "the same command goes on; 'cdcwatch connector resume \(connector) --execute' undoes the"
        + " stop; 'cdcwatch offsets show -c \(connector)' shows what it has", status: .halfway)
  }

  private func notProved(_ reason: String) -> CommandFailure {
    CommandFailure(
      "the offsets are written, and '\(connector)' is not seen to go on from them: \(reason)",
      hint: "RUNNING may be a retry without end: 'cdcwatch connector status \(connector)', and the"
        + " worker's log; without heartbeat.interval.ms a quiet database writes no offset",
      status: .unproven)
  }
}
