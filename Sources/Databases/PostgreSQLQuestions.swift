internal import Debezium
internal import Runtime

/// What a PostgreSQL server is asked about a connector's offset; it changes nothing there.
struct PostgreSQLQuestions: ~Copyable {
  let connection: PostgreSQLConnection

  static func open(
    _ uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) throws(DatabaseError) -> PostgreSQLQuestions {
    let connection = try PostgreSQLConnection.open(
      uri, timeout: timeout, statementLimit: timeout, stop: stop)
    _ = try connection.rows("SET default_transaction_read_only = on")
    return PostgreSQLQuestions(connection: connection)
  }

  private init(connection: consuming PostgreSQLConnection) { self.connection = connection }

  /// Asks in the order that shows no gap where none is: the slot, then `between`, then the log's end.
  func state(
    slot name: String, pinned: String?, publication: String?, between: () -> Void
  ) throws(DatabaseError) -> PostgreSQLState {
    let isInRecovery = try isInRecovery()
    let slot = try slot(name)
    var copy: ReplicationSlot?
    if let pinned { copy = try self.slot(pinned) }
    between()
    var state = try state(isInRecovery: isInRecovery, slot: slot)
    if let publication { state.hasPublication = try has(publication: publication) }
    state.pinned = copy
    return state
  }

  func isInRecovery() throws(DatabaseError) -> Bool {
    try connection.rows("SELECT pg_is_in_recovery()").first?.first == "t"
  }

  /// The log's end as it is now, with who the server is.
  func state(
    isInRecovery: Bool, slot: ReplicationSlot?
  ) throws(DatabaseError) -> PostgreSQLState {
    let (end, time) = try end(isInRecovery: isInRecovery)
    return PostgreSQLState(
      address: connection.address, version: connection.version, isInRecovery: isInRecovery,
      systemIdentifier: systemIdentifier(), timeline: isInRecovery ? nil : timeline(),
      slot: slot, hasPublication: nil, end: end, time: time)
  }

  private func slot(_ name: String) throws(DatabaseError) -> ReplicationSlot? {
    try SlotRows.read(connection, where: "slot_name = $1", [name]).first
  }

  func end(isInRecovery: Bool) throws(DatabaseError) -> (LSN, Timestamp) {
    let position = isInRecovery ? "pg_last_wal_replay_lsn()" : "pg_current_wal_lsn()"
    let row = try connection.rows(
      "SELECT \(position), (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    ).first
    guard let row, row.count == 2, let end = row[0].flatMap({ try? LSN(parsing: $0) }),
      let milliseconds = row[1].flatMap({ Int64($0) })
    else {
      throw DatabaseError(
        "ask", "\(connection.address)", "it does not tell where its log ends", kind: .other)
    }
    return (end, Timestamp(milliseconds: milliseconds))
  }

  /// Nil where the user may not see it.
  func systemIdentifier() -> String? {
    let rows = try? connection.rows("SELECT system_identifier FROM pg_control_system()")
    return rows?.first?.first.flatMap(\.self)
  }

  /// The first eight digits of a log file's name are its timeline.
  private func timeline() -> UInt32? {
    let rows = try? connection.rows("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)")
    return rows?.first?.first.flatMap(\.self).flatMap { UInt32($0, radix: 16) }
  }

  private func has(publication name: String) throws(DatabaseError) -> Bool {
    try !connection.rows("SELECT 1 FROM pg_publication WHERE pubname = $1", [name]).isEmpty
  }
}
