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
  /// What is written, decided when no task is left.
  struct Content {
    /// What Connect is given; an offset of null removes the partition's.
    var offsets: [ConnectorOffset]
    /// What stands there then, also what stood there before.
    var saved: [ConnectorOffset]
    /// What was done to come to it, a line a step.
    var done: [String] = []
  }

  let connector: String
  let place: ConnectSettings.Cluster
  let context: CommandContext
  /// Tells another sign of life of a connector whose source is quiet; nil when there is none to see.
  var otherSign: (() throws(CommandFailure) -> String?)?
  /// How the connector is made; nil for one that is there, which is stopped.
  var making: ConnectorMaking?
  /// The slot that goes back with the offsets; nil when the connector's own does.
  var slot: PinnedSlotReturn?
  /// The schema history that goes back before them; nil when there is none.
  var history: SchemaHistoryReturn?

  /// A stop under load takes 5 s and more; a task that starts needs a rebalance.
  private static let patience = Duration.seconds(60)
  /// How long a worker may take to tell of a partition that is new to it.
  private static let showing = Duration.seconds(10)
  /// How long an offset is given to move before other signs are looked for.
  private static let quiet = Duration.seconds(10)
  /// A task that is gone may still have written its last offset: Connect waits 5 s for that
  /// (`offset.flush.timeout.ms`).
  private static let settling = Duration.seconds(5)

  /// What was done, a line a step; throws with 7 when it ended half-way and with 8 when the proof
  /// failed.
  func run(
    safetyIn store: any BackupStore, resumes: Bool,
    content: () throws(CommandFailure) -> Content
  ) throws(CommandFailure) -> [String] {
    var done: [String] = []
    do throws(CommandFailure) {
      try run(safetyIn: store, resumes: resumes, content: content, &done)
      return done
    } catch {
      // Also where it ended half-way somebody has to find the offsets from before.
      for line in done { try? context.errors.writeLine(DisplayText.printable(line)) }
      throw error
    }
  }

  private func run(
    safetyIn store: any BackupStore, resumes: Bool,
    content: () throws(CommandFailure) -> Content, _ done: inout [String]
  ) throws(CommandFailure) {
    var cluster = try context.withConnect { () throws(ConnectError) in
      try place.client(stop: context.stop)
    }
    done.append(try stop(&cluster))
    done.append(try save(&cluster, in: store))
    if let history { done += try putBack(history) }
    if let slot { done += try putBack(slot) }
    let written = try proved(content, &cluster, &done)
    // From here on the connector's own slot has what the copy had.
    if let slot { done.append(try slot.release()) }
    guard resumes else {
      done.append("it is STOPPED: 'cdcwatch connector resume \(connector) --execute' starts it")
      return
    }
    done.append(try resume(written, &cluster))
  }

  // MARK: Steps

  private func stop(_ cluster: inout ConnectCluster) throws(CommandFailure) -> String {
    if let making { return try make(making, &cluster) }
    do throws(ConnectError) {
      try cluster.make(.stop, of: connector)
    } catch  where error.isRefusal {
      try context.withConnect { () throws(ConnectError) in throw error }
    } catch {
      throw halfway("whether Connect took the stop is not known: \(error)")
    }
    do throws(ConnectError) {
      let status = try cluster.wait(
        for: .stop, of: connector, within: Self.patience, stop: context.stop)
      guard !status.isStopped else { return "stopped: no task is left" }
    } catch {
      throw halfway("whether its tasks have ended is not known: \(error)")
    }
    throw halfway("its tasks did not end within \(Figures.span(Self.patience))")
  }

  private func make(
    _ making: ConnectorMaking, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String {
    try making.make(&cluster)
    let deadline = Deadline(after: Self.patience)
    while true {
      do throws(ConnectError) {
        let status = try cluster.status(connector)
        if status.isStopped { break }
      } catch {
        // A worker learns of a connector that another one made some moments later.
        guard case .notFound = error else { throw halfway("\(error)") }
      }
      guard !deadline.hasPassed else {
        throw halfway("it is not seen to be STOPPED within \(Figures.span(Self.patience))")
      }
      if context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil {
        throw halfway("interrupted before it was seen to be STOPPED")
      }
    }
    return "made: it is STOPPED, with no task"
  }

  func decided(
    _ content: () throws(CommandFailure) -> Content
  ) throws(CommandFailure) -> Content {
    do throws(CommandFailure) {
      return try content()
    } catch {
      throw halfway(error.message)
    }
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

  func write(
    _ content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String {
    guard !content.offsets.isEmpty else { return "nothing to write" }
    do throws(ConnectError) {
      try cluster.alterOffsets(connector, content.offsets)
    } catch {
      guard !error.isRefusal else { throw halfway("Connect did not take the offsets: \(error)") }
      throw halfwayWritten("whether Connect took the offsets is not known: \(error)")
    }
    return "written: \(content.offsets.count) partition\(content.offsets.count == 1 ? "" : "s")"
  }

  func prove(
    _ content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String {
    for turn in 0..<2 {
      if turn > 0, context.stop.wait(until: Deadline(after: Self.settling)) != nil {
        throw halfwayWritten("interrupted before the second look")
      }
      let found = try readBack(content, &cluster)
      for wanted in content.offsets {
        let now = found.first { $0.partition == wanted.partition }?.offset ?? .null
        guard Self.sorted(now) == Self.sorted(wanted.offset) else {
          throw CommandFailure(
            "\(wanted.partition.text) has \(now.text) and not what was written: somebody else"
              + " writes offsets of '\(connector)'",
            hint: "does another Connect cluster, or an operator, run it?", status: .unproven)
        }
      }
    }
    return "read back twice: as written"
  }

  /// What Connect says that it has.
  ///
  /// A worker tells of a partition only once it has read its first offset from the topic itself,
  /// which may be moments after it wrote it, so one that is missing is waited for.
  private func readBack(
    _ content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> [ConnectorOffset] {
    let deadline = Deadline(after: Self.showing)
    while true {
      let found: [ConnectorOffset]
      do throws(ConnectError) {
        found = try cluster.offsets(connector)
      } catch {
        throw halfwayWritten("the offsets could not be read back: \(error)")
      }
      let isMissing = content.offsets.contains { wanted in
        !wanted.offset.isNull
          && !found.contains { $0.partition == wanted.partition && !$0.offset.isNull }
      }
      guard isMissing, !deadline.hasPassed else { return found }
      if context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil {
        throw halfwayWritten("interrupted before the offsets were read back")
      }
    }
  }

  /// Connect keeps an offset's members in an order of its own.
  private static func sorted(_ offset: JSONValue) -> [JSONValue.Member]? {
    offset.members?.sorted { $0.name < $1.name }
  }

  private func resume(
    _ content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String {
    let deadline = Deadline(after: Self.patience)
    do throws(ConnectError) {
      try cluster.resume(connector)
    } catch {
      let started =
        error.isRefusal
        ? "'\(connector)' was not started" : "whether '\(connector)' was started is not known"
      throw CommandFailure(
        "the offsets are written; \(started): \(error)",
        hint: "'cdcwatch connector resume \(connector) --execute' starts it", status: .unproven)
    }
    let quiet = Deadline(after: Self.quiet)
    while !deadline.hasPassed {
      if let line = try look(content, &cluster) { return line }
      if quiet.hasPassed, let line = try sign() { return line }
      if context.stop.wait(until: deadline.clamped(to: .milliseconds(500))) != nil {
        throw notProved("interrupted")
      }
    }
    throw notProved("no new offset came within \(Figures.span(Self.patience))")
  }

  private func sign() throws(CommandFailure) -> String? {
    do throws(CommandFailure) {
      return try otherSign?()
    } catch {
      throw notProved(error.message)
    }
  }

  private func look(
    _ content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String? {
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
    return moved(content, offsets)
  }

  /// The proof: a new offset that lies where the written one goes on to.
  private func moved(_ content: Content, _ offsets: [ConnectorOffset]) -> String? {
    for wanted in content.saved {
      guard
        let new = offsets.first(where: { $0.partition == wanted.partition })
          .flatMap({ SourceOffset($0.offset) }),
        Self.sorted(new.members) != Self.sorted(wanted.offset)
      else { continue }
      guard let old = SourceOffset(wanted.offset) else {
        return "resumed: it has an offset again, \(OffsetWords.position(of: new))"
      }
      let distance = OffsetDistance(from: old, to: new)
      return "resumed: its offset has moved on to \(OffsetWords.position(of: new))"
        + " (\(OffsetWords.distance(distance)))"
    }
    return nil
  }

  // MARK: Failures

  func halfway(_ reason: String) -> CommandFailure {
    let goesOn = making == nil ? "the same command" : "the same command without --create"
    return CommandFailure(
      "stopped half-way: \(reason); '\(connector)' was"
        + (making == nil ? " told to stop" : " made, STOPPED"),
      hint:
        "\(goesOn) goes on; 'cdcwatch connector resume \(connector) --execute' undoes the"
        + " stop; 'cdcwatch offsets show -c \(connector)' shows what it has", status: .halfway)
  }

  /// The same where the offsets may be written: the plan is then another one.
  private func halfwayWritten(_ reason: String) -> CommandFailure {
    var failure = halfway(reason)
    failure.hint? +=
      "; a script gives the hash of a new plan, since what is written already is not written again"
    return failure
  }

  private func notProved(_ reason: String) -> CommandFailure {
    CommandFailure(
      "the offsets are written, and '\(connector)' is not seen to go on from them: \(reason)",
      hint: "RUNNING may be a retry without end: 'cdcwatch connector status \(connector)', and the"
        + " worker's log; without heartbeat.interval.ms a quiet database writes no offset",
      status: .unproven)
  }
}
