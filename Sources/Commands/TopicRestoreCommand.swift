import Checks
import CommandLine
import Debezium
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime

/// `cdcwatch offsets restore BACKUP -c NAME --via kafka`: a connector's records put back into the
/// offsets topics themselves, where REST cannot reach it.
struct TopicRestoreCommand {
  let invocation: Invocation
  let context: CommandContext
  /// The connector's name in the backup.
  let saved: String

  private var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }

  /// The connector's name in Connect.
  private var name: String { invocation.text(.newName) ?? saved }

  private var formerName: String? { name == saved ? nil : saved }

  func run() throws(CommandFailure) -> Int32 {
    try checkFlags()
    let archives = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try archives.backup(invocation.arguments.first ?? "")
    let (backup, place) = (try SoundBackup.read(run, in: store), store.place(of: run))
    let source = OffsetTopicSource(
      configuration: try KafkaSettings(invocation: invocation, context: context).configuration(),
      invocation: invocation, context: context)
    let gathering = try gathering(of: name, source)
    var report = try self.report(backup, place, source, gathering)
    let safety = try archives.safety(of: store)
    return try report.carryOut(invocation, context) { planned throws(CommandFailure) in
      // Consent took its time; the database may have gone on since.
      let now = try self.report(backup, place, source, gathering)
      if let objection = planned.objection(to: now) {
        throw CommandFailure(
          "\(objection); nothing was changed", hint: VerdictAgain.hint, status: .refused)
      }
      var writing = TopicWriting(
        connector: name, plan: now.writes, saved: now.plan.saved, source: source,
        gathering: gathering, context: context, timeout: timeout, slot: now.slot)
      writing.history = now.surroundings?.history
      let again = VerdictAgain(agreed: planned.judgement, now: now.judgement)
      return [again.line] + (try writing.run(safetyIn: safety))
    }
  }

  private func checkFlags() throws(CommandFailure) {
    let resume = "'cdcwatch connector resume \(name) --execute' once it is done"
    let create =
      "leave out --via kafka where Connect answers; where it does not, put the offsets back without"
      + " --create, and make the connector of that name when it answers again: it starts from them"
    let others: [(Flag, String)] = [
      (.resume, "leave out --resume, and type \(resume)"), (.create, create),
      (.secret, "--secret goes with --create: \(create)"),
      (.setConfig, "--set-config goes with --create: \(create)"),
    ]
    guard let other = others.first(where: { invocation.isSet($0.0) }) else { return }
    throw CommandFailure(
      "--\(other.0.name) needs REST, and --via kafka does without", hint: other.1, status: .usage)
  }

  private func gathering(
    of connector: String, _ source: OffsetTopicSource
  ) throws(CommandFailure) -> TaskAbsenceGathering {
    TaskAbsenceGathering(
      connector: connector, source: source,
      clusters: try ConnectSettings(invocation, context: context).clusters, context: context,
      timeout: timeout)
  }

  // MARK: The plan

  private func report(
    _ backup: SoundBackup, _ place: String, _ source: OffsetTopicSource,
    _ gathering: TaskAbsenceGathering
  ) throws(CommandFailure) -> TopicRestoreReport {
    guard backup.manifest.source != .rest else {
      throw CommandFailure(
        "\(place) was taken over REST: it has neither the records' bytes nor their partitions",
        hint: "restore it over REST, without --via kafka, or take a backup of the topics",
        status: .refused)
    }
    let (absence, found) = try gathering.ask()
    let records = backup.live.filter { $0.decodedKey?.connector == saved }
    let targets = try RestoreTopics(source: source, timeout: timeout)
    let topics = try targets.topics(of: Set(records.map(\.topic)), backup.manifest)
    let isExact = invocation.isSet(.exact)
    let writes = TopicWritePlan(records: records, of: name, into: topics, isExact: isExact)
    let live = Self.offsets(of: name, in: topics.compactMap(\.now))
    let configuration =
      found.flatMap { ConnectorConfiguration($0.info.configuration) }
      ?? savedConfiguration(backup)
    let plan = RestorePlan(
      records: records, of: saved, live: live, prefix: configuration?.topicPrefix,
      isExact: isExact)
    var surroundings = try configuration.map { configuration throws(CommandFailure) in
      try RestoreSurroundings(
        of: saved, in: backup, configuration: configuration, making: nil,
        cluster: targets.clusterID, invocation: invocation, context: context)
    }
    let judged = try judged(
      configuration, plan, live, backup.pinned(at: place)[saved], &surroundings)
    var report = TopicRestoreReport(
      connector: name, saved: saved, place: place, takenAt: backup.manifest.takenAt, plan: plan,
      writes: writes, judgement: judged?.judgement, absence: absence,
      rivals: absence.objections.isEmpty ? try rivals(configuration, source) : [],
      savedCluster: backup.manifest.clusterID, cluster: targets.clusterID, broker: source.broker,
      ownTopic: configuration?.offsetsTopic, forced: Set(invocation.all(.force)))
    report.slot = judged?.slot
    report.surroundings = surroundings
    return report
  }

  /// Why a task of the connector of the former name may live, which would write the same topics.
  private func rivals(
    _ configuration: ConnectorConfiguration?, _ source: OffsetTopicSource
  ) throws(CommandFailure) -> [String] {
    guard let formerName else { return [] }
    let (absence, found) = try gathering(of: formerName, source).ask()
    let other = found.flatMap { ConnectorConfiguration($0.info.configuration)?.topicPrefix }
    if let other, let prefix = configuration?.topicPrefix, other != prefix { return [] }
    return absence.objections
  }

  private func savedConfiguration(_ backup: SoundBackup) -> ConnectorConfiguration? {
    guard let saved = backup.manifest.connectors.first(where: { $0.name == saved }),
      case .saved(let properties, _) = saved.configuration
    else { return nil }
    return ConnectorConfiguration(properties)
  }

  /// Nil where nobody told the connector's configuration.
  private func judged(
    _ configuration: ConnectorConfiguration?, _ plan: RestorePlan, _ live: [ConnectorOffset],
    _ pinned: PinnedSlotReference?, _ surroundings: inout RestoreSurroundings?
  ) throws(CommandFailure) -> (judgement: OffsetJudgement, slot: PinnedSlotReturn?)? {
    guard let configuration, configuration.topicPrefix != nil else { return nil }
    let gathering = try OffsetCaseGathering(
      stopped: name, configuration, live: live, formerName: formerName, invocation: invocation,
      context: context)
    var facts = try gathering.facts(
      candidate: ConnectorOffsets(plan.saved),
      databases: try DatabaseSettings(invocation, context: context), pinned: pinned)
    surroundings?.count(in: &facts)
    let judgement = OffsetJudge.judge(facts)
    return (judgement, PinnedSlotReturn(facts, judgement.pinned, context: context))
  }

  /// The offsets that the topics hold now; where a key stands in two places, the newest.
  private static func offsets(
    of connector: String, in topics: [OffsetTopic]
  ) -> [ConnectorOffset] {
    OffsetState(topics.flatMap(\.live)).of(connector).offsets.sorted { $0.key < $1.key }
      .compactMap { subject, offset in
        (try? JSONValue.parse(subject.partition)).map {
          ConnectorOffset(partition: $0, offset: offset.members)
        }
      }
  }
}

extension OffsetTopicSource {
  /// The brokers, as they were named.
  var broker: String {
    configuration["bootstrap.servers"] ?? configuration["metadata.broker.list"] ?? ""
  }
}
