import CommandLine
import Debezium
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime
import Watch

/// Collects what is known while an offsets topic is damaged, without waiting for what cannot answer.
struct RescueGathering {
  let source: OffsetTopicSource
  let clusters: [ConnectSettings.Cluster]
  let invocation: Invocation
  let context: CommandContext

  private var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }

  /// Looks at everything; `store` is the archive with the earlier backups.
  func findings(_ store: any BackupStore) throws(CommandFailure) -> RescueFindings {
    var reader = try source.reader()
    var findings = RescueFindings(metadata: try source.metadata(&reader))
    findings.earlier = try withStore { () throws(StoreError) in try EarlierOffsets(store) }
    try askConnect(&findings)
    let names = try names(findings)
    findings.topics = try topics(names, findings)
    var told: [OffsetRecord] = []
    if !findings.isDamaged { told = try offsetsOfConnect(&findings) }
    findings.offsets = offsets(findings, told: told)
    return findings
  }

  private func offsets(_ findings: RescueFindings, told: [OffsetRecord]) -> RescuedOffsets {
    // A backup that was taken over REST knows no topics.
    let main = mainTopic(findings)
    let saved = (findings.earlier?.records ?? []).map { record in
      var record = record
      if record.topic.isEmpty { record.topic = main }
      return record
    }
    return RescuedOffsets(
      topics: findings.topics, told: told, saved: saved, connectors: findings.connectors)
  }

  /// The workers' own topic, where connectors have topics besides.
  private func mainTopic(_ findings: RescueFindings) -> String {
    let own = Set(
      findings.accounts.flatMap(\.connectors).compactMap(\.configuration.offsetsTopic))
    return findings.topics.map(\.name).first { !own.contains($0) }
      ?? findings.topics.first?.name ?? ""
  }

  // MARK: Connect

  /// The list of connectors: Connect answers it from memory, whatever became of the offsets topic.
  private func askConnect(_ findings: inout RescueFindings) throws(CommandFailure) {
    for place in clusters {
      do throws(ConnectError) {
        var cluster = try place.client(stop: context.stop)
        findings.accounts.append(try ConnectAccount(&cluster))
      } catch {
        switch error {
        case .stopped, .badURL: throw CommandFailure(error, stopStatus: context.stopStatus)
        default: findings.notes.append("Connect did not tell its connectors: \(error)")
        }
      }
    }
    if clusters.isEmpty {
      findings.notes.append(
        "Connect was not asked (--connect): which connectors there are is not known")
    }
  }

  /// Offsets out of Connect's memory.
  ///
  /// Asked only while its topic is as it needs it: else it answers
  /// 500 after 90 s, each time (facts 17).
  private func offsetsOfConnect(
    _ findings: inout RescueFindings
  ) throws(CommandFailure) -> [OffsetRecord] {
    guard !findings.accounts.isEmpty else { return [] }
    let main = mainTopic(findings)
    var records: [OffsetRecord] = []
    do throws(ConnectError) {
      for place in clusters {
        var cluster = try place.client(stop: context.stop)
        for info in try cluster.connectors() where info.type != .sink {
          let own = ConnectorConfiguration(info.configuration)?.offsetsTopic
          for offset in try cluster.offsets(info.name) where !offset.offset.isNull {
            let key = JSONValue.array([.string(info.name), offset.partition])
            records.append(
              OffsetRecord(
                topic: own ?? main, partition: 0, key: Array(key.text.utf8),
                value: Array(offset.offset.text.utf8), offset: 0, time: nil))
          }
        }
      }
      findings.hasOffsetsOfConnect = true
    } catch {
      if case .stopped = error { throw CommandFailure(error, stopStatus: context.stopStatus) }
      findings.notes.append("Connect did not tell its offsets: \(error)")
    }
    return records
  }

  // MARK: Kafka

  /// The topics that are named, else those of the backups, of the connectors, and those found.
  private func names(_ findings: RescueFindings) throws(CommandFailure) -> [String] {
    let there = findings.metadata.topics.map(\.name)
    let named = invocation.all(.offsetsTopic)
    if !named.isEmpty, !named.contains(where: { $0.contains("*") }) { return Set(named).sorted() }
    let known = findings.accounts.flatMap(\.connectors).map { connector in
      TopicFinder.KnownConnector(
        name: connector.name, prefix: connector.configuration.topicPrefix ?? connector.name,
        configuration: connector.configuration)
    }
    var names = Set(try source.names(in: findings.metadata, known))
    if named.isEmpty {
      names.formUnion(findings.earlier?.newest?.manifest.topics.map(\.name) ?? [])
      names.formUnion(known.compactMap { $0.configuration?.offsetsTopic })
      if names.isEmpty { names.formUnion(there.filter(isNamedLikeConnects)) }
    }
    guard !names.isEmpty else {
      throw CommandFailure(
        "no offsets topic is known: no backup names one, and no topic holds an offset",
        hint: "name Connect's topic with --offsets-topic (offset.storage.topic of the workers)",
        status: .usage)
    }
    return names.sorted()
  }

  private func isNamedLikeConnects(_ topic: String) -> Bool {
    topic.contains("connect") && topic.contains("offset") && !topic.hasPrefix("__consumer")
  }

  private func topics(
    _ names: [String], _ findings: RescueFindings
  ) throws(CommandFailure) -> [RescuedTopic] {
    let there = Set(findings.metadata.topics.map(\.name))
    let targets = try RestoreTopics(source: source, timeout: timeout)
    var topics: [RescuedTopic] = []
    for name in names {
      let policy = there.contains(name) ? targets.policy(of: name) : nil
      topics.append(
        RescuedTopic(
          name: name, now: there.contains(name) ? try source.read([name])[0] : nil,
          cleanupPolicy: policy,
          savedPartitions: findings.earlier?.partitions(
            of: name, isCompacted: policy == nil || policy == "compact")))
    }
    return topics
  }

  // MARK: Waiting

  /// Waits for the next offsets of tasks that run, and returns whether more is known than before.
  ///
  /// They go on writing into a topic that was made anew, after a heartbeat or a row.
  func waitForTasks(_ findings: inout RescueFindings) throws(CommandFailure) -> Bool {
    guard findings.isDamaged, findings.topics.contains(where: { $0.now != nil }) else {
      return false
    }
    let limit = invocation.duration(.rescueWait) ?? .seconds(30)
    let deadline = Deadline(after: limit)
    let before = findings.offsets.entries.map(\.record.value)
    while !findings.silent.isEmpty, !deadline.hasPassed {
      if context.stop.wait(until: deadline.clamped(to: .seconds(1))) != nil {
        throw CommandFailure(OffsetReadError.interrupted, stopStatus: context.stopStatus)
      }
      findings.topics = try topics(findings.topics.map(\.name), findings)
      findings.offsets = offsets(findings, told: [])
    }
    let silent = findings.silent
    if !silent.isEmpty {
      findings.notes.append(
        "no task of \(silent.joined(separator: ", ")) wrote an offset within \(Figures.span(limit))"
      )
    }
    return findings.offsets.entries.map(\.record.value) != before
  }
}
