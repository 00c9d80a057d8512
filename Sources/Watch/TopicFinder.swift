public import Debezium

/// Finds the topics of a watch.
///
/// By what the user named, by a connector's configuration, else by their names. A value without
/// I/O.
public struct TopicFinder: Sendable {
  /// What the user named on the command line.
  public struct Wishes: Sendable {
    /// Tables or topics; none means every table that a snapshot is known of.
    public var tables: [String] = []
    /// A connector's name.
    public var connector: String?
    /// `--offsets-topic`: names, or patterns with `*`.
    public var offsets: [String] = []
    /// `--notifications-topic`.
    public var notifications: String?
    /// `--signal-topic`.
    public var signals: String?

    /// No wishes.
    public init() {}
  }

  /// A connector as Connect's REST interface, or a key of the offsets topic, told of it.
  public struct KnownConnector: Sendable {
    /// Its name in Connect.
    public var name: String
    /// Its `topic.prefix`.
    public var prefix: String
    /// Its configuration; nil where only the offsets topic told.
    public var configuration: ConnectorConfiguration?

    /// A connector, its prefix and its configuration.
    public init(name: String, prefix: String, configuration: ConnectorConfiguration? = nil) {
      self.name = name
      self.prefix = prefix
      self.configuration = configuration
    }
  }

  /// Why no plan could be made.
  public enum Failure: Error, Sendable, Equatable {
    /// No topic ends in that name; the nearest names there are.
    case noTopic(String, similar: [String])
    /// More than one topic ends in that name.
    case ambiguous(String, topics: [String])
    /// The cluster has no such topic, though a flag named it.
    case noNamedTopic(flag: String, topic: String, similar: [String])
    /// Connect has no connector of that name.
    case noConnector(String, known: [String])
    /// The tables belong to different connectors.
    case severalConnectors([String])
  }

  private let topics: [String]
  private let wishes: Wishes
  private let connectors: [KnownConnector]
  private let roles: [String: TopicProbe.Role]

  /// Looks among `topics` (all of the cluster) and `connectors` (none without `--connect`).
  public init(topics: [String], wishes: Wishes, connectors: [KnownConnector]) {
    self.init(topics: topics, wishes: wishes, connectors: connectors, roles: [:])
  }

  /// Looks also at what the topics' last records said, where their names say nothing.
  init(
    topics: [String], wishes: Wishes, connectors: [KnownConnector],
    roles: [String: TopicProbe.Role]
  ) {
    self.topics = topics.sorted()
    self.wishes = wishes
    self.connectors = connectors
    self.roles = roles
  }

  /// The topics that have to be looked into, since no name says which hold notifications or offsets;
  /// none when all is told by a flag, a configuration or a name.
  var topicsToProbe: [String] {
    let isTold = connectors.contains { $0.configuration != nil }
    let needsNotifications =
      wishes.notifications == nil && !isTold && !topics.contains { $0.contains("notif") }
    let needsOffsets =
      wishes.offsets.isEmpty && topicsNamedLikeOffsets.isEmpty
    return needsNotifications || needsOffsets ? unnamedTopics : []
  }

  /// The topics that have to be looked into, since no name and no wish says which hold offsets.
  var topicsToProbeForOffsets: [String] {
    wishes.offsets.isEmpty && topicsNamedLikeOffsets.isEmpty ? unnamedTopics : []
  }

  private var unnamedTopics: [String] {
    topics.filter { topic in
      !topic.hasPrefix("__")
        && !wishes.tables.contains { TableName($0).resolves(toTopic: topic) }
    }
  }

  /// The plan for the tables that were named, which are one connector's.
  public func plan() throws(Failure) -> WatchPlan {
    let chosen = try chosenConnector()
    return try plan(for: chosen)
  }

  /// A plan for each connector that is known, or the one plan that the names allow.
  public func plans() throws(Failure) -> [WatchPlan] {
    guard wishes.tables.isEmpty, wishes.connector == nil, connectors.count > 1 else {
      return [try plan()]
    }
    var plans: [WatchPlan] = []
    for connector in connectors { plans.append(try plan(for: connector)) }
    return plans
  }

