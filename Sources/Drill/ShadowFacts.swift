public import Debezium

/// What the rules for a shadow are held against.
public struct ShadowFacts: Sendable, Hashable {
  /// A connector of the Connect clusters that are known, the live one among them.
  public struct Neighbour: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its configuration.
    public var configuration: ConnectorConfiguration

    /// A connector; see the properties.
    public init(name: String, configuration: ConnectorConfiguration) {
      self.name = name
      self.configuration = configuration
    }
  }

  /// Every connector that is known.
  public var neighbours: [Neighbour]
  /// The Connect workers' version, as they say it; nil when it was not asked.
  public var connectVersion: String?
  /// Whether that version makes connectors STOPPED and changes offsets (Kafka 3.7); nil when that
  /// cannot be told.
  public var makesStopped: Bool?
  /// PostgreSQL: what the server says; nil when it was not asked, and for other engines.
  public var postgresql: ShadowServer?

  /// Facts; see the properties.
  public init(
    neighbours: [Neighbour], connectVersion: String?, makesStopped: Bool?,
    postgresql: ShadowServer?
  ) {
    self.neighbours = neighbours
    self.connectVersion = connectVersion
    self.makesStopped = makesStopped
    self.postgresql = postgresql
  }
}

/// What a PostgreSQL server says about itself, as far as a shadow needs it; nil is not known.
public struct ShadowServer: Sendable, Hashable {
  /// `wal_level`.
  public var walLevel: String?
  /// `max_slot_wal_keep_size` in MB, -1 for no limit; nil before PostgreSQL 13, which has no limit.
  public var slotLimit: Int64?
  /// `max_replication_slots`.
  public var slotMaximum: Int?
  /// How many slots are there.
  public var slotsUsed: Int?
  /// Whether the user may make slots.
  public var mayReplicate: Bool?
  /// Whether the user may make a schema in the database.
  public var mayMakeSchemas: Bool?
  /// The publications by name, each with whether it is of all tables.
  public var publications: [String: Bool] = [:]

  /// A server of which nothing is known.
  public init() {}
}
