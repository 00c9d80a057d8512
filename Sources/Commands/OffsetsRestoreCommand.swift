import Checks
import CommandLine
import Debezium
import JSON
import KafkaConnect
import OffsetBackup
import Runtime

/// `cdcwatch offsets restore`: a connector's offsets put back from a backup.
struct OffsetsRestoreCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    if let topic = invocation.text(.rehearse) {
      return try OffsetsRehearsalCommand(invocation: invocation, context: context, name: topic)
        .run()
    }
    guard let name = invocation.text(.connector) else {
      throw CommandFailure(
        "no connector was named", hint: "type -c NAME; 'cdcwatch connector list' shows the names",
        status: .usage)
    }
    if invocation.text(.restoreVia) == "kafka" {
      return try TopicRestoreCommand(invocation: invocation, context: context, saved: name).run()
    }
    let archives = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try archives.backup(invocation.arguments.first ?? "")
    let place = store.place(of: run)
    let backup = try SoundBackup.read(run, in: store)
    let subject = try RestoreReach.naming { () throws(CommandFailure) in
      try RestoreSubject(backup, at: place, invocation: invocation, context: context)
    }
    try RestoreReach.check(subject.connector.place, context)
    var report = try self.report(subject, backup, place: place)
    let safety = try archives.safety(of: store)
    return try report.carryOut(invocation, context) { planned throws(CommandFailure) in
      let writing = OffsetWriting(
        connector: planned.connector, place: planned.connect, context: context,
        otherSign: planned.activity?.sign, making: planned.subject.making)
      return try writing.run(safetyIn: safety, resumes: invocation.isSet(.resume)) {
        () throws(CommandFailure) in
        try content(planned, backup, place: place)
      }
    }
  }

  /// What is written, judged once more now that no task is left: the connector may have gone on since
  /// the plan, and somebody else may have been at its slot or its logs.
  private func content(
    _ planned: RestoreReport, _ backup: SoundBackup, place: String
  ) throws(CommandFailure) -> OffsetWriting.Content {
    let subject = try planned.subject.afterTheStop(
      backup, at: place, invocation: invocation, context: context)
    let now = try report(subject, backup, place: place)
    if let objection = planned.objection(to: now) {
      throw CommandFailure(objection, hint: VerdictAgain.hint, status: .halfway)
    }
    let again = VerdictAgain(agreed: planned.judgement, now: now.judgement)
    return OffsetWriting.Content(
      offsets: now.plan.offsets, saved: now.plan.saved, done: [again.line], slot: now.slot,
      history: now.surroundings.history)
  }

  /// The plan, the verdict, and what speaks against it.
  func report(
    _ subject: RestoreSubject, _ backup: SoundBackup, place: String
  ) throws(CommandFailure) -> RestoreReport {
    let connector = subject.connector
    let gathering = try OffsetCaseGathering(
      connector, formerName: subject.name == subject.saved ? nil : subject.saved,
      invocation: invocation, context: context)
    let (live, clusterID) = try context.withConnect { () throws(ConnectError) in
      var cluster = try connector.place.client(stop: context.stop)
      let live = connector.isMade ? try cluster.offsets(subject.name) : []
      return (live, try cluster.info().clusterID)
    }
    let plan = RestorePlan(
      records: backup.live, of: subject.saved, live: live, prefix: gathering.prefix,
      isExact: invocation.isSet(.exact))
    var surroundings = try RestoreSurroundings(
      of: subject.saved, in: backup, configuration: gathering.configuration,
      making: subject.making, cluster: clusterID, invocation: invocation, context: context)
    var (facts, database) = try gathering.placedFacts(
      candidate: ConnectorOffsets(plan.saved),
      databases: try DatabaseSettings(invocation, context: context),
      pinned: backup.pinned(at: place)[subject.saved])
    surroundings.count(in: &facts)
    let activity = database.flatMap { database in
      SlotActivity(
        database, gathering.configuration, timeout: invocation.duration(.timeout) ?? .seconds(10),
        stop: context.stop)
    }
    var report = RestoreReport(
      subject: subject, place: place, takenAt: backup.manifest.takenAt, plan: plan,
      judgement: OffsetJudge.judge(facts), savedCluster: backup.manifest.clusterID,
      cluster: clusterID, connect: connector.place, surroundings: surroundings,
      forced: Set(invocation.all(.force)), activity: activity)
    report.slot = PinnedSlotReturn(facts, report.judgement.pinned, context: context)
    return report
  }
}
