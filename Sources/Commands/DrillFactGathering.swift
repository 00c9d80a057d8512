import Checks
import CommandLine
import Contexts
import Databases
import Debezium
import Drill
import KafkaConnect
import OffsetBackup
import Runtime

/// Finds out what a drill's plan has to know: asks Connect and the databases, changes nothing.
///
/// What does not answer is "not checked", with the words that it failed with; only an interruption is
/// an error.
struct DrillFactGathering {
  private let connector: PlacedConnector
  private let others: [PlacedConnector]
  private let configuration: ConnectorConfiguration
  private let databases: DatabaseSettings
  private let invocation: Invocation
  private let context: CommandContext
  private let timeout: Duration

  /// Throws when the connector is none that drills know.
  init(
    _ connector: PlacedConnector, among all: [PlacedConnector], databases: DatabaseSettings,
    invocation: Invocation, context: CommandContext
  ) throws(CommandFailure) {
    guard let configuration = ConnectorConfiguration(connector.info.configuration),
      DrillDefinition.allEngines.contains(configuration.engine)
    else {
      throw CommandFailure(
        "the connector '\(DisplayText.printable(connector.info.name))' is none of PostgreSQL, MySQL"
          + " or MariaDB",
        hint: "drills know no other; 'cdcwatch connector list' shows the classes",
        status: .usage)
    }
    self.connector = connector
    self.configuration = configuration
    self.databases = databases
    self.invocation = invocation
    self.context = context
    others = all.filter { other in
      other.info.name != connector.info.name && other.place.workers == connector.place.workers
    }
    timeout = invocation.duration(.timeout) ?? .seconds(10)
  }

  /// The request with what the connector's configuration and the context say.
  func completed(_ request: DrillRequest, sentinelTable: String?) -> DrillRequest {
    var request = request
    request.engine = configuration.engine
    request.acceptsUnboundedLog = invocation.isSet(.acceptUnboundedLog)
    request.secrets = Set(invocation.pairs(.secret).map(\.key))
    guard request.subject == .live else { return request }
    let own = "the connector's configuration"
    let listed = context.active.settings.sentinelTable
    request.sentinelTable =
      sentinelTable.map { SourcedText($0, source: "--set") }
      ?? listed.map { SourcedText($0.value, source: $0.place.description) }
    request.signalTable = configuration.signalDataCollections.first.map {
      SourcedText($0, source: own)
    }
    if configuration.engine == .postgresql {
      request.slot = SourcedText(configuration["slot.name"] ?? "debezium", source: own)
    }
    return request
  }

  /// Everything that a plan with these needs has to know.
  ///
  /// `takesSignals`: a step of the drill writes a signal.
  func facts(
    _ request: DrillRequest, needs: [StepNeed], takesSignals: Bool
  ) throws(CommandFailure) -> DrillFacts {
    var facts = DrillFacts()
    readConfiguration(into: &facts, request)
    try askConnect(&facts)
    for name in Self.names(needs, request) { try askDatabase(name, &facts) }
    let main = try request.inputs["db"].flatMap { (name) throws(CommandFailure) in
      try databases.named(name)?.uri
    }
    if let main, main.kind == .postgresql { try askSlots(main, &facts) }
    if request.subject == .live {
      try judge(main, &facts)
      if let main { try probe(main, &facts, request) }
    } else {
      facts.shadow = try DrillShadowOutline(
        live: connector, all: [connector] + others, configuration: configuration,
        invocation: invocation, context: context
      ).outline(main, hasSignals: takesSignals)
    }
    for need in needs {
      if case .program(let name) = need.kind { facts.programs[name] = isThere(name) }
    }
    return facts
  }

  private static func names(_ needs: [StepNeed], _ request: DrillRequest) -> [String] {
    var names = request.inputs["db"].map { [$0] } ?? []
    for need in needs {
      guard case .database(let name, _) = need.kind, !names.contains(name) else { continue }
      names.append(name)
    }
    return names
  }

  // MARK: Without asking

  private func readConfiguration(into facts: inout DrillFacts, _ request: DrillRequest) {
    let status = connector.info.status
    let tasks = status.tasks.map { ", task \($0.id) \($0.state)" }.joined()
    facts.state = .told("\(status.state)\(tasks)")
    facts.dropsSlotOnStop = configuration["slot.drop.on.stop"]?.lowercased() == "true"
    facts.others = others.map { other in
      let tasks = other.info.status.tasks.map { "task \($0.id) on \($0.worker ?? "no worker")" }
      return "\(other.info.name) (\(tasks.isEmpty ? "no task" : tasks.joined(separator: ", ")))"
    }
    facts.serverIDs = .told(
      others.compactMap { $0.info.setting("database.server.id") }.sorted())
    if let table = request.sentinelTable {
      // Without any list everything is captured.
      facts.capturesSentinelTable = .told(configuration.includes(table: table.text) ?? true)
    }
    let allowed = context.active.settings.allowsDrills
    facts.allowedBy = allowed?.value == true ? allowed?.place.description : nil
    facts.endpoints.append(
      .init(
        "Connect", address: connector.place.workers.map(Self.shown).joined(separator: ","),
        origin: connector.place.origin))
    if let brokers { facts.endpoints.append(brokers) }
  }

  /// The brokers, as the command line or the context names them; nil when neither does.
  private var brokers: DrillFacts.Endpoint? {
    if let typed = invocation.text(.brokers) {
      return .init("Kafka", address: typed, origin: invocation.originText(of: .brokers))
    }
    let listed = context.active.settings.properties.first { $0.name == "bootstrap.servers" }
    guard let listed, case .text(let text) = listed.value else { return nil }
    return .init("Kafka", address: text, origin: listed.place.description)
  }