  private func plan(for chosen: KnownConnector?) throws(Failure) -> WatchPlan {
    var plan = WatchPlan()
    plan.connector = chosen?.name ?? wishes.connector
    plan.prefix = chosen?.prefix
    plan.tables = try tables(of: chosen)
    if plan.prefix == nil { plan.prefix = commonPrefix(of: plan.tables.map(\.topic)) }
    if let prefix = plan.prefix {
      plan.tables = plan.tables.map { table in
        WatchPlan.Table(
          id: tableID(of: table.topic, prefix: prefix), topic: table.topic, exists: table.exists)
      }
    }
    plan.notifications = try notificationTopic(chosen, prefix: plan.prefix)
    plan.offsets = try offsetTopics(chosen)
    plan.signalTable = signalTableTopic(chosen, prefix: plan.prefix)
    plan.kafkaSignals = try kafkaSignalTopic(chosen, prefix: plan.prefix)
    return plan
  }

  /// The topics in which Connect keeps offsets: the named ones, else those whose names say so, and
  /// the connectors' own.
  public func offsetTopics() throws(Failure) -> [String] {
    var found = try offsetTopics(nil)
    for connector in connectors {
      guard let own = connector.configuration?.offsetsTopic.flatMap(ifExists) else { continue }
      if !found.contains(own) { found.append(own) }
    }
    return found
  }

  // MARK: Connector and tables

  private func chosenConnector() throws(Failure) -> KnownConnector? {
    if let name = wishes.connector, !connectors.isEmpty {
      guard let known = connectors.first(where: { $0.name == name }) else {
        throw .noConnector(name, known: connectors.map(\.name).sorted())
      }
      return known
    }
    var owners: [KnownConnector] = []
    for name in wishes.tables {
      for connector in connectors
      where owns(connector, name) && !owners.contains(where: { $0.name == connector.name }) {
        owners.append(connector)
      }
    }
    if wishes.tables.isEmpty { return connectors.count == 1 ? connectors.first : nil }
    if owners.count > 1 {
      // A name without its schema may fit several; the topics that exist decide further on.
      let exact = owners.filter { owner in
        wishes.tables.allSatisfy { name in
          topics.contains {
            $0.hasPrefix(owner.topicStart) && TableName(name).resolves(toTopic: $0)
          }
        }
      }
      guard exact.count == 1 else { throw .severalConnectors(owners.map(\.name).sorted()) }
      return exact.first
    }
    return owners.first
  }

  private func owns(_ connector: KnownConnector, _ name: String) -> Bool {
    topics.contains { $0.hasPrefix(connector.topicStart) && TableName(name).resolves(toTopic: $0) }
      || connector.includedTables.contains {
        TableName(name).resolves(toTopic: connector.topicStart + $0)
      }
  }

  private func tables(of connector: KnownConnector?) throws(Failure) -> [WatchPlan.Table] {
    var tables: [WatchPlan.Table] = []
    for name in wishes.tables {
      var matches = topics.filter { TableName(name).resolves(toTopic: $0) }
      if let connector, matches.count > 1 {
        matches = matches.filter { $0.hasPrefix(connector.topicStart) }
      }
      if topics.contains(name) { matches = [name] }
      guard matches.count <= 1 else { throw .ambiguous(name, topics: matches) }
      if let topic = matches.first, tables.contains(where: { $0.topic == topic }) { continue }
      if let topic = matches.first {
        tables.append(WatchPlan.Table(id: tableID(of: topic, prefix: nil), topic: topic))
      } else if let connector,
        let table = connector.includedTables.first(where: {
          TableName(name).resolves(toTopic: connector.topicStart + $0)
        })
      {
        tables.append(
          WatchPlan.Table(id: table, topic: connector.topicStart + table, exists: false))
      } else {
        throw .noTopic(name, similar: similar(to: name))
      }
    }
    return tables
  }

  /// The table's id within its topic's name: what follows the prefix, else the last two parts.
  private func tableID(of topic: String, prefix: String?) -> String {
    if let prefix, topic.hasPrefix(prefix + ".") {
      return String(topic.dropFirst(prefix.count + 1))
    }
    let parts = topic.split(separator: ".")
    return parts.count > 2 ? parts.suffix(2).joined(separator: ".") : topic
  }

  /// What stands before `schema.table` in all of them; nil when they disagree or there are none.
  private func commonPrefix(of topics: [String]) -> String? {
    let prefixes = Set(
      topics.compactMap { topic -> String? in
        let parts = topic.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count >= 3 ? parts.dropLast(2).joined(separator: ".") : nil
      })
    return prefixes.count == 1 ? prefixes.first : nil
  }

  // MARK: Control topics

  private func notificationTopic(
    _ connector: KnownConnector?, prefix: String?
  ) throws(Failure) -> String? {
    if let named = wishes.notifications { return try existing(named, "--notifications-topic") }
    if let configuration = connector?.configuration {
      guard configuration.notificationChannels.contains("sink") else { return nil }
      return configuration.notificationTopic.flatMap(ifExists)
    }
    return pick(from: named("notif", prefix: prefix), prefix: prefix)
      ?? pick(from: probed(.notifications), prefix: prefix)
  }

