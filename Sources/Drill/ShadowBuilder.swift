internal import Debezium

/// Puts a shadow's configuration together, property by property.
struct ShadowBuilder {
  private(set) var properties: [ShadowProperty] = []
  private(set) var dropped: [DroppedProperty] = []
  private(set) var notes: [String] = []
  private(set) var form = SentinelForm.envelope
  private let request: ShadowRequest
  private let engine: Engine

  /// A heartbeat moves the offset on when no sentinel is written, so that a step finds it fresh.
  private static let heartbeat = "1000"

  init(_ request: ShadowRequest, engine: Engine) {
    self.request = request
    self.engine = engine
  }

  /// The database's kind; throws when no shadow can be made beside this connector.
  static func supported(_ request: ShadowRequest) throws(ShadowError) -> Engine {
    let configuration = request.configuration
    let engine = configuration.engine
    guard engine == .postgresql || engine == .mysql || engine == .mariadb else {
      throw ShadowError(
        "no shadow can be made of '\(request.live)': its class is"
          + " \(configuration["connector.class"] ?? "not known")",
        hint: "drills run on Debezium's connectors for PostgreSQL, MySQL and MariaDB")
    }
    guard configuration["topic.prefix"] != nil else {
      throw ShadowError(
        "no shadow can be made of '\(request.live)': it has no topic.prefix",
        hint: "drills need Debezium 2.0 or newer")
    }
    let masked = configuration.properties.filter { isMasked($0.value) }.map(\.key).sorted()
    guard masked.isEmpty else {
      throw ShadowError(
        "no shadow can be made of '\(request.live)': Connect does not show"
          + " \(masked.joined(separator: ", "))",
        hint: "write the secrets as ${file:...} references, which are shown as they are")
    }
    return engine
  }

  /// A text of asterisks, which some distributions give in a secret's place.
  private static func isMasked(_ value: String) -> Bool {
    value.utf8.count >= 3 && value.utf8.allSatisfy { $0 == UInt8(ascii: "*") }
  }

  mutating func build() throws(ShadowError) {
    setOwn()
    takeTable()
    let converters = ShadowConverters(request.configuration)
    take(converters.properties, converters.dropped, converters.notes)
    let transforms = ShadowTransforms(request.configuration, columns: request.sentinelColumns)
    take(transforms.properties, transforms.dropped, transforms.notes)
    form = transforms.form
    let overrides = ShadowClientOverrides(request.configuration)
    take(overrides.properties, overrides.dropped, overrides.notes)
    guard engine != .postgresql else { return dropHistory() }
    let history = try ShadowSchemaHistory(
      request.configuration, names: request.names, brokers: request.brokers)
    take(history.properties, history.dropped, history.notes)
  }

  private mutating func take(
    _ properties: [ShadowProperty], _ dropped: [DroppedProperty], _ notes: [String]
  ) {
    self.properties += properties
    self.dropped += dropped
    self.notes += notes
  }

  // MARK: Its own

  private mutating func setOwn() {
    let names = request.names
    set("name", names.connector)
    set("tasks.max", "1")
    set("topic.prefix", names.topicPrefix)
    set("table.include.list", Self.pattern(request.sentinelTable.description))
    set("heartbeat.interval.ms", Self.heartbeat)
    set("skipped.operations", "t")
    set("snapshot.locking.mode", "none")
    if let signals = request.signalTable {
      set("signal.enabled.channels", "source")
      set("signal.data.collection", signals.description)
    }
    if engine == .postgresql {
      set("slot.name", names.slot)
      set("publication.name", names.publication)
      // The default publishes all tables: an UPDATE of one without a key then fails.
      set("publication.autocreate.mode", "disabled")
      // Messages of others in the log would make a topic of their own.
      set("message.prefix.include.list", Self.pattern(names.topicPrefix))
    } else {
      set("database.server.id", String(request.serverID))
      set("database.include.list", Self.pattern(request.sentinelTable.parts.first ?? ""))
      set("include.schema.changes", "false")
    }
  }

  private mutating func set(_ name: String, _ value: String) {
    properties.append(ShadowProperty(name, value, .own))
  }

  /// A name as a regular expression for it alone.
  private static func pattern(_ name: String) -> String {
    name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? "\($0)" : "\\\($0)" }
      .joined()
  }

  // MARK: The live connector's

  private mutating func takeTable() {
    let own = Set(properties.map(\.name))
    let plugins = pluginNames
    for (name, value) in request.configuration.properties.sorted(by: { $0.key < $1.key }) {
      switch ShadowPropertyRule.of(name) {
      case .copied: properties.append(ShadowProperty(name, value, .copied))
      case .own(let reason):
        if !own.contains(name) { dropped.append(DroppedProperty(name, reason)) }
      case .dropped(let reason): dropped.append(DroppedProperty(name, reason))
      case .decided: continue
      case .unknown:
        let plugin = plugins.first { name.hasPrefix("\($0.value).") }
        dropped.append(
          DroppedProperty(
            name,
            plugin.map { "it is of a plugin in '\($0.key)', which is not there" }
              ?? "no property that is known here"))
      }
    }
  }

  /// Names by which the configuration has own converters of columns and post processors.
  private var pluginNames: [(key: String, value: String)] {
    ["converters", "post.processors"].flatMap { list in
      (request.configuration[list] ?? "").split(separator: ",")
        .map { (key: list, value: $0.filter { !$0.isWhitespace }) }
        .filter { !$0.value.isEmpty }
    }
  }

  private mutating func dropHistory() {
    for name in request.configuration.properties.keys.sorted() {
      guard case .decided(.schemaHistory) = ShadowPropertyRule.of(name) else { continue }
      dropped.append(DroppedProperty(name, "PostgreSQL's connector has no schema history"))
    }
  }
}
