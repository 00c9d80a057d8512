public import Debezium

/// A row of `pg_replication_slots`.
public struct ReplicationSlot: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// The output plugin; nil for a physical slot.
  public var plugin: String?
  /// The database; nil for a physical slot.
  public var database: String?
  /// Whether somebody streams from it now.
  public var isActive: Bool
  /// The oldest log that it holds back (`restart_lsn`); nil once it was invalidated.
  public var restart: LSN?
  /// The position up to which the reader has acknowledged (`confirmed_flush_lsn`); nil for a physical
  /// slot and while it is being made.
  public var confirmedFlush: LSN?
  /// `reserved`, `extended`, `unreserved` or `lost`; nil before PostgreSQL 13.
  public var walStatus: String?
  /// Bytes that can still be written before the slot is in danger; nil without a limit.
  public var safeSize: Int64?
  /// Whether it ends with the session that made it.
  public var isTemporary = false

  /// Whether its log is gone, so that nobody can read from it any more.
  public var isLost: Bool { walStatus == "lost" || restart == nil }

  /// A slot; see the properties.
  public init(
    name: String, plugin: String?, database: String?, isActive: Bool, restart: LSN?,
    confirmedFlush: LSN?, walStatus: String?, safeSize: Int64? = nil
  ) {
    self.name = name
    self.plugin = plugin
    self.database = database
    self.isActive = isActive
    self.restart = restart
    self.confirmedFlush = confirmedFlush
    self.walStatus = walStatus
    self.safeSize = safeSize
  }
}
