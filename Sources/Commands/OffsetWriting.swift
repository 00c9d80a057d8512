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
    /// The slot that goes back with the offsets; nil when the connector's own does.
    var slot: PinnedSlotReturn?
    /// The schema history that goes back before them; nil when there is none.
    var history: SchemaHistoryReturn?
  }

  let connector: String
  let place: ConnectSettings.Cluster
  let context: CommandContext
  /// Tells another sign of life of a connector whose source is quiet; nil when there is none to see.
  var otherSign: (() throws(CommandFailure) -> String?)?
  /// How the connector is made; nil for one that is there, which is stopped.
  var making: ConnectorMaking?

  /// A stop under load takes 5 s and more; a task that starts needs a rebalance.
  static let patience = Duration.seconds(60)
  /// How long a worker may take to tell of a partition that is new to it.
  private static let showing = Duration.seconds(10)
  /// How long an offset is given to move before other signs are looked for.
  static let quiet = Duration.seconds(10)
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
    let written = try decided(content)
    done += written.done
    if let history = written.history { done += try putBack(history) }
    if let slot = written.slot { done += try putBack(slot) }
    try carryOut(written, &cluster, &done)
    // From here on the connector's own slot has what the copy had.
    if let slot = written.slot { done.append(try slot.release()) }
    guard resumes else {
      done.append("it is STOPPED: 'cdcwatch connector resume \(connector) --execute' starts it")
      return
    }
    done.append(try resume(written, &cluster))
  }

  // MARK: Steps

  /// What is written, as it is decided now that no task is left.
  private func decided(
    _ content: () throws(CommandFailure) -> Content
  ) throws(CommandFailure) -> Content {
    do throws(CommandFailure) {
      return try content()
    } catch {
      throw CommandFailure(
        "stopped half-way: \(error.message); none of its offsets was changed, and '\(connector)'"
          + (making == nil ? " is STOPPED" : " was made, STOPPED"),
        hint: "\(error.hint.map { "\($0); " } ?? "")\(goesOn); \(undoes)", status: .halfway)
    }
  }

  func putBack(_ slot: PinnedSlotReturn) throws(CommandFailure) -> [String] {
    do throws(CommandFailure) {
      return try slot.putBack()
    } catch {
      throw halfway(error.message)
    }
  }

  func save(
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

  /// Writes and proves; what fails tells what became of the slots.
  private func carryOut(
    _ content: Content, _ cluster: inout ConnectCluster, _ done: inout [String]
  ) throws(CommandFailure) {
    do throws(CommandFailure) {
      done.append(try write(content, &cluster))
      done.append(try prove(content, &cluster))
    } catch {
      throw content.slot?.kept(error) ?? error
    }
  }

  func write(
    _ content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String {
    guard !content.offsets.isEmpty else { return "nothing to write" }
    do throws(ConnectError) {
      try cluster.alterOffsets(connector, content.offsets)
    } catch {
      let took =
        error.isRefusal
        ? "Connect did not take the offsets" : "whether Connect took the offsets is not known"
      throw halfway("\(took): \(error)")
    }
    return "written: \(content.offsets.count) partition\(content.offsets.count == 1 ? "" : "s")"
  }

  func prove(
    _ content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String {
    for turn in 0..<2 {
      if turn > 0, context.stop.wait(until: Deadline(after: Self.settling)) != nil {
        throw halfway("interrupted before the second look")
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
        throw halfway("the offsets could not be read back: \(error)")
      }
      let isMissing = content.offsets.contains { wanted in
        !wanted.offset.isNull
          && !found.contains { $0.partition == wanted.partition && !$0.offset.isNull }
      }
      guard isMissing, !deadline.hasPassed else { return found }
      if context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil {
        throw halfway("interrupted before the offsets were read back")
      }
    }
  }

  /// Connect keeps an offset's members in an order of its own.
  static func sorted(_ offset: JSONValue) -> [JSONValue.Member]? {
    offset.members?.sorted { $0.name < $1.name }
  }

  // MARK: Failures

  func halfway(_ reason: String) -> CommandFailure {
    CommandFailure(
      "stopped half-way: \(reason); '\(connector)' was"
        + (making == nil ? " told to stop" : " made, STOPPED"),
      hint: "\(goesOn); \(undoes); 'cdcwatch offsets show -c \(connector)' shows what it has",
      status: .halfway)
  }

  private var goesOn: String {
    "the same command goes on"
      + (making == nil ? "" : ", without --create and its --secret and --set-config")
  }

  private var undoes: String {
    "'cdcwatch connector resume \(connector) --execute' undoes the stop"
  }
}
