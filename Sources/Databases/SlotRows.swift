internal import Debezium

/// Rows of `pg_replication_slots`.
enum SlotRows {
  /// The slots that a condition holds for; its parameters are bound.
  static func read(
    _ connection: borrowing PostgreSQLConnection, where condition: String,
    _ parameters: [String] = []
  ) throws(DatabaseError) -> [ReplicationSlot] {
    // PostgreSQL 13 brought the two last columns.
    let status =
      connection.version >= 130_000 ? "wal_status, safe_wal_size" : "NULL::text, NULL::bigint"
    return try connection.rows(
      """
      SELECT slot_name, plugin, database, active, temporary, restart_lsn, confirmed_flush_lsn,
        \(status)
      FROM pg_replication_slots WHERE \(condition) ORDER BY slot_name
      """, parameters
    ).compactMap(slot)
  }

  private static func slot(_ row: [String?]) -> ReplicationSlot? {
    guard row.count == 9, let name = row[0] else { return nil }
    var slot = ReplicationSlot(
      name: name, plugin: row[1], database: row[2], isActive: row[3] == "t",
      restart: row[5].flatMap { try? LSN(parsing: $0) },
      confirmedFlush: row[6].flatMap { try? LSN(parsing: $0) }, walStatus: row[7],
      safeSize: row[8].flatMap { Int64($0) })
    slot.isTemporary = row[4] == "t"
    return slot
  }
}
