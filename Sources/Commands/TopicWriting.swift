import CommandLine
import Debezium
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime

/// Writes a connector's records into the offsets topics: proof that no task lives, safety copy,
/// records, read back, proof again.
struct TopicWriting {
  let connector: String
  let plan: TopicWritePlan
  /// What Connect has to show afterwards, where it answers.
  let saved: [ConnectorOffset]
  let source: OffsetTopicSource
  let gathering: TaskAbsenceGathering
  let context: CommandContext
  let timeout: Duration
  /// The slot that goes back with the records; nil when the connector's own does.
  let slot: PinnedSlotReturn?
  /// The schema history that goes back before them; nil when there is none.
  var history: SchemaHistoryReturn?

  /// What was done, a line a step; throws with 7 when it ended half-way and with 8 when the proof
  /// failed.
  func run(safetyIn store: any BackupStore) throws(CommandFailure) -> [String] {
    // The verdict took its time; a worker may have started since.
    let (absence, found) = try gathering.ask()
    guard absence.objections.isEmpty else {
      throw CommandFailure(
        absence.objections.joined(separator: "; "), hint: absence.hint, status: .refused)
    }
    guard !plan.isEmpty || slot != nil || history?.plan.isWritten == true else {
      return ["nothing to write: every record stands there already"]
    }
    var done = [try save(in: store)]
    if let history { done += try putBack(history) }
    if let slot { done += try putBack(slot) }
    do throws(CommandFailure) {
      try prove(found, &done)
    } catch {
      throw slot?.kept(error) ?? error
    }
    if let slot { done.append(try slot.release()) }
    return done + [next(found)]
  }

  /// Writes the records and proves them.
  private func prove(
    _ found: PlacedConnector?, _ done: inout [String]
  ) throws(CommandFailure) {
    done.append(try write())
    let topics = Set((plan.written + plan.unchanged).map(\.topic)).sorted()
    let defects = plan.defects(in: try source.read(topics))
    guard defects.isEmpty else {
      throw notProved("\(defects.joined(separator: "; ")): somebody else writes into the topic")
    }
    done.append("read back to the topics' ends: as written")
    let (now, _) = try gathering.ask()
    guard now.objections.isEmpty else {
      throw notProved("meanwhile \(now.objections.joined(separator: "; "))")
    }
    if let found { done.append(try proveByConnect(found.place)) }
  }

  // MARK: Steps

  private func save(in store: any BackupStore) throws(CommandFailure) -> String {
    let stop = context.stop
    var reader = try source.reader()
    let metadata = try source.metadata(&reader)
    let topics = Set(plan.written.map(\.topic)).sorted()
    do throws(BackupError) {
      let contents = try OffsetCollection.contents(
        of: topics, in: metadata, accounts: [], takenAt: context.clock(), through: &reader
      ) { stop.isRaised }
      let copy = try NewBackup.write(
        contents, into: store, toolVersion: VersionCommand.version,
        libraryVersion: Library.version)
      return "saved: \(store.place(of: copy.run)) has the topics from before"
    } catch .empty {
      return "nothing was saved: the topics hold no offset"
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }

  private func putBack(_ history: SchemaHistoryReturn) throws(CommandFailure) -> [String] {
    do throws(CommandFailure) {
      return try history.writing.putBack()
    } catch {
      let goesOn = "the same command goes on; start no worker before it has"
      throw CommandFailure(
        "stopped half-way: \(error.message)",
        hint: error.hint.map { "\($0); then \(goesOn)" } ?? goesOn, status: .halfway)
    }
  }

  private func putBack(_ slot: PinnedSlotReturn) throws(CommandFailure) -> [String] {
    do throws(CommandFailure) {
      return try slot.putBack()
    } catch {
      throw CommandFailure(
        "stopped half-way: \(error.message)",
        hint: "the same command goes on; start no worker before it has", status: .halfway)
    }
  }

  private func write() throws(CommandFailure) -> String {
    guard !plan.written.isEmpty else { return "nothing to write: every record stands there" }
    do throws(KafkaError) {
      var writer = try TopicWriter(source.configuration, timeout: timeout)
      try writer.write(plan.written)
    } catch {
      throw CommandFailure(
        "stopped half-way: \(error); some of the records may be written",
        hint: "the same command goes on; start no worker before it has", status: .halfway)
    }
    return "written: \(BackupReport.count(plan.written.count, "record")), each report awaited"
  }

  /// Workers read along: what they answer is what the connector would start from.
  private func proveByConnect(_ place: ConnectSettings.Cluster) throws(CommandFailure) -> String {
    let deadline = Deadline(after: timeout)
    var found: [ConnectorOffset] = []
    repeat {
      do throws(ConnectError) {
        var cluster = try place.client(stop: context.stop)
        found = try cluster.offsets(connector)
      } catch {
        guard case .unsupported = error else { throw notProved("\(error)") }
        return "Connect is too old to tell what it has now"
      }
      if saved.allSatisfy({ isThere($0, in: found) }) {
        return "Connect has them: as written"
      }
    } while context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) == nil
      && !deadline.hasPassed
    throw notProved("Connect still answers other offsets")
  }

  private func isThere(_ wanted: ConnectorOffset, in found: [ConnectorOffset]) -> Bool {
    found.contains {
      $0.partition == wanted.partition
        && SourceOffset($0.offset) == SourceOffset(wanted.offset)
    }
  }

  private func next(_ found: PlacedConnector?) -> String {
    guard found != nil else {
      return "no worker runs it: one that starts now reads the topic whole, and goes on from there."
        + " Start the workers, then 'cdcwatch connector status \(connector)'"
    }
    return "it is STOPPED: 'cdcwatch connector resume \(connector) --execute' starts it"
  }

  private func notProved(_ reason: String) -> CommandFailure {
    CommandFailure(
      "the records are written, and not proved to stay: \(reason)",
      hint: "'cdcwatch offsets show -c \(connector)' shows what the topics hold now",
      status: .unproven)
  }
}
