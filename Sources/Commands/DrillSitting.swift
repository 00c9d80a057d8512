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

  /// A runner, and what shows it.
  private struct Bench {
    var runner: Runner
    let progress: DrillProgress
    /// What ends the run when a shadow's slot holds back too much; nil where nothing is watched.
    let watch: LogGuard?

    /// Ends what is at work, and clears the screen for what is printed now.
    func close(_ stage: DrillStage, _ lock: DrillLock) {
      watch?.end()
      stage.end(runner.world)
      progress.end()
      lock.release()
    }
  }

  /// Begins a run in a folder that has no journal yet.
  func begin(
    _ start: RunStart, _ staging: DrillStaging, _ live: PlacedConnector, logLimit: Int64
  ) throws(CommandFailure) -> Int32 {
    let stage = try staging.stage(folder, live: live, serverID: start.serverID)
    let lock = try firstLock(stage)
    var bench = try bench(stage, staging.plan, logLimit: logLimit)
    try written { () throws(RuntimeError) in
      try bench.runner.open(opening(start, staging, stage))
    }
    say("run \(folder.run), in \(folder.path)")
    let end = guarded(&bench, stage)
    bench.close(stage, lock)
    return try finish(end)
  }

  /// The lock of a run that has done nothing yet: where it is refused, nothing of the run stays.
  private func firstLock(_ stage: DrillStage) throws(CommandFailure) -> DrillLock {
    do throws(CommandFailure) {
      return try DrillLock.take(stage)
    } catch {
      for path in [folder.evidence, folder.path] { try? Folders.remove(path) }
      throw error
    }
  }

  /// Goes on with a run.
  func goOn(
    _ staging: DrillStaging, _ takeUp: RunTakeUp, answers: [String: DrillAnswer]
  ) throws(CommandFailure) -> Int32 {
    let live = try staging.live()
    let stage = try staging.stage(folder, live: live, serverID: takeUp.start.serverID)
    let limit = try LogGuard.limit(invocation)
    let lock = try DrillLock.take(stage)
    var bench = try bench(stage, staging.plan, logLimit: limit)
    guard bench.runner.record.started != nil else {
      lock.release()
      throw CommandFailure(
        "the run '\(folder.run)' was never begun: its runner ended before the journal's first line",
        hint: "nothing was done; remove \(folder.path), and run the drill again", status: .usage)
    }
    if let result = bench.runner.record.ended, result.hasPrefix("proved") || result == "aborted" {
      lock.release()
      throw CommandFailure(
        "the run '\(folder.run)' has ended: \(result)",
        hint: "'cdcwatch drill report \(folder.run)' tells of it", status: .usage)
    }
    bench.runner.answers = answers.mapValues { $0 == .done ? .done : .again }
    try written { () throws(RuntimeError) in try bench.runner.takeUp(takeUp.note) }
    let end = guarded(&bench, stage)
    bench.close(stage, lock)
    return try finish(end)
  }

  /// Undoes a run.
  func undo(_ staging: DrillStaging, _ takeUp: RunTakeUp) throws(CommandFailure) -> Int32 {
    let live = try staging.live()
    let stage = try staging.stage(folder, live: live, serverID: takeUp.start.serverID)
    let lock = try DrillLock.take(stage)
    var bench = try bench(stage, staging.plan, logLimit: nil)
    try written { () throws(RuntimeError) in try bench.runner.takeUp(takeUp.warning) }
    let end = bench.runner.abort()
    bench.close(stage, lock)
    return try finish(end)
  }

  /// Runs the steps while a shadow's slot is watched; what holds back too much is removed.
  private func guarded(_ bench: inout Bench, _ stage: DrillStage) -> RunEnd {
    let end = bench.runner.run()
    bench.watch?.end()
    // A person who asks to stop is told so, and decides what becomes of the run.
    guard end.result == .interrupted, !context.stop.isRaised, let failure = bench.watch?.failure
    else { return end }
    stage.end(bench.runner.world)
    bench.runner.world = world(stage)
    return bench.runner.end(forSafety: failure)
  }

  // MARK: The runner

  private func world(_ stage: DrillStage) -> RealDrillWorld {
    RealDrillWorld(
      stage: stage, activity: SentinelActivity(stage, clock: DrillClock(context.clock)),
      person: DrillPerson(invocation: invocation, context: context))
  }

  /// `logLimit`: what a shadow's slot may hold back of the log; nil where nothing is watched.
  private func bench(
    _ stage: DrillStage, _ plan: DrillPlan, logLimit: Int64?
  ) throws(CommandFailure) -> Bench {
    let (store, journal, torn) = try JournalFile.open(folder)
    if torn > 0 { say("\(torn) bytes of a torn line were cut off the journal") }
    var watched = stage
    let watch = try logLimit.map { (limit) throws(CommandFailure) in
      try LogGuard(
        slot: stage.engine == .postgresql ? stage.shadow?.names.slot : nil, in: stage.database,
        limit: limit, timeout: stage.timeout, stop: context.stop)
    }
    if let watch { watched.context.stop = watch.stop }
    let world = world(watched)
    var runner = Runner(
      steps: stage.steps, subject: stage.subject, journal: journal, store: store, world: world)
    let progress = DrillProgress(invocation, context, plan, world.activity)
    progress.takeUp(journal.lines)
    runner.onLine = { progress.tell($0) }
    return Bench(runner: runner, progress: progress, watch: watch)
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
    let page = page(of: report, by: reports)
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      try context.output.write(
        options.format.text(of: report.document, table: DrillRunText(report).text))
    }
    if let page { say("the report is \(page)") }
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

  /// The report's page; nil where there is no room for it, which must not hide how the run ended.
  private func page(of report: RunReport, by reports: DrillReports) -> String? {
    do throws(CommandFailure) {
      return try reports.write(report).last
    } catch {
      say("warning: \(error.message)")
      return nil
    }
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
