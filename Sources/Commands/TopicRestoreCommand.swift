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
  let name: String

  private var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }

  func run() throws(CommandFailure) -> Int32 {
    let others: [Flag] = [.resume, .newName, .create, .secret, .setConfig]
    if let other = others.first(where: invocation.isSet) {
      throw CommandFailure(
        "--\(other.name) needs REST, and --via kafka does without",
        hint: "leave out --\(other.name): the result says what starts the connector",
        status: .usage)
    }
    let archives = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try archives.backup(invocation.arguments.first ?? "")
    let backup = try SoundBackup.read(run, in: store)
    let source = OffsetTopicSource(
      configuration: try KafkaSettings(invocation: invocation, context: context).configuration(),
      invocation: invocation, context: context)
    let gathering = TaskAbsenceGathering(
      connector: name, source: source,
      clusters: try ConnectSettings(invocation, context: context).clusters, context: context,
      timeout: timeout)
    var report = try self.report(backup, store.place(of: run), source, gathering)
    return try report.carryOut(invocation, context) { report throws(CommandFailure) in
      var writing = TopicWriting(
        connector: name, plan: report.writes, saved: report.plan.saved, source: source,
        gathering: gathering, context: context, timeout: timeout, slot: report.slot)
      writing.history = report.surroundings?.history
      return try writing.run(safetyIn: try archives.safety(of: store))
    }
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
    let records = backup.live.filter { $0.decodedKey?.connector == name }
    let targets = try RestoreTopics(source: source, timeout: timeout)
    let topics = try targets.topics(of: Set(records.map(\.topic)), backup.manifest)
    let writes = TopicWritePlan(
      records: records, of: name, into: topics, isExact: invocation.isSet(.exact))
    let live = Self.offsets(of: name, in: topics.compactMap(\.now))
    let configuration =
      found.flatMap { ConnectorConfiguration($0.info.configuration) }
      ?? savedConfiguration(backup)
    let plan = RestorePlan(
      records: records, of: name, live: live, prefix: configuration?.topicPrefix,
      isExact: invocation.isSet(.exact))
    var surroundings = try configuration.map { configuration throws(CommandFailure) in
      try RestoreSurroundings(
        of: name, in: backup, configuration: configuration, making: nil,
        cluster: targets.clusterID, invocation: invocation, context: context)
    }
    let judged = try judged(
      configuration, plan, live, backup.pinned(at: place)[name], &surroundings)
    var report = TopicRestoreReport(
      connector: name, place: place, takenAt: backup.manifest.takenAt, plan: plan, writes: writes,
      judgement: judged?.judgement, absence: absence,
      savedCluster: backup.manifest.clusterID, cluster: targets.clusterID, broker: source.broker,
      ownTopic: configuration?.offsetsTopic, forced: Set(invocation.all(.force)))
    report.slot = judged?.slot
    report.surroundings = surroundings
    return report
  }

  private func savedConfiguration(_ backup: SoundBackup) -> ConnectorConfiguration? {
    guard let saved = backup.manifest.connectors.first(where: { $0.name == name }),
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
      stopped: name, configuration, live: live, invocation: invocation, context: context)
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
