public import JSON

/// What a manifest tells of one connector.
public struct SavedConnector: Sendable, Hashable {
  /// What is known of its configuration.
  public enum Configuration: Sendable, Hashable {
    /// The properties without the secrets, an object of texts, and the names of those left out.
    case saved(JSONValue, leftOut: [String])
    /// It is not there, and why.
    case notSaved(String)
  }

  /// The topic with the history of its tables.
  public struct History: Sendable, Hashable {
    /// The topic's name.
    public var topic: String
    /// The file in the backup.
    public var file: String
    /// How many records it has.
    public var records: Int
  }

  /// A copy of the slot of a PostgreSQL connector, made before its offset was read.
  public struct PinnedSlot: Sendable, Hashable {
    /// The copy's name.
    public var name: String
    /// The name of the connector's own slot.
    public var source: String
    /// The server and the database, `host:port/database`, without a login.
    public var database: String
    /// The cluster's system identifier; nil where the user could not see it.
    public var systemIdentifier: String?
    /// `restart_lsn` as PostgreSQL prints it.
    public var restart: String
    /// `confirmed_flush_lsn` as PostgreSQL prints it; at or before the saved offset.
    public var confirmedFlush: String

    /// A copy; see the properties.
    public init(
      name: String, source: String, database: String, systemIdentifier: String?, restart: String,
      confirmedFlush: String
    ) {
      self.name = name
      self.source = source
      self.database = database
      self.systemIdentifier = systemIdentifier
      self.restart = restart
      self.confirmedFlush = confirmedFlush
    }
  }

  /// What the connector would have done with its offset when the backup was made.
  public struct Verdict: Sendable, Hashable {
    /// The verdict, such as `RESUME`.
    public var word: String
    /// Why.
    public var reason: String

    /// A verdict; see the properties.
    public init(word: String, reason: String) {
      self.word = word
      self.reason = reason
    }
  }

  /// Its name in Connect.
  public var name: String
  /// A decoded offset for each of its partitions, objects; for people, the truth is in the records.
  public var offsets: [JSONValue]
  /// Its configuration.
  public var configuration: Configuration
  /// Its state in Connect's word; nil when nobody was asked.
  public var state: String?
  /// The states of its tasks.
  public var tasks: [String]
  /// The version of the Connect worker; nil when nobody was asked.
  public var connectVersion: String?
  /// The version of its plugin; nil when nobody told.
  public var pluginVersion: String?
  /// Its schema history; nil when it has none, or none was saved.
  public var history: History?
  /// The verdict on its offset; nil when no database was asked.
  public var verdict: Verdict?
  /// The copy of its slot; nil when none was made.
  public var pinnedSlot: PinnedSlot?
}
