public import Debezium
public import Runtime

/// What a MySQL or MariaDB server told: who it is, which transactions it knows, and which logs it
/// still has.
///
/// What was purged is read before the connector's offset and what was executed after it.
public struct BinlogState: Sendable, Hashable {
  /// Where it was found.
  public var address: DatabaseAddress
  /// `.mysql` or `.mariadb`.
  public var engine: Engine
  /// `@@version`.
  public var version: String
  /// `@@server_id`.
  public var serverID: Int64
  /// `@@server_uuid`; nil for MariaDB.
  public var serverUUID: String?
  /// Whether clients may not write (`@@read_only`), as on a replica.
  public var isReadOnly: Bool
  /// Whether transactions have ids: MySQL's `gtid_mode` is ON; always so in MariaDB.
  public var usesGTIDs: Bool
  /// The transactions in the server's history: `gtid_executed`, or MariaDB's `gtid_binlog_pos`.
  public var executed: GTIDSet
  /// Those of which the logs are gone: `gtid_purged`, or where MariaDB's oldest log begins; nil when
  /// it is not known.
  public var purged: GTIDSet?
  /// The logs that are still there, oldest first.
  public var logs: [BinaryLog]
  /// Whether an event begins at the offset's file and position; nil when that was not asked.
  public var beginsEvent: Bool?
  /// The server's time when ``executed`` was read.
  public var time: Timestamp

  /// A state; see the properties.
  public init(
    address: DatabaseAddress, engine: Engine, version: String, serverID: Int64,
    serverUUID: String?, isReadOnly: Bool, usesGTIDs: Bool, executed: GTIDSet, purged: GTIDSet?,
    logs: [BinaryLog], beginsEvent: Bool? = nil, time: Timestamp
  ) {
    self.address = address
    self.engine = engine
    self.version = version
    self.serverID = serverID
    self.serverUUID = serverUUID
    self.isReadOnly = isReadOnly
    self.usesGTIDs = usesGTIDs
    self.executed = executed
    self.purged = purged
    self.logs = logs
    self.beginsEvent = beginsEvent
    self.time = time
  }
}
