public import Debezium

/// All replication slots of a PostgreSQL server, and how many more it takes.
public struct SlotInventory: Sendable, Hashable {
  /// Where it was found.
  public var address: DatabaseAddress
  /// `server_version_num`, such as 150018.
  public var version: Int
  /// Whether it is a standby.
  public var isInRecovery: Bool
  /// The cluster's identifier; nil where the user may not see it.
  public var systemIdentifier: String?
  /// `max_replication_slots`.
  public var maximum: Int
  /// The slots by name.
  public var slots: [ReplicationSlot]
  /// The end of the write-ahead log.
  public var end: LSN

  /// `max_slot_wal_keep_size` in bytes: what the server itself lets a slot hold back before it is lost;
  /// nil for no limit, and before PostgreSQL 13.
  public var keptLog: Int64?

  /// An inventory; see the properties.
  public init(
    address: DatabaseAddress, version: Int, isInRecovery: Bool, systemIdentifier: String?,
    maximum: Int, slots: [ReplicationSlot], end: LSN
  ) {
    self.address = address
    self.version = version
    self.isInRecovery = isInRecovery
    self.systemIdentifier = systemIdentifier
    self.maximum = maximum
    self.slots = slots
    self.end = end
  }

  /// The slot of that name; nil when there is none.
  public func slot(_ name: String) -> ReplicationSlot? { slots.first { $0.name == name } }

  /// Bytes of the log that a slot holds back; nil when its log is gone.
  public func retained(by slot: ReplicationSlot) -> Int64? {
    slot.restart.map { max(0, $0.distance(to: end)) }
  }
}
