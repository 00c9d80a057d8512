/// Which topics are read for which table, and what is known of the connector that writes them.
public struct WatchPlan: Sendable, Equatable {
  /// A table and the topic of its changes.
  public struct Table: Sendable, Hashable {
    /// The id that Debezium gives the table, such as `public.orders_large`.
    public var id: String
    /// Its change topic; it may not exist yet.
    public var topic: String
    /// Whether the cluster has that topic.
    public var exists: Bool

    /// A table and its topic.
    public init(id: String, topic: String, exists: Bool = true) {
      self.id = id
      self.topic = topic
      self.exists = exists
    }
  }

  /// The connector's name in Connect, nil when no source told.
  public var connector: String?
  /// The connector's `topic.prefix`.
  public var prefix: String?
  /// The tables to show.
  public var tables: [Table] = []
  /// Debezium's notification topic.
  public var notifications: String?
  /// Connect's offsets topics: the worker's, and a connector's own.
  public var offsets: [String] = []
  /// The change topic of the signal table.
  public var signalTable: String?
  /// The topic of Kafka signals.
  public var kafkaSignals: String?

  /// A plan that names nothing yet.
  public init() {}

  /// Every topic but the tables' own.
  public var controlTopics: [String] {
    var topics: [String] = []
    for topic in [notifications, signalTable, kafkaSignals].compactMap({ $0 }) + offsets
    where !topics.contains(topic) {
      topics.append(topic)
    }
    return topics
  }
}
