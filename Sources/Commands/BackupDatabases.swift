import Checks
import CommandLine
import Databases
import Debezium
import JSON
import KafkaConnect
import OffsetBackup
import Runtime

/// What databases say while a backup is made: each connector's verdict, and the copies of slots.
///
/// No database keeps a backup from being made: what it does not answer becomes a finding.
struct BackupDatabases {
  private let invocation: Invocation
  private let context: CommandContext
  private let databases: DatabaseSettings
  private let timeout: Duration
  private(set) var pinning: SlotPinning?
  private var cases: [String: OffsetCase] = [:]
  private var findings: [String] = []
  /// Databases that did not answer are not asked once more for each connector.
  private var silent: Set<DatabaseURI> = []

  init(
    _ invocation: Invocation, context: CommandContext, run: String
  ) throws(CommandFailure) {
    self.invocation = invocation
    self.context = context
    databases = try DatabaseSettings(invocation, context: context)
    let timeout = invocation.duration(.timeout) ?? .seconds(10)
    self.timeout = timeout
    pinning = try PinSettings(invocation).limits.map { limits in
      SlotPinning(limits: limits, run: run, timeout: timeout, stop: context.stop)
    }
  }

  /// Whether there is anything to ask.
  var isNeeded: Bool { pinning != nil || !databases.isEmpty }

  // MARK: Before the offsets are read

  /// Asks the databases of one cluster's connectors; throws only when the command is asked to stop.
  mutating func look(
    at account: ConnectAccount, of place: ConnectSettings.Cluster
  ) throws(CommandFailure) {
    for connector in account.connectors where cases[connector.name] == nil {
      let engine = connector.configuration.engine
      guard engine == .postgresql || engine == .mysql || engine == .mariadb else { continue }
      let isPinned = engine == .postgresql && pinning != nil
      do throws(CommandFailure) {
        guard let facts = try facts(connector, of: place) else {
          if isPinned { pinning?.refuse(connector.name, "no database was named for it") }
          continue
        }
        cases[connector.name] = facts
        guard isPinned else { continue }
        switch WriterProof.of(facts) {
        case .proved: pinning?.pin(facts, cluster: account.clusterID)
        case .unproved(let why):
          pinning?.refuse(connector.name, "the database is not proved to be its writer: \(why)")
        }
      } catch {
        if context.stop.isRaised { throw error }
        findings.append("\(connector.name): there is no verdict: \(error.message)")
        if isPinned { pinning?.refuse(connector.name, "its database was not asked") }
      }
    }
  }

  /// What a connector's database says, of the first that is proved to be its; nil when none is named.
  private mutating func facts(
    _ connector: ConnectAccount.Connector, of place: ConnectSettings.Cluster
  ) throws(CommandFailure) -> OffsetCase? {
    let candidates = try databases.candidates(for: connector.name, connector.configuration)
    var answer: OffsetCase?
    var failure: CommandFailure?
    for candidate in candidates {
      guard !silent.contains(candidate.uri) else {
        failure =
          failure
          ?? CommandFailure("\(candidate.uri) did not answer before", status: .unreachable)
        continue
      }
      do throws(DatabaseError) {
        let facts = try facts(connector, candidate, of: place)
        answer = facts
        if case .proved = WriterProof.of(facts) { return facts }
      } catch {
        if error.kind == .unreachable { silent.insert(candidate.uri) }
        failure = failure ?? CommandFailure(error, stopStatus: context.stopStatus)
      }
    }
    if let failure { throw failure }
    return answer
  }

  /// The offset is Connect's of that moment, read between what the database still has and how far it
  /// has got.
  private func facts(
    _ connector: ConnectAccount.Connector, _ candidate: DatabaseSettings.Candidate,
    of place: ConnectSettings.Cluster
  ) throws(DatabaseError) -> OffsetCase {
    var offset: SourceOffset?
    let prefix = connector.configuration.topicPrefix
    let state = try DatabaseQuestion(candidate.uri, connector.configuration, timeout: timeout)
      .ask(stop: context.stop) {
        guard let prefix, var cluster = try? place.client(stop: context.stop) else { return nil }
        offset = (try? cluster.offsets(connector.name)).flatMap {
          ConnectorOffsets($0).offset(prefix: prefix)
        }
        return offset
      }
    var facts = OffsetCase(
      connector: connector.name, configuration: connector.configuration, offset: offset)
    facts.delivered = offset.map { [$0] }
    facts.isRunning = connector.saved.tasks.contains("RUNNING")
    facts.database = state
    facts.databaseURI = candidate.uri
    facts.writerWord = candidate.word
    return facts
  }

  // MARK: With the offsets

  /// Puts the verdicts, the copies of slots and the findings into what is backed up.
  mutating func complete(_ contents: inout BackupContents) {
    let state = OffsetState(contents.records)
    let cases = cases
    let copies =
      pinning?.proved { connector in
        guard let prefix = cases[connector]?.configuration.topicPrefix else { return nil }
        return ConnectorOffsets(state.of(connector)).offset(prefix: prefix)
      } ?? [:]
    for index in contents.connectors.indices {
      let name = contents.connectors[index].name
      contents.connectors[index].pinnedSlot = copies[name]
      guard let facts = cases[name] else { continue }
      let judgement = OffsetJudge.judge(whole(facts, contents))
      contents.connectors[index].verdict = SavedConnector.Verdict(
        word: judgement.verdict.rawValue, reason: judgement.reason)
    }
    contents.findings += findings + (pinning?.notes ?? []) + (pinning?.refused ?? [])
  }

  /// The facts with what was read of Kafka.
  private func whole(_ facts: OffsetCase, _ contents: BackupContents) -> OffsetCase {
    var facts = facts
    if let history = contents.histories.first(where: { $0.connector == facts.connector }) {
      facts.history = SchemaHistoryReader.state(of: history.topic, history.records)
    } else {
      facts.historyGap = "the backup has no schema history"
    }
    guard contents.source == .kafka, let prefix = facts.configuration.topicPrefix else {
      return facts
    }
    facts.keyPartitions =
      OffsetTopicEvidence(contents.topics, connector: facts.connector, prefix: prefix).keyPartitions
    return facts
  }
}
