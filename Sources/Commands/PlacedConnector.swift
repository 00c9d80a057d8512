import KafkaConnect
import Runtime

/// A connector with the Connect cluster that has it.
struct PlacedConnector {
  let info: ConnectorInfo
  let place: ConnectSettings.Cluster
  /// Whether Connect has it; false for one that is still to be made.
  var isMade = true

  /// Every connector of every cluster that is named; one list call each.
  static func all(
    _ settings: ConnectSettings, _ context: CommandContext
  ) throws(CommandFailure) -> [PlacedConnector] {
    guard !settings.clusters.isEmpty else { throw CommandFailure.noConnectCluster }
    var found: [PlacedConnector] = []
    for place in settings.clusters {
      found += try context.withConnect { () throws(ConnectError) in
        var cluster = try place.client(stop: context.stop)
        return try cluster.connectors().map { PlacedConnector(info: $0, place: place) }
      }
    }
    return found
  }

  /// The one of that name; throws when there is none, and when several clusters have one.
  static func named(
    _ name: String, among all: [PlacedConnector]
  ) throws(CommandFailure) -> PlacedConnector {
    let found = all.filter { $0.info.name == name }
    guard let only = found.first else {
      throw CommandFailure(noConnector: name, known: all.map(\.info.name))
    }
    guard found.count == 1 else {
      throw CommandFailure(
        "\(found.count) clusters have a connector '\(DisplayText.printable(name))'",
        hint: "name its cluster alone with --connect", status: .usage)
    }
    return only
  }
}
