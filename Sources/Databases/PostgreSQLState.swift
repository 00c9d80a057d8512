public import Debezium
public import Runtime

/// What a PostgreSQL server told: who it is, the connector's slot, and where its log ends.
///
/// The slot is read before the connector's offset and the log's end after it; the other order would
/// show gaps that are none.
public struct PostgreSQLState: Sendable, Hashable {
  /// Where it was found.
  public var address: DatabaseAddress
  /// `server_version_num`, such as 150018.
  public var version: Int
  /// Whether it is a standby (`pg_is_in_recovery()`).
  public var isInRecovery: Bool
  /// The cluster's identifier; nil where the user may not see it.
  public var systemIdentifier: String?
  /// The timeline that it writes, which each promotion raises; nil on a standby.
  public var timeline: UInt32?
  /// The slot of the connector's name, whatever its database and plugin; nil when there is none.
  public var slot: ReplicationSlot?
  /// The copy of the slot that was asked for; nil when there is none of that name.
  public var pinned: ReplicationSlot?
  /// Whether the connector's publication is in this database; nil when it was not asked.
  public var hasPublication: Bool?
  /// The end of the write-ahead log; on a standby, of what was replayed.
  public var end: LSN
  /// The server's time when ``end`` was read.
  public var time: Timestamp

  /// A state; see the properties.
  public init(
    address: DatabaseAddress, version: Int, isInRecovery: Bool, systemIdentifier: String?,
    timeline: UInt32?, slot: ReplicationSlot?, hasPublication: Bool?, end: LSN, time: Timestamp
  ) {
    self.address = address
    self.version = version
    self.isInRecovery = isInRecovery
    self.systemIdentifier = systemIdentifier
    self.timeline = timeline
    self.slot = slot
    self.hasPublication = hasPublication
    self.end = end
    self.time = time
  }
}
