internal import Debezium

/// One thing that the making of a shadow does, in the order in which they are done.
///
/// Each can be done again without harm, be looked for, and be undone; a journal names it by its
/// ``id``.
public enum ShadowEffect: Sendable, Hashable {
  /// The schema (or database) and the tables of the sentinels.
  case tables
  /// PostgreSQL: the publication of these tables alone.
  case publication
  /// PostgreSQL: the replication slot, made before the connector so that the wait has an end.
  case slot
  /// One topic.
  case topic(String)
  /// The connector, STOPPED.
  case connector
  /// Its start: RUNNING, seen several times in turn.
  case start
  /// The look at the topics that it writes into; it is stopped when one is not its own.
  case ownTopics

  /// All for a shadow, in order.
  public static func all(of shadow: ShadowConnector) -> [ShadowEffect] {
    let slot: [ShadowEffect] = shadow.engine == .postgresql ? [.publication, .slot] : []
    return [.tables] + slot + shadow.topics.map { .topic($0.name) }
      + [.connector, .start, .ownTopics]
  }

  /// `tables`, `topic NAME`: what stands in a journal.
  public var id: String {
    switch self {
    case .tables: "tables"
    case .publication: "publication"
    case .slot: "slot"
    case .topic(let name): "topic \(name)"
    case .connector: "connector"
    case .start: "start"
    case .ownTopics: "own-topics"
    }
  }

  /// The effect of that ``id``; nil when it is none.
  public init?(id: String) {
    let plain: [ShadowEffect] = [.tables, .publication, .slot, .connector, .start, .ownTopics]
    if let effect = plain.first(where: { $0.id == id }) {
      self = effect
    } else if id.hasPrefix("topic "), id.utf8.count > 6 {
      self = .topic(String(id.dropFirst(6)))
    } else {
      return nil
    }
  }

  /// Whether it is a change that Connect may be at work on for a while when no answer came.
  public var isConnectChange: Bool { [.connector, .start, .ownTopics].contains(self) }

  /// What it does, for a plan: begins with a verb.
  public func words(_ shadow: ShadowConnector) -> String {
    let names = shadow.names
    return switch self {
    case .tables: "make \(shadow.tables.map { "'\($0)'" }.joined(separator: " and "))"
    case .publication:
      "publish \(shadow.tables.map { "'\($0)'" }.joined(separator: " and ")) alone, as"
        + " '\(names.publication)'"
    case .slot: "make the replication slot '\(names.slot)'"
    case .topic(let name): "make the topic '\(name)', of one partition that keeps everything"
    case .connector: "make the connector '\(names.connector)', STOPPED"
    case .start: "start it, and wait until it is RUNNING"
    case .ownTopics: "look whether it writes only into its own topics, else stop it"
    }
  }
}
