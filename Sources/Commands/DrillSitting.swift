import CommandLine
import Databases
import Debezium
import Drill
import JSON
import Kafka
import Runtime

/// One runner at work on a run: it begins it, takes it up again, or undoes it.
struct DrillSitting {
  let invocation: Invocation
  let context: CommandContext
  let folder: RunFolder

  private typealias Runner = DrillRunner<RealDrillWorld, JournalFile>

  /// Begins a run in a folder that has no journal yet.
  func begin(
    _ start: RunStart, _ staging: DrillStaging, _ live: PlacedConnector, logLimit: Int64
  ) throws(CommandFailure) -> Int32 {
    let stage = try staging.stage(folder, live: live, serverID: start.serverID)
    let lock = try DrillLock.take(stage)
    var runner = try runner(stage)
    try written { () throws(RuntimeError) in try runner.open(opening(start, staging, stage)) }
    say("run \(folder.run), in \(folder.path)")
    let end = try guarded(&runner, stage, logLimit)
    lock.release()
    return try finish(end)
  }

  /// Goes on with a run.
  func goOn(
    _ staging: DrillStaging, _ takeUp: RunTakeUp, answers: [String: DrillAnswer]
  ) throws(CommandFailure) -> Int32 {
    let live = try staging.live()
    let stage = try staging.stage(folder, live: live, serverID: takeUp.start.serverID)
    let limit = try LogGuard.limit(invocation)
    let lock = try DrillLock.take(stage)
    var runner = try runner(stage)
    if let result = runner.record.ended, result.hasPrefix("proved") || result == "aborted" {
      lock.release()
      throw CommandFailure(
        "the run '\(folder.run)' has ended: \(result)",
        hint: "'cdcwatch drill report \(folder.run)' tells of it", status: .usage)
    }
    runner.answers = answers.mapValues { $0 == .done ? .done : .again }
    try written { () throws(RuntimeError) in try runner.takeUp(takeUp.note) }
    let end = try guarded(&runner, stage, limit)
    lock.release()
    return try finish(end)
  }

  /// Undoes a run.
  func undo(_ staging: DrillStaging, _ takeUp: RunTakeUp) throws(CommandFailure) -> Int32 {
    let live = try staging.live()
    let stage = try staging.stage(folder, live: live, serverID: takeUp.start.serverID)
    let lock = try DrillLock.take(stage)
    var runner = try runner(stage)
    try written { () throws(RuntimeError) in try runner.takeUp(takeUp.warning) }
    take(runner.world, &runner)
    let end = runner.abort()
    stage.end(runner.world)
    lock.release()
    return try finish(end)
  }

  /// Runs the steps while a shadow's slot is watched; what holds back too much is removed.
  private func guarded(
    _ runner: inout Runner, _ stage: DrillStage, _ limit: Int64
  ) throws(CommandFailure) -> RunEnd {
    let slot = stage.engine == .postgresql ? stage.shadow?.names.slot : nil
    let watch = try LogGuard(
      slot: slot, in: stage.database, limit: limit, timeout: stage.timeout, stop: context.stop)
    var watched = stage
    watched.context.stop = watch.stop
    take(world(watched), &runner)
    var end = runner.run()
    stage.end(runner.world)
    watch.end()
    // A person who asks to stop is told so, and decides what becomes of the run.
    if end.result == .interrupted, !context.stop.isRaised, let failure = watch.failure {
      take(world(stage), &runner)
      end = runner.end(forSafety: failure)
      stage.end(runner.world)
    }
    return end
  }

  // MARK: The runner

  /// Has the runner act in this world, and tell of its sentinels.
  private func take(_ world: RealDrillWorld, _ runner: inout Runner) {
    let progress = DrillProgress(
      invocation: invocation, context: context, activity: world.activity)
    runner.world = world
    runner.onLine = { progress.tell($0) }
  }

  private func world(_ stage: DrillStage) -> RealDrillWorld {
    RealDrillWorld(
      stage: stage, activity: SentinelActivity(stage, clock: DrillClock(context.clock)),
      person: DrillPerson(invocation: invocation, context: context))
  }

  private func runner(_ stage: DrillStage) throws(CommandFailure) -> Runner {
    let (store, journal, torn) = try JournalFile.open(folder)
    if torn > 0 { say("\(torn) bytes of a torn line were cut off the journal") }
    return Runner(
      steps: stage.steps, subject: stage.subject, journal: journal, store: store,
      world: world(stage))
  }

  private func opening(
    _ start: RunStart, _ staging: DrillStaging, _ stage: DrillStage
  ) -> [JSONValue.Member] {
    let plan = staging.plan
    let members: [(String, JSONValue)] = [
      ("run", .string(folder.run)), ("drill", .string(plan.definition.name)),
      ("connector", .string(start.connector)), ("subject", .string(start.subject.rawValue)),
      ("drilled", .string(stage.connector)), ("engine", .string(plan.request.engine.rawValue)),
      ("database", .string(DisplayText.printable("\(stage.database)"))),
      ("writer", start.identity.writer.map(JSONValue.string) ?? .null),
      ("kafka_cluster", start.identity.cluster.map(JSONValue.string) ?? .null),
      ("connect", .string(stage.live.place.workers.joined(separator: ","))),
      ("connect_version", plan.facts.connectVersion.value.map(JSONValue.string) ?? .null),
      ("cdcwatch", .string(VersionCommand.version)), ("librdkafka", .string(Library.version)),
      ("host", .string(HostName.text)), ("plan_hash", .string(start.planHash)),
      ("rto_target", plan.definition.targets.time.map { .string(DurationText.text($0)) } ?? .null),
      ("rpo_target", .integer(Int64(plan.definition.targets.changes))),
      ("steps", .array(stage.steps.map { .string($0.id) })),
    ]
    return members.map { JSONValue.Member(name: $0.0, value: $0.1) }
  }

  private func written(_ write: () throws(RuntimeError) -> Void) throws(CommandFailure) {
    do throws(RuntimeError) {
      try write()
    } catch {
      throw CommandFailure(
        "the journal could not be written, so nothing was done: \(error)",
        hint: "make room in \(folder.path), or name another folder with --state",
        status: .unexpected)
    }
  }

  // MARK: The end

  private func finish(_ end: RunEnd) throws(CommandFailure) -> Int32 {
    let reports = DrillReports(folder: folder)
    let report = try reports.report()
    let files = try reports.write(report)
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      try context.output.write(
        options.format.text(of: report.document, table: DrillRunText(report).text))
    }
    if let page = files.last { say("the report is \(page)") }
    let status = end.status ?? context.stopStatus ?? 130
    guard status != 0, status != 3 else { return status }
    var failure = CommandFailure(
      DisplayText.printable(
        end.reason.isEmpty ? "the run ended \(end.result.rawValue)" : end.reason),
      hint: DisplayText.printable(end.hint.replacing("RUN", with: folder.run)),
      status: .unexpected)
    failure.status = status
    throw failure
  }

  private func say(_ text: String) {
    guard !invocation.isSet(.quiet) else { return }
    try? context.errors.writeLine("cdcwatch: \(DisplayText.printable(text))")
  }
}

/// What a person says of a step of which nothing tells whether it was done.
enum DrillAnswer {
  case done
  case again
}