  private static func shown(_ address: String) -> String {
    ConfigurationSecret.redacted(name: "", value: address)
  }

  private func isThere(_ name: String) -> Bool {
    if name.contains("/") { return FileFacts(name)?.isRegularFile == true }
    return (context.environment["PATH"] ?? "").split(separator: ":").contains { folder in
      FileFacts("\(folder)/\(name)")?.isRegularFile == true
    }
  }

  // MARK: Connect

  private func askConnect(_ facts: inout DrillFacts) throws(CommandFailure) {
    var passwords: Set<String> = []
    do throws(ConnectError) {
      var cluster = try connector.place.client(stop: context.stop)
      let info = try cluster.info()
      facts.clusterID = info.clusterID
      facts.connectVersion = .told(info.version)
      if let version = ConnectVersion(info.version) {
        facts.canAlterOffsets = .told(version.canAlterOffsets)
        facts.canCreateStopped = .told(version.hasInitialState)
      } else {
        let reason = "Connect's version '\(info.version)' says nothing"
        facts.canAlterOffsets = .notChecked(reason)
        facts.canCreateStopped = .notChecked(reason)
      }
      passwords = try cluster.passwordSettings(of: connector.info.className ?? "")
    } catch {
      try throwIfStopped()
      let reason = "\(error)"
      if facts.connectVersion.value == nil { facts.connectVersion = .notChecked(reason) }
    }
    let open = PublicConfiguration(connector.info.configuration, passwords: passwords)
    facts.maskedSecrets = open.leftOut.filter { isMasked($0) }
    facts.plainSecrets = open.leftOut.filter { !isMasked($0) }
  }

  private func isMasked(_ property: String) -> Bool {
    let value = connector.info.setting(property) ?? ""
    return !value.isEmpty && value.allSatisfy { $0 == "*" }
  }

  // MARK: Databases

  private func askDatabase(_ name: String, _ facts: inout DrillFacts) throws(CommandFailure) {
    guard let (uri, origin) = try databases.named(name) else { return }
    facts.endpoints.append(.init("database \(name)", address: "\(uri)", origin: origin))
    do throws(DatabaseError) {
      let account = try DatabaseAccount(uri, timeout: timeout, stop: context.stop)
      facts.databases[name] = .told(
        .init(
          identity:
            "\(account.version) as '\(account.user)'\(account.isReadOnly ? ", read-only" : "")",
          isReadOnly: account.isReadOnly, mayReplicate: account.mayReplicate))
    } catch {
      try throwIfStopped()
      facts.databases[name] = .notChecked("\(error)")
    }
  }

  private func askSlots(_ uri: DatabaseURI, _ facts: inout DrillFacts) throws(CommandFailure) {
    do throws(DatabaseError) {
      let slots = try ReplicationSlots.open(uri, timeout: timeout, stop: context.stop)
      let inventory = try slots.inventory()
      facts.freeSlots = .told(max(0, inventory.maximum - inventory.slots.count))
      facts.slotLogLimit = .told(try slots.logLimit())
    } catch {
      try throwIfStopped()
      if facts.freeSlots.value == nil { facts.freeSlots = .notChecked("\(error)") }
      facts.slotLogLimit = .notChecked("\(error)")
    }
  }

  /// Asks the sentinels' own table for its columns.
  private func probe(
    _ main: DatabaseURI, _ facts: inout DrillFacts, _ request: DrillRequest
  ) throws(CommandFailure) {
    guard let dialect = SentinelDialect(request.engine),
      let table = request.sentinelTable.flatMap({ TableName($0.text) }), table.parts.count == 2
    else { return }
    do throws(DatabaseError) {
      let session = try DatabaseSession.open(main, timeout: timeout, stop: context.stop)
      do throws(DatabaseError) {
        _ = try session.rows(SentinelTables.probe(of: table, in: dialect))
        facts.sentinelTableDefect = .told(nil)
      } catch {
        guard error.kind == .other else { throw error }
        facts.sentinelTableDefect = .told(
          SentinelTableDefect(
            reason: error.reason, definition: SentinelTables.definition(of: table, in: dialect)))
      }
    } catch {
      try throwIfStopped()
      facts.sentinelTableDefect = .notChecked("\(error)")
    }
  }

  // MARK: The live offset

  private func judge(_ main: DatabaseURI?, _ facts: inout DrillFacts) throws(CommandFailure) {
    let name = connector.info.name
    let settings = main.map { databases.choosing($0, for: name) } ?? databases
    do throws(CommandFailure) {
      let offset = try OffsetCaseGathering(connector, invocation: invocation, context: context)
        .facts(candidate: nil, databases: settings)
      facts.verdict = .told(OffsetJudge.judge(offset).verdict.rawValue)
      facts.isInSnapshot = .told(
        offset.offset?.incremental != nil
          || (offset.offset?.snapshot != nil && offset.offset?.snapshotCompleted != true))
    } catch {
      try throwIfStopped()
      facts.verdict = .notChecked(error.message)
      facts.isInSnapshot = .notChecked(error.message)
    }
  }

  private func throwIfStopped() throws(CommandFailure) {
    guard context.stop.isRaised else { return }
    var failure = CommandFailure("interrupted", status: .unexpected)
    failure.status = context.stopStatus ?? failure.status
    throw failure
  }
}
