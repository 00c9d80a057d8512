internal import Debezium
public import Runtime

/// The replication slots of a PostgreSQL server: listed, copied and dropped.
///
/// This, ``NewReplicationSlot`` and ``DatabaseSession`` are all in this module that changes a
/// database. Belongs to one thread. Copying and dropping need the right REPLICATION, or a superuser.
public struct ReplicationSlots: ~Copyable {
  private let connection: PostgreSQLConnection
  private let stop: StopFlag

  /// Connects; no wait is longer than `timeout`.
  public static func open(
    _ uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) throws(DatabaseError) -> ReplicationSlots {
    let connection = try PostgreSQLConnection.open(
      uri, timeout: timeout, statementLimit: timeout, stop: stop)
    return ReplicationSlots(connection: connection, stop: stop)
  }

  private init(connection: consuming PostgreSQLConnection, stop: StopFlag) {
    self.connection = connection
    self.stop = stop
  }

  /// All slots, and how many the server takes.
  public func inventory() throws(DatabaseError) -> SlotInventory {
    let row = try connection.rows(
      """
      SELECT pg_is_in_recovery(), current_setting('max_replication_slots'),
        CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
        pg_size_bytes(nullif(current_setting('max_slot_wal_keep_size', true), '-1'))
      """
    ).first
    guard let row, row.count == 4, let maximum = row[1].flatMap({ Int($0) }),
      let end = row[2].flatMap({ try? LSN(parsing: $0) })
    else {
      throw DatabaseError(
        "ask", "\(connection.address)", "it does not tell of its slots", kind: .other)
    }
    let identifier = try? connection.rows("SELECT system_identifier FROM pg_control_system()")
    var inventory = SlotInventory(
      address: connection.address, version: connection.version, isInRecovery: row[0] == "t",
      systemIdentifier: identifier?.first?.first ?? nil, maximum: maximum,
      slots: try SlotRows.read(connection, where: "true"), end: end)
    inventory.keptLog = row[3].flatMap { Int64($0) }
    return inventory
  }

  /// The bytes of log that a slot may hold back, `max_slot_wal_keep_size`; nil for no bound, and before
  /// PostgreSQL 13.
  public func logLimit() throws(DatabaseError) -> Int64? {
    let rows = try connection.rows(
      "SELECT setting FROM pg_settings WHERE name = 'max_slot_wal_keep_size'")
    // In megabytes; -1 is none.
    guard let megabytes = rows.first?.first?.flatMap({ Int64($0) }), megabytes >= 0 else {
      return nil
    }
    let (bytes, isTooLarge) = megabytes.multipliedReportingOverflow(by: 1_048_576)
    return isTooLarge ? nil : bytes
  }

  /// Makes a logical slot that stands where another stands, which may be in use meanwhile.
  ///
  /// "The copied logical slot starts from the same LSN as the source logical slot"
  /// (pg_copy_logical_replication_slot). Needs PostgreSQL 12. Gives back the new one.
  public func copy(_ source: String, to name: String) throws(DatabaseError) -> ReplicationSlot {
    _ = try connection.rows(
      "SELECT pg_copy_logical_replication_slot($1, $2, false)", [source, name])
    guard let slot = try SlotRows.read(connection, where: "slot_name = $1", [name]).first else {
      throw DatabaseError(
        "copy", "the slot '\(source)' of \(connection.address)", "the copy is not there",
        kind: .other)
    }
    return slot
  }

  /// Drops a slot; one that somebody still reads from is waited for until the deadline.
  ///
  /// Gives back whether there was one. Throws `inUse`.
  public func drop(_ name: String, until deadline: Deadline) throws(DatabaseError) -> Bool {
    while true {
      guard try !SlotRows.read(connection, where: "slot_name = $1", [name]).isEmpty else {
        return false
      }
      do throws(DatabaseError) {
        _ = try connection.rows("SELECT pg_drop_replication_slot($1)", [name])
        return true
      } catch {
        guard error.kind == .inUse, !deadline.hasPassed,
          stop.wait(until: deadline.clamped(to: .milliseconds(200))) == nil
        else { throw error }
      }
    }
  }
}
