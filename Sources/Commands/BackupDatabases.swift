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
/// No database keeps a backup from being made: what it does not answer becomes a finding. Each is
/// asked twice, before and after the offsets are read, for all of its connectors at once; the offset
/// that is judged is the one that is backed up.
struct BackupDatabases {
  /// A connector and the databases that may be its.
  private struct Subject {
    var connector: ConnectAccount.Connector
    /// Those that have answered, the likeliest first.
    var candidates: [DatabaseSettings.Candidate] = []
    /// Why another one did not.
    var failure: CommandFailure?
  }

  private let context: CommandContext
  private let databases: DatabaseSettings
  private var surveys: DatabaseSurveys
  private(set) var pinning: SlotPinning?
  private var subjects: [Subject] = []
  private var names: Set<String> = []
  private var findings: [String] = []

  init(
    _ invocation: Invocation, context: CommandContext, run: String
  ) throws(CommandFailure) {
    self.context = context
    databases = try DatabaseSettings(invocation, context: context)
    let timeout = invocation.duration(.timeout) ?? .seconds(10)
    surveys = DatabaseSurveys(timeout: timeout, context: context)
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
    for connector in account.connectors where names.insert(connector.name).inserted {
      let engine = connector.configuration.engine
      guard engine == .postgresql || engine == .mysql || engine == .mariadb else { continue }
      let isPinned = engine == .postgresql && pinning != nil
      do throws(CommandFailure) {
        let subject = try subject(connector)
        guard !subject.candidates.isEmpty || subject.failure != nil else {
          if isPinned { pinning?.refuse(connector.name, "no database was named for it") }
          continue
        }
        subjects.append(subject)
        if isPinned { pin(subject, of: place, in: account) }
      } catch {
        if context.stop.isRaised { throw error }
        findings.append("\(connector.name): there is no verdict: \(error.message)")
        if isPinned { pinning?.refuse(connector.name, "its database was not asked") }
      }
    }
  }

  /// Asks a connector's databases, as far as nobody has yet, up to the first that is proved to be its
  /// without an offset.
  private mutating func subject(
    _ connector: ConnectAccount.Connector
  ) throws(CommandFailure) -> Subject {
    var subject = Subject(connector: connector)
    for candidate in try databases.candidates(for: connector.name, connector.configuration) {
      switch surveys.first(candidate.uri) {
      case .failure(let failure):
        if context.stop.isRaised { throw failure }
        subject.failure = subject.failure ?? failure
      case .success(let survey):
        subject.candidates.append(candidate)
        let state = survey.state(of: Self.question(connector, nil))
        let facts = Self.facts(connector, candidate, state, offset: nil)
        if case .proved = WriterProof.of(facts) { return subject }
      }
    }
    return subject
  }

  /// Copies the slot of a connector whose database is proved.
  private mutating func pin(
    _ subject: Subject, of place: ConnectSettings.Cluster, in account: ConnectAccount
  ) {
    var (facts, objection) = proved(subject, by: nil)
    if facts == nil, let offset = liveOffset(of: subject.connector, place) {
      (facts, objection) = proved(subject, by: offset)
    }
    let name = subject.connector.name
    if let facts {
      pinning?.pin(facts, cluster: account.clusterID)
    } else if subject.failure == nil, let objection {
      pinning?.refuse(name, "the database is not proved to be its writer: \(objection)")
    } else {
      pinning?.refuse(name, "its database was not asked")
    }
  }

  /// What is known by the first database that is proved to be the connector's, as far as the first
  /// turn tells; else why the last one is not.
  private mutating func proved(
    _ subject: Subject, by offset: SourceOffset?
  ) -> (facts: OffsetCase?, objection: String?) {
    var objection: String?
    for candidate in subject.candidates {
      guard case .success(let survey) = surveys.first(candidate.uri) else { continue }
      let state = survey.state(of: Self.question(subject.connector, offset))
      let facts = Self.facts(subject.connector, candidate, state, offset: offset)
      switch WriterProof.of(facts) {
      case .proved: return (facts, nil)
      case .unproved(let why): objection = why
      }
    }
    return (nil, objection)
  }

  // MARK: With the offsets

