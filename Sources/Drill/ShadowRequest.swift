public import Debezium

/// What a shadow connector is built from.
public struct ShadowRequest: Sendable, Hashable {
  /// The live connector's name.
  public var live: String
  /// Its configuration, secrets included.
  public var configuration: ConnectorConfiguration
  /// The names of what the run makes.
  public var names: ShadowNames
  /// Debezium's id of the sentinel table, `cdcwatch_drill.sentinel_RUN`.
  public var sentinelTable: TableName
  /// The columns of that table, by which changes are told apart.
  public var sentinelColumns: [String]
  /// Debezium's id of the shadow's own signal table; nil where the drill takes no snapshot.
  public var signalTable: TableName?
  /// MySQL and MariaDB: a `server.id` that nobody has, see ``ShadowServerID``.
  public var serverID: UInt32
  /// The brokers as a worker reaches them, for a live connector whose schema history names none; nil
  /// when that is not known.
  public var brokers: String?

  /// A request without a signal table; see the properties.
  public init(
    live: String, configuration: ConnectorConfiguration, names: ShadowNames,
    sentinelTable: TableName, sentinelColumns: [String], serverID: UInt32, brokers: String?
  ) {
    self.live = live
    self.configuration = configuration
    self.names = names
    self.sentinelTable = sentinelTable
    self.sentinelColumns = sentinelColumns
    self.serverID = serverID
    self.brokers = brokers
  }
}
