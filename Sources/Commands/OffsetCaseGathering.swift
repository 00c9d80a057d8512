import Checks
import CommandLine
import Databases
import Debezium
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime
import Watch

/// Collects what is known of a connector's offset: from Connect, Kafka and the database.
struct OffsetCaseGathering {
  private let invocation: Invocation
  private let context: CommandContext
  private let timeout: Duration
  private let kafka: Configuration?
  private let memory: OffsetTopicSource.Memory?
  private let name: String
  private let isRunning: Bool
  private let live: LiveSource
  /// The name under which the connector wrote offsets before; nil when that is its own.
  private let formerName: String?
  /// The connector's configuration.
  let configuration: ConnectorConfiguration
  /// The connector's `topic.prefix`.
  let prefix: String

  /// Where the offset is that the connector has now.
  private enum LiveSource {
    case connect(ConnectSettings.Cluster, isMade: Bool)
    case known(ConnectorOffsets)
  }

  /// A gathering about a connector that Connect told of; throws when it is none of Debezium's.
  ///
  /// `memory` has the offsets topics that were read for other connectors.
  init(
    _ connector: PlacedConnector, formerName: String? = nil, invocation: Invocation,
    context: CommandContext, memory: OffsetTopicSource.Memory? = nil
  ) throws(CommandFailure) {
    let info = connector.info
    guard let configuration = ConnectorConfiguration(info.configuration) else {
      throw Self.noPrefix(info.name)
    }
    try self.init(
      info.name, configuration, .connect(connector.place, isMade: connector.isMade),
      isRunning: info.status.tasks.contains { $0.state == .running }, formerName: formerName,
      memory, invocation, context)
  }

  /// A gathering about a connector that Connect is not asked of, and that has no task: its
  /// configuration as somebody else told it, and the offsets that it would start from.
  init(
    stopped name: String, _ configuration: ConnectorConfiguration, live: [ConnectorOffset],
    formerName: String? = nil, invocation: Invocation, context: CommandContext
  ) throws(CommandFailure) {
    try self.init(
      name, configuration, .known(ConnectorOffsets(live)), isRunning: false,
      formerName: formerName, nil, invocation, context)
  }

  private init(
    _ name: String, _ configuration: ConnectorConfiguration, _ live: LiveSource, isRunning: Bool,
    formerName: String?, _ memory: OffsetTopicSource.Memory?, _ invocation: Invocation,
    _ context: CommandContext
  ) throws(CommandFailure) {
    guard let prefix = configuration.topicPrefix else { throw Self.noPrefix(name) }
    self.name = name
    self.configuration = configuration
    self.prefix = prefix
    self.live = live
    self.isRunning = isRunning
    self.formerName = formerName
    self.memory = memory
    self.invocation = invocation
    self.context = context
    timeout = invocation.duration(.timeout) ?? .seconds(10)
    kafka = try KafkaSettings(invocation: invocation, context: context).configurationIfNamed()
  }

  private static func noPrefix(_ name: String) -> CommandFailure {
    CommandFailure(
      "the connector '\(DisplayText.printable(name))' has no topic.prefix",
      hint: "only Debezium's connectors are judged", status: .usage)
  }

  // MARK: The case

  /// All that can be known; `candidate` are the offsets to judge instead of the live one, `pinned` the
  /// slot that was kept with them.
  ///
  /// The order matters: what the database still has, the offsets topic, the live offset, how far the
  /// database has got. Of several databases the first that is proved to be the connector's counts; one
  /// that does not answer is an error only when none is.
  func facts(
    candidate: ConnectorOffsets?, databases settings: DatabaseSettings,
    pinned: PinnedSlotReference? = nil
  ) throws(CommandFailure) -> OffsetCase {
    var answer: OffsetCase?
    var failure: CommandFailure?
    for database in try settings.candidates(for: name, configuration) {
      switch try ask(database, about: candidate, pinned) {
      case .failure(let error): failure = failure ?? error
      case .success(let facts):
        answer = facts
        guard case .proved = WriterProof.of(facts) else { continue }
        return try withHistory(facts)
      }
    }
    if let failure { throw failure }
    guard let answer else { return try withHistory(offsetFacts(candidate, isFresh: false)) }
    return try withHistory(answer)
  }

  /// The same with the database that told; nil when none did.
  func placedFacts(
    candidate: ConnectorOffsets?, databases settings: DatabaseSettings,
    pinned: PinnedSlotReference? = nil
  ) throws(CommandFailure) -> (facts: OffsetCase, database: DatabaseURI?) {
    let facts = try facts(candidate: candidate, databases: settings, pinned: pinned)
    return (facts, facts.databaseURI)
  }

  /// Asks one database; gives back what it did not answer, and throws what others did not.
  private func ask(
    _ database: DatabaseSettings.Candidate, about candidate: ConnectorOffsets?,
    _ pinned: PinnedSlotReference?
  ) throws(CommandFailure) -> Result<OffsetCase, CommandFailure> {
    let first = try ask(database, about: candidate, pinned, isFresh: false)
    guard memory != nil, case .success(let facts) = first,
      case .unproved = WriterProof.of(facts)
    else { return first }
    // What was read of the topic for another connector is older than the slot that it is held against.
    return try ask(database, about: candidate, pinned, isFresh: true)
  }

