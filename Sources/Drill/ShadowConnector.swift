public import Debezium
public import JSON

/// A connector of a drill's own beside a live one: on the same database and the same Connect cluster,
/// and of a table of its own.
///
/// Its configuration is built, not edited: it has what is known to be harmless and needed
/// (`ShadowPropertyTable`), and everything else is listed with the reason why it is not there.
/// References such as `${file:...}` stay as they are: the worker resolves them.
public struct ShadowConnector: Sendable, Hashable {
  /// The names of what the run makes.
  public let names: ShadowNames
  /// The live connector's name.
  public let live: String
  /// The database's kind.
  public let engine: Engine
  /// Its properties by name; some are secrets.
  public let properties: [ShadowProperty]
  /// What the live connector has and it has not, by name.
  public let dropped: [DroppedProperty]
  /// What a person has to know of the difference, a sentence without a full stop each.
  public let notes: [String]
  /// The topics that are made beforehand, and that alone may be written into.
  public let topics: [ShadowTopic]
  /// The topic that the sentinels arrive in.
  public let sentinelTopic: String
  /// What they look like there.
  public let sentinelForm: SentinelForm
  /// Debezium's ids of the tables that it reads: the sentinels', and its own signal table.
  public let tables: [TableName]
  /// MySQL and MariaDB: the schema history's topic; nil for PostgreSQL.
  public let historyTopic: String?
  /// MySQL and MariaDB: the `server.id`; nil for PostgreSQL.
  public let serverID: UInt32?

  /// Builds one; throws when the live connector is of another kind, too old, or shown by Connect
  /// without its secrets.
  public init(_ request: ShadowRequest) throws(ShadowError) {
    let engine = try ShadowBuilder.supported(request)
    var builder = ShadowBuilder(request, engine: engine)
    try builder.build()
    names = request.names
    live = request.live
    self.engine = engine
    properties = builder.properties.sorted { $0.name < $1.name }
    dropped = builder.dropped.sorted { $0.name < $1.name }
    notes = builder.notes
    sentinelForm = builder.form
    sentinelTopic = try request.names.topic(of: request.sentinelTable)
    tables = [request.sentinelTable] + [request.signalTable].compactMap(\.self)
    let isBinlog = engine != .postgresql
    historyTopic = isBinlog ? request.names.historyTopic : nil
    serverID = isBinlog ? request.serverID : nil
    var topics = [
      ShadowTopic(name: sentinelTopic, purpose: .sentinels),
      ShadowTopic(name: request.names.heartbeatTopic, purpose: .heartbeats),
    ]
    if let table = request.signalTable {
      topics.append(ShadowTopic(name: try request.names.topic(of: table), purpose: .signals))
    }
    if let historyTopic { topics.append(ShadowTopic(name: historyTopic, purpose: .history)) }
    self.topics = topics
  }

  /// The configuration as Connect takes it, secrets included: never printed.
  public var configuration: JSONValue {
    .object(properties.map { JSONValue.Member(name: $0.name, value: .string($0.value)) })
  }

  /// The value of a property; nil when the shadow has none of that name.
  public subscript(name: String) -> String? { properties.first { $0.name == name }?.value }

  /// The copied properties that hold a secret in plain text, by name.
  ///
  /// Connect's own topic keeps each of them for good, also behind the connector's deletion (facts 17).
  public var plainSecrets: [String] {
    properties.filter { $0.origin == .copied && PlainSecret.isOne($0.name, $0.value) }
      .map(\.name)
  }

  /// The names of topics that are not the shadow's own, of those that Connect has seen it write into.
  public func strangeTopics(among active: [String]) -> [String] {
    let own = Set(topics.map(\.name))
    return active.filter { !own.contains($0) }.sorted()
  }
}
