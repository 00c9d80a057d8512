import CommandLine
import Databases
import Debezium
import Drill
import JSON
import KafkaConnect
import OffsetBackup
import Runtime

/// Asks who is there: the Kafka cluster, the database's writer, the live connector.
///
/// Asks before a plan is made, since in another cluster there may be no connector to plan for.
struct RunIdentityGathering {
  /// What was found.
  struct Found {
    let identity: RunIdentity
    /// The live connector; nil when Connect has none of that name.
    let live: PlacedConnector?
    /// The Connect cluster that was asked.
    let place: ConnectSettings.Cluster
  }

  let invocation: Invocation
  let context: CommandContext

  /// Finds the connector of that name, else asks the one Connect cluster that is named.
  func found(_ name: String, database: DatabaseURI) throws(CommandFailure) -> Found {
    let settings = try ConnectSettings(invocation, context: context)
    let all = try PlacedConnector.all(settings, context)
    let isThere = all.contains { $0.info.name == name }
    let live = isThere ? try PlacedConnector.named(name, among: all) : nil
    guard let place = live?.place ?? settings.clusters.first,
      live != nil || settings.clusters.count == 1
    else { throw CommandFailure(noConnector: name, known: all.map(\.info.name)) }
    let (cluster, connector) = try ask(place, live)
    let writer = try writer(database)
    return Found(
      identity: RunIdentity(cluster: cluster, writer: writer, connector: connector), live: live,
      place: place)
  }

  private func ask(
    _ place: ConnectSettings.Cluster, _ live: PlacedConnector?
  ) throws(CommandFailure) -> (String?, RunIdentity.Connector) {
    try context.withConnect { () throws(ConnectError) in
      var client = try place.client(stop: context.stop)
      let cluster = try client.info().clusterID
      guard let live else { return (cluster, .absent) }
      let passwords = try client.passwordSettings(of: live.info.className ?? "")
      let open = PublicConfiguration(live.info.configuration, passwords: passwords)
      var properties: [String: String] = [:]
      for member in open.properties.members ?? [] {
        properties[member.name] = member.value.stringValue ?? member.value.text
      }
      return (cluster, .there(properties))
    }
  }

  private func writer(_ database: DatabaseURI) throws(CommandFailure) -> String {
    do throws(StepFailure) {
      return try DatabaseIdentity.text(
        of: database, timeout: invocation.duration(.timeout) ?? .seconds(10), stop: context.stop)
    } catch {
      throw CommandFailure(error.reason, hint: error.hint, status: .unreachable)
    }
  }
}

extension PlacedConnector {
  /// A connector that Connect does not have now, as a run's folder keeps it; nil when it keeps none.
  init?(
    remembered name: String, _ connector: RunIdentity.Connector, _ place: ConnectSettings.Cluster
  ) {
    guard case .there(let properties) = connector else { return nil }
    let members = properties.sorted { $0.key < $1.key }
      .map { JSONValue.Member(name: $0.key, value: .string($0.value)) }
    let document = JSONValue.object([("info", .object([("config", .object(members))]))])
    guard let info = ConnectorInfo(name: name, json: document) else { return nil }
    self.init(info: info, place: place, isMade: false)
  }
}
