internal import Debezium

/// The overrides of Connect's own Kafka clients that the shadow has too: all but the names that the
/// live connector's clients go by.
struct ShadowClientOverrides {
  private(set) var properties: [ShadowProperty] = []
  private(set) var dropped: [DroppedProperty] = []
  private(set) var notes: [String] = []

  private static let identities: Set<String> = [
    "client.id", "group.id", "group.instance.id", "transactional.id",
  ]

  init(_ configuration: ConnectorConfiguration) {
    for (key, value) in configuration.properties.sorted(by: { $0.key < $1.key }) {
      guard let option = Self.option(key) else { continue }
      if Self.identities.contains(option) {
        dropped.append(DroppedProperty(key, "it names the live connector's own client"))
        continue
      }
      properties.append(ShadowProperty(key, value, .copied))
      if key == "producer.override.bootstrap.servers" {
        notes.append("\(key): the shadow's records go to that cluster, as the live connector's do")
      }
    }
  }

  private static func option(_ key: String) -> String? {
    for client in ["producer", "consumer", "admin"] where key.hasPrefix("\(client).override.") {
      return String(key.dropFirst("\(client).override.".count))
    }
    return nil
  }
}
