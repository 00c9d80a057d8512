import CommandLine
import Kafka
import OffsetBackup
import Runtime

/// `cdcwatch offsets restore BACKUP --rehearse TOPIC`: a backup's records into topics of their own,
/// and the proof that they came to the same bytes.
struct OffsetsRehearsalCommand {
  let invocation: Invocation
  let context: CommandContext
  /// The scratch topic's name.
  let name: String

  private var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }

  func run() throws(CommandFailure) -> Int32 {
    let others: [Flag] = [
      .connector, .newName, .create, .secret, .setConfig, .exact, .resume, .restoreVia, .force,
    ]
    if let other = others.first(where: invocation.isSet) {
      throw CommandFailure(
        "--rehearse takes no --\(other.name): it writes the records of all connectors as they are",
        hint: "leave out --\(other.name)", status: .usage)
    }
    let archives = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try archives.backup(invocation.arguments.first ?? "")
    let (backup, place) = (try SoundBackup.read(run, in: store), store.place(of: run))
    let source = OffsetTopicSource(
      configuration: try KafkaSettings(invocation: invocation, context: context).configuration(),
      invocation: invocation, context: context)
    let metadata = try self.metadata(source)
    let plan = RehearsalPlan(
      backup, into: name, metadata: metadata, written: try written(backup, metadata, source))
    var report = RehearsalReport(
      place: place, plan: plan, backup: backup, cluster: metadata.clusterID, broker: source.broker)
    // Its topic is its own: there is nobody to ask for consent.
    return try report.carryOut(
      invocation, context, consent: { _ throws(CommandFailure) in },
      by: { _ throws(CommandFailure) in try write(plan, backup, source) })
  }

  // MARK: What is there

  private func metadata(_ source: OffsetTopicSource) throws(CommandFailure) -> ClusterMetadata {
    var reader = try source.reader()
    return try source.metadata(&reader)
  }

  /// The scratch topics in which a record was ever written, though it may be gone.
  private func written(
    _ backup: SoundBackup, _ metadata: ClusterMetadata, _ source: OffsetTopicSource
  ) throws(CommandFailure) -> Set<String> {
    let there = Set(metadata.topics.map(\.name))
    return try withKafka { () throws(KafkaError) in
      var consumer = try Consumer(source.configuration)
      var written: Set<String> = []
      for name in RehearsalPlan.names(of: backup, into: name).values where there.contains(name) {
        let marks = try consumer.watermarks(topic: name, timeout: timeout)
        if marks.contains(where: { $0.end > 0 }) { written.insert(name) }
      }
      return written
    }
  }

  // MARK: Writing

  private func write(
    _ plan: RehearsalPlan, _ backup: SoundBackup, _ source: OffsetTopicSource
  ) throws(CommandFailure) -> [String] {
    var done: [String] = []
    let missing = plan.topics.filter { !$0.exists }
    try withKafka { () throws(KafkaError) in
      var admin = try Admin(source.configuration)
      try admin.create(missing.map(\.settings), timeout: timeout)
    }
    try waitForLeaders(of: plan.topics.map(\.name), source)
    if !missing.isEmpty { done.append("made: \(missing.map(\.name).joined(separator: ", "))") }
    let records = plan.topics.flatMap(\.records)
    do throws(KafkaError) {
      var writer = try TopicWriter(source.configuration, timeout: timeout)
      try writer.write(records)
    } catch {
      throw CommandFailure(
        "stopped half-way: \(error)",
        hint:
          "remove \(plan.topics.map(\.name).joined(separator: " and ")), and type the same again",
        status: .halfway)
    }
    done.append("written: \(BackupReport.count(records.count, "record")), each report awaited")
    let hash = try contentHash(plan.topics.map(\.name), source)
    guard hash == backup.manifest.contentHash else {
      throw CommandFailure(
        "what was read back has content_sha256 \(hash), and the backup"
          + " \(backup.manifest.contentHash)",
        hint: "does somebody else write into \(plan.topics.map(\.name).joined(separator: ", "))?",
        status: .unproven)
    }
    return done + ["read back: content_sha256 \(hash), as the backup's"]
  }

  /// A topic that was just made answers NOT_LEADER_FOR_PARTITION for a moment.
  private func waitForLeaders(
    of topics: [String], _ source: OffsetTopicSource
  ) throws(CommandFailure) {
    let deadline = Deadline(after: timeout)
    while true {
      do throws(KafkaError) {
        var consumer = try Consumer(source.configuration)
        for topic in topics { _ = try consumer.watermarks(topic: topic, timeout: timeout) }
        return
      } catch {
        let mayCome = error.isRetriable || error.kind == .unknownTopic
        guard mayCome, !deadline.hasPassed else {
          throw CommandFailure(
            "stopped half-way: \(error)", hint: "the same command goes on", status: .halfway)
        }
        if context.stop.wait(until: deadline.clamped(to: .milliseconds(100))) != nil {
          throw CommandFailure(OffsetReadError.interrupted, stopStatus: context.stopStatus)
        }
      }
    }
  }

  /// What a backup of the topics would have as its `content_sha256`.
  private func contentHash(
    _ topics: [String], _ source: OffsetTopicSource
  ) throws(CommandFailure) -> String {
    let records = try source.read(topics).flatMap(\.latest)
    do throws(RuntimeError) {
      return try ContentHash.text(of: records)
    } catch {
      throw CommandFailure("\(error)", status: .unexpected)
    }
  }
}
