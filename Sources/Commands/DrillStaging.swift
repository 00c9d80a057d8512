import CommandLine
import Contexts
import Databases
import Debezium
import Drill
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime

/// Puts together what a run acts on, from its plan and from what the command line names.
struct DrillStaging {
  let invocation: Invocation
  let context: CommandContext
  let plan: DrillPlan
  /// The live connector, where the drill has deleted it.
  var remembered: PlacedConnector?

  /// The database in which the sentinels are written: the one that the input `db` names.
  func database() throws(CommandFailure) -> DatabaseURI {
    try DrillDatabase(invocation, context).uri(plan.request.inputs["db"])
  }

  private func settings() throws(CommandFailure) -> DatabaseSettings {
    try DatabaseSettings(invocation, context: context)
  }

  /// The live connector.
  func live() throws(CommandFailure) -> PlacedConnector {
    if let remembered { return remembered }
    return try PlacedConnector.named(
      plan.request.connector,
      among: PlacedConnector.all(ConnectSettings(invocation, context: context), context))
  }

  /// The shadow of a run; throws for a configuration of which none can be built.
  func shadow(
    of live: PlacedConnector, run: String, serverID: UInt32
  ) throws(CommandFailure) -> (shadow: ShadowConnector, tables: ShadowTables) {
    guard let configuration = ConnectorConfiguration(live.info.configuration) else {
      throw CommandFailure(
        "'\(DisplayText.printable(live.info.name))' is none of Debezium's", status: .usage)
    }
    do throws(ShadowError) {
      let names = try ShadowNames(run: run)
      let hasSignals = plan.steps.contains { step in
        step.written.texts.contains { $0.variables.contains("signal.table") }
      }
      guard
        let tables = ShadowTables(
          names: names, engine: configuration.engine, hasSignals: hasSignals)
      else {
        throw ShadowError("drills do not know this database", hint: "")
      }
      var request = ShadowRequest(
        live: live.info.name, configuration: configuration, names: names,
        sentinelTable: tables.sentinels.sentinels, sentinelColumns: ShadowTables.sentinelColumns,
        serverID: serverID, brokers: invocation.text(.brokers))
      request.signalTable = tables.signals
      return (try ShadowConnector(request), tables)
    } catch {
      throw CommandFailure("\(error)", hint: error.hint, status: .refused)
    }
  }

  /// Where the shadow will live.
  func place(_ live: PlacedConnector) throws(CommandFailure) -> ShadowPlace {
    ShadowPlace(
      database: try database(), connect: live.place,
      kafka: try KafkaSettings(invocation: invocation, context: context).configuration(),
      timeout: timeout, slotLimit: .seconds(30), stop: context.stop)
  }

  var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }

  /// Everything for a run.
  func stage(
    _ folder: RunFolder, live: PlacedConnector, serverID: UInt32
  ) throws(CommandFailure) -> DrillStage {
    let database = try database()
    let isShadow = plan.request.subject == .shadow
    let made = isShadow ? try shadow(of: live, run: folder.run, serverID: serverID) : nil
    let existing = plan.request.sentinelTable.flatMap { TableName($0.text) }
    guard
      let tables = made?.tables.sentinels
        ?? SentinelTables(run: folder.run, engine: plan.request.engine, existing: existing)
    else {
      throw CommandFailure("drills do not know this database", status: .usage)
    }
    let name = made?.shadow.names.connector ?? live.info.name
    let prefix = ConnectorConfiguration(live.info.configuration)?.topicPrefix ?? ""
    var values = ["run.id": folder.run, "run.folder": folder.path, "connector": name]
    values["sentinel.table"] = "\(tables.sentinels)"
    values["signal.table"] = made?.tables.signals.map { "\($0)" }
    values["slot"] = made?.shadow.names.slot ?? plan.request.slot?.text
    return DrillStage(
      invocation: invocation.deriving(
        [], [(.connector, [name]), (.database, ownDatabase), (.secret, [])]), context: context,
      folder: folder, subject: plan.request.subject, live: live, connector: name,
      engine: plan.request.engine, database: database, replica: try replica(),
      databases: try databases(values),
      tables: tables, shadowTables: made?.tables, shadow: made?.shadow,
      topic: made?.shadow.sentinelTopic ?? "\(prefix).\(tables.sentinels)",
      form: made?.shadow.sentinelForm ?? .envelope, targets: plan.definition.targets,
      interval: plan.definition.sentinelInterval, steps: plan.steps.map(\.step),
      kafka: try KafkaSettings(invocation: invocation, context: context).configuration(),
      values: values, secrets: try secrets())
  }

  /// The sentinels' database as `--db` has it, for the commands that steps stand for.
  ///
  /// There a name before the URI is a connector's. Nothing where the context names the database.
  private var ownDatabase: [String] {
    let name = "\(plan.request.inputs["db"] ?? "")="
    let typed = invocation.all(.database).last { $0.hasPrefix(name) }
    return typed.map { [String($0.dropFirst(name.count))] } ?? []
  }

  /// By the input `replica`, as templates have it.
  private func replica() throws(CommandFailure) -> DatabaseURI? {
    guard let name = plan.request.inputs["replica"] else { return nil }
    return try settings().named(name)?.uri
  }

  /// The databases that steps name.
  private func databases(
    _ values: [String: String]
  ) throws(CommandFailure) -> [String: DatabaseURI] {
    var found: [String: DatabaseURI] = [:]
    for step in plan.steps {
      guard case .sql(let deed) = step.step.action else { continue }
      let name = deed.database.filled { values[$0] }
      if let uri = try settings().named(name)?.uri { found[name] = uri }
    }
    return found
  }

  private func secrets() throws(CommandFailure) -> [String: String] {
    let reader = SecretReader(
      context: context, timeout: timeout, isQuiet: invocation.isSet(.quiet))
    var secrets: [String: String] = [:]
    for pair in invocation.pairs(.secret) {
      secrets[pair.key] = try reader.text(
        .file(String(pair.value.drop { $0 == "@" })), of: "--secret \(pair.key)")
    }
    return secrets
  }
}
