import KafkaConnect
import Runtime

/// A connector with the Connect cluster that has it.
struct PlacedConnector {
  let info: ConnectorInfo
  let place: ConnectSettings.Cluster

  /// Every connector of every cluster that is named; one list call each.
  static func all(
    _ settings: ConnectSettings, _ context: CommandContext
  ) throws(CommandFailure) -> [PlacedConnector] {
    guard !settings.clusters.isEmpty else {
      throw CommandFailure(
        "no Connect cluster was named, and the connector's configuration comes from there",
        hint:
          "type --connect http://HOST:8083, set CDCWATCH_CONNECT, or name a context with connect",
        status: .usage)
    }
    var found: [PlacedConnector] = []
    for place in settings.clusters {
      do throws(ConnectError) {
        var cluster = try settings.cluster(place, stop: context.stop)
        found += try cluster.connectors().map { PlacedConnector(info: $0, place: place) }
      } catch {
        throw CommandFailure(error, stopStatus: context.stopStatus)
      }
    }
    return found
  }

  /// The one of that name; throws when there is none.
  static func named(
    _ name: String, among all: [PlacedConnector]
  ) throws(CommandFailure) -> PlacedConnector {
    if let found = all.first(where: { $0.info.name == name }) { return found }
    let known = all.map(\.info.name).sorted().joined(separator: ", ")
    throw CommandFailure(
      "Connect has no connector '\(DisplayText.printable(name))'",
      hint: known.isEmpty ? "it has no connector at all" : "it has \(DisplayText.printable(known))",
      status: .usage)
  }
}
