public import JSON

/// A connector's configuration, as Connect's REST interface and `connect-configs` hold it.
///
/// Where Debezium has a default, a member is that when the configuration does not tell.
public struct ConnectorConfiguration: Sendable, Hashable, CustomStringConvertible {
  /// Every property as its text, secrets included: print ``description`` instead.
  public let properties: [String: String]

  /// A configuration with these properties.
  public init(properties: [String: String]) {
    self.properties = properties
  }

  /// Reads an object of texts; numbers and literals count as their texts, null as absent.
  ///
  /// Nil when the value is no object.
  public init?(_ value: JSONValue) {
    guard let members = value.members else { return nil }
    var properties: [String: String] = [:]
    for member in members { properties[member.name] = member.value.scalarText }
    self.init(properties: properties)
  }

  /// The property's text without the spaces around it; nil when it is absent or empty.
  public subscript(name: String) -> String? {
    guard let text = properties[name]?.trimmed, !text.isEmpty else { return nil }
    return String(text)
  }

  // MARK: The connector

  /// The database's kind, by `connector.class`.
  public var engine: Engine {
    guard let name = self["connector.class"] else { return .unknown }
    let engines: [(String, Engine)] = [
      ("PostgresConnector", .postgresql), ("MySqlConnector", .mysql),
      ("MariaDbConnector", .mariadb), ("SqlServerConnector", .sqlServer),
      ("MongoDbConnector", .mongodb),
    ]
    return engines.first { name == $0.0 || name.hasSuffix("." + $0.0) }?.1 ?? .unknown
  }

  /// The name with which topics start: `topic.prefix`, `database.server.name` until 1.9.
  public var topicPrefix: String? { self["topic.prefix"] ?? self["database.server.name"] }

  /// What stands between the parts of a topic's name.
  public var topicDelimiter: String { self["topic.delimiter"] ?? "." }

  /// When the connector takes an initial snapshot.
  public var snapshotMode: String { self["snapshot.mode"] ?? "initial" }

  /// Whether the connector writes nothing into the database.
  public var isReadOnly: Bool { flag("read.only") }

  /// The offsets topic of this connector alone; nil when it uses the workers'.
  public var offsetsTopic: String? { self["offsets.storage.topic"] }

  // MARK: Signals and notifications

  /// The signal tables' ids; one but for connectors of several tasks, empty for none.
  public var signalDataCollections: [String] { list("signal.data.collection") ?? [] }

  /// Where signals are taken from.
  public var signalChannels: [String] { list("signal.enabled.channels") ?? ["source"] }

  /// The topic from which signals are taken when ``signalChannels`` has `kafka`; nil without a
  /// prefix to name it by.
  public var signalTopic: String? {
    self["signal.kafka.topic"] ?? topicPrefix.map { "\($0)-signal" }
  }

  /// How often signal channels other than the table are asked.
  public var signalPollInterval: Duration {
    .milliseconds(integer("signal.poll.interval.ms") ?? 5000)
  }

  /// Where notifications are sent; empty for none.
  public var notificationChannels: [String] { list("notification.enabled.channels") ?? [] }

  /// The topic of notifications; nil when none is named.
  public var notificationTopic: String? { self["notification.sink.topic.name"] }

  // MARK: Snapshots and heartbeats

  /// Rows in a chunk of an incremental snapshot.
  public var chunkSize: Int64 { integer("incremental.snapshot.chunk.size") ?? 1024 }

  /// Whether ``chunkSize`` is the configuration's own and not the default.
  public var tellsChunkSize: Bool { integer("incremental.snapshot.chunk.size") != nil }

  /// The time between heartbeats; zero when there are none, the default.
  public var heartbeatInterval: Duration {
    .milliseconds(integer("heartbeat.interval.ms") ?? 0)
  }

  /// The topic of heartbeats; nil without a prefix to name it by.
  public var heartbeatTopic: String? {
    if let name = self["topic.heartbeat.name"] { return name }
    let head = self["topic.heartbeat.prefix"] ?? self["heartbeat.topics.prefix"]
    return topicPrefix.map { "\(head ?? "__debezium-heartbeat")\(topicDelimiter)\($0)" }
  }

  // MARK: Transformations

  /// The classes of the record transformations, in order.
  public var transformations: [String] {
    (list("transforms") ?? []).compactMap { self["transforms.\($0).type"] }
  }

  /// Whether a transformation takes the envelope off (`ExtractNewRecordState`).
  public var flattensEvents: Bool {
    transformations.contains {
      $0.hasSuffix("ExtractNewRecordState") || $0.hasSuffix("ExtractNewDocumentState")
    }
  }

  /// Whether a transformation sends records to topics of other names.
  public var renamesTopics: Bool {
    transformations.contains { name in
      ["RegexRouter", "ByLogicalTableRouter", "TimestampRouter", "EventRouter"].contains {
        name.hasSuffix($0)
      }
    }
  }

  // MARK: Printing

  /// Every property on a line, secrets as `********`.
  public var description: String {
    properties.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(ConfigurationSecret.redacted(name: $0.key, value: $0.value))" }
      .joined(separator: "\n")
  }

  private func integer(_ name: String) -> Int64? {
    self[name].flatMap { Int64($0) }
  }

  private func flag(_ name: String) -> Bool {
    self[name]?.lowercased() == "true"
  }

  private func list(_ name: String) -> [String]? {
    self[name].map { text in
      text.split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
    }
  }
}
