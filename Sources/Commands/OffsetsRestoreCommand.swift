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
    guard let name = invocation.text(.connector) else {
      throw CommandFailure(
        "no connector was named", hint: "type -c NAME; 'cdcwatch connector list' shows the names",
        status: .usage)
    }
    let archives = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try archives.backup(invocation.arguments.first ?? "")
    let place = store.place(of: run)
    let backup = try soundBackup(run, in: store)
    let connector = try PlacedConnector.named(
      name, among: PlacedConnector.all(ConnectSettings(invocation, context: context), context))
    var report = try self.report(connector, backup, place: place)
    let consent = try ChangeConsent(subject: name, plan: report.hashed)
    report.hash = consent.hash
    guard report.refusals.isEmpty else {
      try print(report)
      throw CommandFailure(
        report.refusals.joined(separator: "; "), hint: report.refusalHint, status: .refused)
    }
    guard invocation.isSet(.execute) else {
      try print(report)
      return ExitStatus.success.rawValue
    }
    try consent.ask(invocation, context)
    var writing = OffsetWriting(
      connector: name, plan: report.plan, place: report.connect, context: context)
    writing.slot = report.slot
    report.result = try writing.run(
      safetyIn: try archives.safety(of: store), resumes: invocation.isSet(.resume))
    try print(report)
    return ExitStatus.success.rawValue
  }

  private func soundBackup(
    _ run: String, in store: any BackupStore
  ) throws(CommandFailure) -> SoundBackup {
    let proof = try withStore { () throws(StoreError) in
      try BackupProof.result(of: run, in: store)
    }
    guard let backup = proof.sound else {
      throw CommandFailure(
        "\(store.place(of: run)) is not sound: \(proof.problems.joined(separator: "; "))",
        hint: "'cdcwatch offsets backup --check' names the newest good one", status: .refused)
    }
    return backup
  }

  /// The plan, the verdict, and what speaks against it.
  private func report(
    _ connector: PlacedConnector, _ backup: SoundBackup, place: String
  ) throws(CommandFailure) -> RestoreReport {
    let name = connector.info.name
    let gathering = try OffsetCaseGathering(connector, invocation: invocation, context: context)
    let (live, clusterID) = try context.withConnect { () throws(ConnectError) in
      var cluster = try connector.place.client(stop: context.stop)
      return (try cluster.offsets(name), try cluster.info().clusterID)
    }
    let plan = RestorePlan(
      records: backup.live, of: name, live: live, prefix: gathering.prefix,
      isExact: invocation.isSet(.exact))
    let facts = try gathering.facts(
      candidate: ConnectorOffsets(plan.saved),
      databases: try DatabaseSettings(invocation, context: context),
      pinned: backup.pinned(at: place)[name])
    var report = RestoreReport(
      connector: name, place: place, takenAt: backup.manifest.takenAt, plan: plan,
      judgement: OffsetJudge.judge(facts), savedCluster: backup.manifest.clusterID,
      cluster: clusterID, connect: connector.place, forced: Set(invocation.all(.force)))
    report.slot = PinnedSlotReturn(facts, report.judgement.pinned, context: context)
    return report
  }

  private func print(_ report: RestoreReport) throws(CommandFailure) {
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      try context.output.write(report.text(options.format))
    }
  }
}
