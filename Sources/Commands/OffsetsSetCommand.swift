import Checks
import CommandLine
import Databases
import KafkaConnect
import OffsetBackup
import Runtime

/// `cdcwatch offsets set` and `offsets reset`: a connector's offset put where somebody says.
struct OffsetsSetCommand {
  /// Which of the two.
  enum Mode {
    case set
    case reset
  }

  let mode: Mode
  let invocation: Invocation
  let context: CommandContext

  /// A slot waits for every transaction that is open.
  private static let slotPatience = Duration.seconds(60)

  func run() throws(CommandFailure) -> Int32 {
    let target = mode == .reset ? .nothing : try OffsetTarget(invocation)
    guard let name = invocation.text(.connector) else {
      throw CommandFailure(
        "no connector was named", hint: "type -c NAME; 'cdcwatch connector list' shows the names",
        status: .usage)
    }
    let (making, archive) = try self.making(name)
    let safety = try safety(archive)
    let connector = try self.connector(name, making)
    let planning = try planning(target, of: connector)
    var report = OffsetChangeReport(
      connector: name, change: try planning.change(), making: making, safety: safety.place,
      connect: connector.place, cluster: try clusterID(connector.place),
      forced: Set(invocation.all(.force)))
    return try report.carryOut(invocation, context) { report throws(CommandFailure) in
      var writing = OffsetWriting(
        connector: name, place: connector.place, context: context, making: making)
      if let database = report.change.database {
        let configuration = planning.gathering.configuration
        writing.otherSign =
          SlotActivity(
            database, configuration, timeout: timeout, stop: context.stop)?.sign
      }
      let planned = report.change
      return try writing.run(safetyIn: safety, resumes: invocation.isSet(.resume)) {
        () throws(CommandFailure) in
        try content(planned, planning.afterTheStop)
      }
    }
  }

  private var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }

  /// Finds out what the change would do.
  func planning(
    _ target: OffsetTarget, of connector: PlacedConnector
  ) throws(CommandFailure) -> OffsetChangePlanning {
    OffsetChangePlanning(
      connector: connector, target: target,
      gathering: try OffsetCaseGathering(connector, invocation: invocation, context: context),
      databases: try DatabaseSettings(invocation, context: context), timeout: timeout,
      context: context)
  }

  private func connector(
    _ name: String, _ making: ConnectorMaking?
  ) throws(CommandFailure) -> PlacedConnector {
    if let making { return try making.connector() }
    return try PlacedConnector.named(
      name, among: PlacedConnector.all(ConnectSettings(invocation, context: context), context))
  }

  // MARK: Just before it is written

  /// The change as it is now that no task is left, after the slot was made.
  func content(
    _ planned: OffsetChange, _ planning: OffsetChangePlanning
  ) throws(CommandFailure) -> OffsetWriting.Content {
    var done: [String] = []
    var change = try planning.change()
    try check(change, against: planned)
    if let slot = change.newSlot, let database = change.database {
      done.append(try made(slot, in: database))
      do throws(CommandFailure) {
        change = try planning.change()
        try check(change, against: planned)
      } catch {
        throw CommandFailure(
          "\(done.joined()), and then \(error.message)", hint: error.hint,
          status: .halfway)
      }
      change.window?.isOfNewSlot = true
    }
    if let after = change.after {
      done.append("the new offset is \(OffsetWords.position(of: after))")
    }
    if let window = change.window { done.append(window.words) }
    return OffsetWriting.Content(offsets: change.offsets, saved: change.offsets, done: done)
  }

  private func made(
    _ slot: NewReplicationSlot, in database: DatabaseURI
  ) throws(CommandFailure) -> String {
    do throws(DatabaseError) {
      let position = try slot.make(
        in: database, within: max(timeout, Self.slotPatience), stop: context.stop)
      return "made: the slot '\(slot.name)' at \(position)"
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }

  private func check(_ change: OffsetChange, against planned: OffsetChange) throws(CommandFailure) {
    guard !planned.covers(change) else { return }
    throw CommandFailure(
      VerdictAgain(agreed: planned.judgement, now: change.judgement).words,
      hint: VerdictAgain.hint, status: .halfway)
  }

  // MARK: What is named

  /// How the connector is made, and the archive of its backup; nil without `--create`.
  private func making(
    _ name: String
  ) throws(CommandFailure) -> (ConnectorMaking?, (any BackupStore)?) {
    guard invocation.isSet(.create) else {
      let isOfMaking = invocation.isSet(.secret) || invocation.isSet(.setConfig)
      guard invocation.arguments.isEmpty, !isOfMaking else {
        throw CommandFailure(
          "a backup, --secret and --set-config are for a connector that is made",
          hint: "type --create BACKUP, or leave them out", status: .usage)
      }
      return (nil, nil)
    }
    guard let text = invocation.arguments.first else {
      throw CommandFailure(
        "--create needs the backup that has the connector's configuration",
        hint: "type --create BACKUP: a run's place, or latest", status: .usage)
    }
    let archives = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try archives.backup(text)
    let making = try ConnectorMaking(
      name, savedAs: name, in: try SoundBackup.read(run, in: store), at: store.place(of: run),
      invocation: invocation, context: context)
    return (making, store)
  }

  /// Where the offsets from before go.
  private func safety(
    _ archive: (any BackupStore)?
  ) throws(CommandFailure) -> any BackupStore {
    let archives = ArchiveSettings(invocation: invocation, context: context)
    if let archive { return try archives.safety(of: archive) }
    if let usual = archives.usual { return try archives.safety(of: try archives.store(usual)) }
    let home = context.environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.local/state" }
    let state = context.environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    guard let folder = state ?? home else {
      throw CommandFailure(
        "there is no place for the offsets from before",
        hint: "set CDCWATCH_ARCHIVE, or name a context with archive", status: .usage)
    }
    return try archives.safety(of: FolderStore("\(folder)/cdcwatch"))
  }

  private func clusterID(_ place: ConnectSettings.Cluster) throws(CommandFailure) -> String? {
    try context.withConnect { () throws(ConnectError) in
      var cluster = try place.client(stop: context.stop)
      return try cluster.info().clusterID
    }
  }
}