  private func kafkaSignalTopic(
    _ connector: KnownConnector?, prefix: String?
  ) throws(Failure) -> String? {
    if let named = wishes.signals { return try existing(named, "--signal-topic") }
    if let configuration = connector?.configuration {
      guard configuration.signalChannels.contains("kafka") else { return nil }
      return configuration.signalTopic.flatMap(ifExists)
    }
    return pick(from: named("signal", prefix: prefix), prefix: prefix)
      ?? pick(from: probed(.kafkaSignals), prefix: prefix)
  }

  private func signalTableTopic(_ connector: KnownConnector?, prefix: String?) -> String? {
    if let connector, let configuration = connector.configuration {
      return configuration.signalDataCollections.first.flatMap {
        ifExists(connector.topicStart + $0)
      }
    }
    guard let prefix else { return nil }
    let candidates = topics.filter { topic in
      topic.hasPrefix(prefix + ".") && topic.dropFirst(prefix.count).contains("signal")
    }
    let found = candidates.isEmpty ? probed(.signalTable) : candidates
    return found.count == 1 ? found.first : nil
  }

  private func probed(_ role: TopicProbe.Role) -> [String] {
    roles.filter { $0.value == role }.keys.sorted()
  }

  private func offsetTopics(_ connector: KnownConnector?) throws(Failure) -> [String] {
    guard wishes.offsets.isEmpty else {
      var found: [String] = []
      for wish in wishes.offsets {
        let matches = topics.filter { NamePattern(wish).matches($0) }
        guard !matches.isEmpty else {
          throw .noNamedTopic(flag: "--offsets-topic", topic: wish, similar: similar(to: wish))
        }
        found += matches.filter { !found.contains($0) }
      }
      return found
    }
    let named = topicsNamedLikeOffsets
    let own = connector?.configuration?.offsetsTopic.flatMap(ifExists)
    let all = (own.map { [$0] } ?? []) + named.filter { $0 != own }
    return all.isEmpty ? probed(.offsets) : all
  }

  /// The topics that say that they are of offsets, and are no table's as far as can be told: tables
  /// and prefixes may have the word in their names too.
  private var topicsNamedLikeOffsets: [String] {
    let watched = topics.filter { topic in
      wishes.tables.contains { TableName($0).resolves(toTopic: topic) }
    }
    let starts =
      connectors.map(\.topicStart)
      + watched.compactMap { topic in commonPrefix(of: [topic]).map { $0 + "." } }
    return topics.filter { topic in
      topic.contains("offset") && !topic.hasPrefix("__") && !watched.contains(topic)
        && !starts.contains { topic.hasPrefix($0) && topic.dropFirst($0.count).contains(".") }
    }
  }

  /// The topics whose names have the word, other than in the prefix, and that hold no table's
  /// changes.
  private func named(_ word: String, prefix: String?) -> [String] {
    topics.filter { topic in
      guard let owner = owner(of: topic, or: prefix) else {
        return topic.contains(word) && !topic.hasPrefix("__")
      }
      let rest = topic.dropFirst(owner.count)
      return owner == prefix && rest.contains(word) && !rest.hasPrefix(".")
    }
  }

  /// The longest known prefix that the topic's name begins with, up to a sign that ends a word.
  private func owner(of topic: String, or prefix: String?) -> String? {
    let prefixes = Set(connectors.map(\.prefix) + (prefix.map { [$0] } ?? []))
    return prefixes.filter { prefix in
      guard topic.hasPrefix(prefix), let next = topic.dropFirst(prefix.count).first else {
        return false
      }
      return next == "." || next == "-" || next == "_"
    }.max { $0.count < $1.count }
  }

  /// The candidate that begins with the prefix; without one, the only candidate.
  private func pick(from candidates: [String], prefix: String?) -> String? {
    let own = candidates.filter { owner(of: $0, or: prefix) != nil }
    if own.count == 1 { return own.first }
    return own.isEmpty && candidates.count == 1 ? candidates.first : nil
  }

  private func ifExists(_ topic: String) -> String? { topics.contains(topic) ? topic : nil }

  private func existing(_ topic: String, _ flag: String) throws(Failure) -> String {
    guard topics.contains(topic) else {
      throw .noNamedTopic(flag: flag, topic: topic, similar: similar(to: topic))
    }
    return topic
  }

  private func similar(to name: String) -> [String] {
    SimilarNames(to: name).among(topics.filter { !$0.hasPrefix("__") })
  }
}
