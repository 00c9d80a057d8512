internal import Debezium

/// The schema history of a shadow: a topic of its own, on the cluster and by the clients of the live
/// connector's.
struct ShadowSchemaHistory {
  private(set) var properties: [ShadowProperty] = []
  private(set) var dropped: [DroppedProperty] = []
  private(set) var notes: [String] = []

  private static let head = "schema.history.internal"
  private static let kafka = "io.debezium.storage.kafka.history.KafkaSchemaHistory"
  private static let captured = "\(head).store.only.captured.tables.ddl"

  /// Other properties of the history that the shadow has too, behind ``head``.
  private static let copied: Set<String> = [
    "kafka.bootstrap.servers", "kafka.recovery.poll.interval.ms", "kafka.recovery.attempts",
    "kafka.query.timeout.ms", "kafka.create.timeout.ms", "skip.unparseable.ddl", "ddl.filter",
    "prefer.ddl",
  ]

  /// Names that belong to the live connector's own clients.
  private static let identities: Set<String> = ["client.id", "group.id", "transactional.id"]

  /// Throws when nothing names the brokers: `brokers` is for a live connector that keeps its history
  /// elsewhere.
  init(
    _ configuration: ConnectorConfiguration, names: ShadowNames, brokers: String?
  ) throws(ShadowError) {
    let type = configuration[Self.head]
    let isKafka = type == nil || type == Self.kafka || type == "KafkaSchemaHistory"
    properties = [
      ShadowProperty("\(Self.head).kafka.topic", names.historyTopic, .own),
      // Without it the snapshot reads the definitions of all tables, and takes a global lock.
      ShadowProperty(Self.captured, "true", .own),
    ]
    if isKafka, let type { properties.append(ShadowProperty(Self.head, type, .copied)) }
    if !isKafka {
      notes.append("schema history: in Kafka instead of \(type ?? "")")
      dropped.append(DroppedProperty(Self.head, "the shadow's history is in Kafka"))
    }
    take(configuration, isKafka: isKafka)
    let address = "\(Self.head).kafka.bootstrap.servers"
    guard !properties.contains(where: { $0.name == address }) else { return }
    guard let brokers else {
      throw ShadowError(
        "no brokers are known for the shadow's schema history: '\(address)' is not set",
        hint: "name the brokers as the Connect workers reach them, with -b")
    }
    properties.append(ShadowProperty(address, brokers, .own))
  }

  private mutating func take(_ configuration: ConnectorConfiguration, isKafka: Bool) {
    let all = configuration.properties.filter { $0.key.hasPrefix("\(Self.head).") }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      let option = String(key.dropFirst(Self.head.count + 1))
      if option == "kafka.topic" || key == Self.captured { continue }
      if Self.copied.contains(option) {
        properties.append(ShadowProperty(key, value, .copied))
      } else if let client = Self.clientOption(option) {
        if Self.identities.contains(client) {
          dropped.append(DroppedProperty(key, "it names the live connector's own client"))
        } else {
          properties.append(ShadowProperty(key, value, .copied))
        }
      } else if option == "store.only.captured.databases.ddl" {
        dropped.append(DroppedProperty(key, "only captured tables are kept at all"))
      } else {
        let reason =
          isKafka ? "no known option of the history" : "it is of a history outside Kafka"
        dropped.append(DroppedProperty(key, reason))
      }
    }
  }

  private static func clientOption(_ option: String) -> String? {
    for client in ["producer.", "consumer."] where option.hasPrefix(client) {
      return String(option.dropFirst(client.count))
    }
    return nil
  }
}