  private func ask(
    _ database: DatabaseSettings.Candidate, about candidate: ConnectorOffsets?,
    _ pinned: PinnedSlotReference?, isFresh: Bool
  ) throws(CommandFailure) -> Result<OffsetCase, CommandFailure> {
    let question = DatabaseQuestion(
      database.uri, configuration, pinned: pinned?.slot, timeout: timeout)
    var facts: OffsetCase?
    var failure: CommandFailure?
    let state: DatabaseState
    do throws(DatabaseError) {
      state = try question.ask(stop: context.stop) {
        do throws(CommandFailure) {
          facts = try offsetFacts(candidate, isFresh: isFresh)
        } catch {
          failure = error
        }
        return facts?.offset
      }
    } catch {
      if let failure { throw failure }
      let unanswered = CommandFailure(error, stopStatus: context.stopStatus)
      if error.kind == .stopped { throw unanswered }
      return .failure(unanswered)
    }
    guard var facts else {
      throw failure ?? CommandFailure("the offset was not read", status: .unexpected)
    }
    facts.database = state
    facts.databaseURI = database.uri
    facts.writerWord = database.word
    facts.pinned = pinned
    return .success(facts)
  }

  // MARK: The offset

  private func offsetFacts(
    _ candidate: ConnectorOffsets?, isFresh: Bool
  ) throws(CommandFailure) -> OffsetCase {
    let evidence = try topicEvidence(isFresh ? nil : memory)
    let live = try liveOffsets()
    let offsets = candidate ?? live
    var facts = OffsetCase(
      connector: name, configuration: configuration, offset: offsets.offset(prefix: prefix))
    facts.otherPartitions = offsets.otherPartitions(prefix: prefix)
    facts.isLive = candidate == nil
    facts.isRunning = isRunning
    facts.keyPartitions = evidence?.keyPartitions
    let known = (evidence?.offsets ?? []) + [live.offset(prefix: prefix)].compactMap(\.self)
    facts.delivered = known.isEmpty ? nil : known
    return facts
  }

  /// None of a connector that is still to be made.
  private func liveOffsets() throws(CommandFailure) -> ConnectorOffsets {
    switch live {
    case .known(let offsets): return offsets
    case .connect(let place, let isMade):
      do throws(ConnectError) {
        var cluster = try place.client(stop: context.stop)
        return ConnectorOffsets(try cluster.offsets(name))
      } catch {
        if case .notFound = error, !isMade { return ConnectorOffsets([ConnectorOffset]()) }
        throw CommandFailure(error, stopStatus: context.stopStatus)
      }
    }
  }

  /// Nil without Kafka, and where no topic of offsets is found.
  private func topicEvidence(
    _ memory: OffsetTopicSource.Memory?
  ) throws(CommandFailure) -> OffsetTopicEvidence? {
    guard let kafka else { return nil }
    let connector = TopicFinder.KnownConnector(
      name: name, prefix: prefix, configuration: configuration)
    let topics = try OffsetTopicSource(
      configuration: kafka, invocation: invocation, context: context
    ).topics(connectors: [connector], keepsHistory: true, memory: memory)
    guard !topics.isEmpty else { return nil }
    return OffsetTopicEvidence(
      topics, connector: name, formerName: formerName, prefix: prefix)
  }

  // MARK: The schema history

  private func withHistory(_ facts: OffsetCase) throws(CommandFailure) -> OffsetCase {
    guard [.mysql, .mariadb].contains(configuration.engine) else { return facts }
    var facts = facts
    guard let kafka else {
      facts.historyGap = "no Kafka cluster was named with -b"
      return facts
    }
    do throws(OffsetReadError) {
      let reader = SchemaHistoryReader(
        configuration: kafka, connector: configuration, timeout: timeout, stop: context.stop)
      switch try reader.read() {
      case .found(let history): facts.history = history
      case .gap(let why): facts.historyGap = why
      }
      return facts
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }
}

extension DatabaseQuestion {
  /// What is asked about the offset of a connector that is configured so.
  init(
    _ uri: DatabaseURI, _ configuration: ConnectorConfiguration, pinned: String? = nil,
    timeout: Duration
  ) {
    let subject = DatabaseSurvey.Subject(configuration, offset: nil)
    self.init(
      uri: uri, slot: subject.slot, publication: subject.publication, timeout: timeout)
    self.pinned = pinned
  }
}

extension DatabaseSurvey.Subject {
  /// The part of a connector that is configured so.
  init(_ configuration: ConnectorConfiguration, offset: SourceOffset?) {
    let isPlugin = configuration["plugin.name"]?.lowercased() == "pgoutput"
    self.init(
      slot: configuration["slot.name"] ?? "debezium",
      publication: isPlugin ? configuration["publication.name"] ?? "dbz_publication" : nil,
      offset: offset)
  }
}