  /// Puts the verdicts, the copies of slots and the findings into what is backed up.
  ///
  /// Throws only when the command is asked to stop.
  mutating func complete(_ contents: inout BackupContents) throws(CommandFailure) {
    let offsets = OffsetState(contents.records).byConnector.mapValues { ConnectorOffsets($0) }
    let prefixes = Dictionary(
      subjects.map { ($0.connector.name, $0.connector.configuration.topicPrefix ?? "") },
      uniquingKeysWith: { first, _ in first })
    let copies =
      pinning?.proved { connector in
        prefixes[connector].flatMap { offsets[connector]?.offset(prefix: $0) }
      } ?? [:]
    let cases = try cases(offsets)
    let evidence = BackupEvidence(contents)
    for index in contents.connectors.indices {
      let name = contents.connectors[index].name
      contents.connectors[index].pinnedSlot = copies[name]
      guard let facts = cases[name] else { continue }
      let judgement = OffsetJudge.judge(evidence.whole(facts))
      contents.connectors[index].verdict = SavedConnector.Verdict(
        word: judgement.verdict.rawValue, reason: judgement.reason)
    }
    contents.findings += findings + (pinning?.notes ?? []) + (pinning?.refused ?? [])
  }

  /// What is known of each connector: of the first database that is proved to be its, else of the
  /// last that answered.
  private mutating func cases(
    _ offsets: [String: ConnectorOffsets]
  ) throws(CommandFailure) -> [String: OffsetCase] {
    var answers: [String: [OffsetCase]] = [:]
    for (uri, group) in groups {
      let asked = group.map { place in
        let connector = subjects[place.subject].connector
        let prefix = connector.configuration.topicPrefix
        return Self.question(
          connector, prefix.flatMap { offsets[connector.name]?.offset(prefix: $0) })
      }
      switch surveys.second(uri, asked) {
      case .failure(let failure):
        if context.stop.isRaised { throw failure }
        for place in group { subjects[place.subject].failure = failure }
      case .success(let states):
        for (place, (question, state)) in zip(group, zip(asked, states)) {
          let subject = subjects[place.subject]
          answers[subject.connector.name, default: []].append(
            Self.facts(
              subject.connector, subject.candidates[place.candidate], state,
              offset: question.offset))
        }
      }
    }
    return chosen(answers)
  }

  private mutating func chosen(_ answers: [String: [OffsetCase]]) -> [String: OffsetCase] {
    var cases: [String: OffsetCase] = [:]
    for subject in subjects {
      let name = subject.connector.name
      // In the order of the candidates, whichever database was asked first.
      let own = subject.candidates.compactMap { candidate in
        answers[name]?.first { $0.databaseURI == candidate.uri }
      }
      let proved = own.first { facts in
        if case .proved = WriterProof.of(facts) { true } else { false }
      }
      if proved == nil, let failure = subject.failure {
        findings.append("\(name): there is no verdict: \(failure.message)")
      } else {
        cases[name] = proved ?? own.last
      }
    }
    return cases
  }

  /// For each database the connectors that it may be of, by their places.
  private var groups: [DatabaseURI: [(subject: Int, candidate: Int)]] {
    var groups: [DatabaseURI: [(subject: Int, candidate: Int)]] = [:]
    for (index, subject) in subjects.enumerated() {
      for (position, candidate) in subject.candidates.enumerated() {
        groups[candidate.uri, default: []].append((index, position))
      }
    }
    return groups
  }

  // MARK: Facts

  private static func question(
    _ connector: ConnectAccount.Connector, _ offset: SourceOffset?
  ) -> DatabaseSurvey.Subject {
    DatabaseSurvey.Subject(connector.configuration, offset: offset)
  }

  private static func facts(
    _ connector: ConnectAccount.Connector, _ candidate: DatabaseSettings.Candidate,
    _ state: DatabaseState, offset: SourceOffset?
  ) -> OffsetCase {
    var facts = OffsetCase(
      connector: connector.name, configuration: connector.configuration, offset: offset)
    facts.delivered = offset.map { [$0] }
    facts.isRunning = connector.saved.tasks.contains("RUNNING")
    facts.database = state
    facts.databaseURI = candidate.uri
    facts.writerWord = candidate.word
    return facts
  }

  private func liveOffset(
    of connector: ConnectAccount.Connector, _ place: ConnectSettings.Cluster
  ) -> SourceOffset? {
    guard let prefix = connector.configuration.topicPrefix,
      var cluster = try? place.client(stop: context.stop),
      let offsets = try? cluster.offsets(connector.name)
    else { return nil }
    return ConnectorOffsets(offsets).offset(prefix: prefix)
  }
}
