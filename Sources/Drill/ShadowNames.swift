public import Debezium

/// The names of everything that a run makes for its shadow connector; each carries the run's id.
public struct ShadowNames: Sendable, Hashable {
  /// The run's id.
  public let run: String

  /// The longest id of a run, in bytes.
  ///
  /// PostgreSQL's names have 63 bytes ("slot.name" too), MySQL's and MariaDB's 64 characters; 15 of
  /// them stand before the id, and a table's name has up to 8 more.
  public static let runLimit = 40

  /// Kafka's limit for a topic's name.
  static let topicLimit = 249

  /// Names for a run; throws for an id that is empty, too long, or has other signs than lower-case
  /// letters, digits and `_`, the ones that every name here may have.
  public init(run: String) throws(ShadowError) {
    let isPlain = run.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    guard isPlain, (1...Self.runLimit).contains(run.utf8.count) else {
      throw ShadowError(
        "no names can be made for this run: its id has to be 1 to \(Self.runLimit) lower-case"
          + " letters, digits or '_'", hint: "start a new run")
    }
    self.run = run
  }

  /// The connector.
  public var connector: String { "cdcwatch-drill-\(run)" }

  /// Its `topic.prefix`, with which its topics begin.
  public var topicPrefix: String { "cdcwatch_drill_\(run)" }

  /// PostgreSQL: its replication slot.
  public var slot: String { topicPrefix }

  /// PostgreSQL: its publication.
  public var publication: String { topicPrefix }

  /// The topic of its heartbeats.
  public var heartbeatTopic: String { "__debezium-heartbeat.\(topicPrefix)" }

  /// MySQL and MariaDB: the topic of its schema history.
  public var historyTopic: String { "\(topicPrefix)-history" }

  /// The topic of a table's changes; throws when its name would be too long.
  public func topic(of table: TableName) throws(ShadowError) -> String {
    let topic = table.topic(prefix: topicPrefix)
    guard topic.utf8.count <= Self.topicLimit else {
      throw ShadowError(
        "the topic of '\(table)' would have \(topic.utf8.count) signs, and Kafka takes"
          + " \(Self.topicLimit)", hint: "give the sentinel table a shorter name")
    }
    return topic
  }
}
