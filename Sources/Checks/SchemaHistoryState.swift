public import Debezium
public import Runtime

/// What a MySQL or MariaDB connector's schema history topic holds.
public struct SchemaHistoryState: Sendable, Hashable {
  /// One of its records.
  public struct Record: Sendable, Hashable {
    /// The `topic.prefix` that wrote it; nil when it does not tell.
    public var server: String?
    /// Where in the binary log the statement stood; nil when it does not tell.
    public var position: SourceOffset?
    /// The database; nil or empty for none.
    public var database: String?
    /// The statement (DDL); nil when it has none.
    public var statement: String?
    /// When it was recorded; nil when it does not tell.
    public var time: Timestamp?

    /// A record; see the properties.
    public init(
      server: String?, position: SourceOffset?, database: String?, statement: String?,
      time: Timestamp?
    ) {
      self.server = server
      self.position = position
      self.database = database
      self.statement = statement
      self.time = time
    }
  }

  /// The topic's name.
  public var topic: String
  /// Whether the topic is there.
  public var exists: Bool
  /// Its records in order; empty when it is not there.
  public var records: [Record]
  /// Whether they come from a backup, and are in the topic before the connector starts.
  public var isRestored = false

  /// A history; see the properties.
  public init(topic: String, exists: Bool, records: [Record]) {
    self.topic = topic
    self.exists = exists
    self.records = records
  }
}
