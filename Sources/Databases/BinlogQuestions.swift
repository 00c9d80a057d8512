internal import Debezium
internal import Runtime

/// What a MySQL or MariaDB server is asked about a connector's offset; it changes nothing there.
struct BinlogQuestions: ~Copyable {
  let connection: BinlogConnection

  init(_ uri: DatabaseURI, timeout: Duration, stop: StopFlag) throws(DatabaseError) {
    connection = try BinlogConnection.open(uri, timeout: timeout, stop: stop)
  }

  /// Asks in the order that shows no gap where none is: what is purged, then `between`, which gives
  /// the offset, then what was executed.
  func state(between: () -> SourceOffset?) throws(DatabaseError) -> BinlogState {
    var state = try retained()
    let offset = between()
    state.beginsEvent = begins(offset, in: state)
    try goOn(&state)
    return state
  }

  /// Who the server is, and what it still has.
  func retained() throws(DatabaseError) -> BinlogState {
    let row = try connection.rows("SELECT @@version, @@server_id, @@read_only").first
    guard let row, row.count == 3, let version = row[0] else {
      throw DatabaseError(
        "ask", "\(connection.address)", "it does not tell its version", kind: .other)
    }
    let engine: Engine = version.lowercased().contains("mariadb") ? .mariadb : .mysql
    let logs = try logs()
    let purged =
      engine == .mysql ? try set("@@global.gtid_purged") : beginning(of: logs.first)
    let mode = engine == .mysql ? try text("@@global.gtid_mode") : "ON"
    return BinlogState(
      address: connection.address, engine: engine, version: version,
      serverID: row[1].flatMap { Int64($0) } ?? 0,
      serverUUID: engine == .mysql ? try text("@@server_uuid") : nil,
      isReadOnly: row[2].map { $0 != "0" && $0 != "OFF" } ?? false, usesGTIDs: mode == "ON",
      executed: try executed(engine), purged: purged, logs: logs, time: try time())
  }

  /// Moves a state on to what is executed now.
  func goOn(_ state: inout BinlogState) throws(DatabaseError) {
    state.executed = try executed(state.engine)
    state.time = try time()
  }

  private func executed(_ engine: Engine) throws(DatabaseError) -> GTIDSet {
    try set(engine == .mysql ? "@@global.gtid_executed" : "@@global.gtid_binlog_pos") ?? GTIDSet()
  }

  private func text(_ expression: String) throws(DatabaseError) -> String? {
    try connection.rows("SELECT \(expression)").first?.first.flatMap(\.self)
  }

  private func set(_ variable: String) throws(DatabaseError) -> GTIDSet? {
    try text(variable).flatMap { try? GTIDSet(parsing: $0) }
  }

  private func time() throws(DatabaseError) -> Timestamp {
    let seconds = try text("UNIX_TIMESTAMP(NOW(3))").flatMap { Double($0) } ?? 0
    return Timestamp(milliseconds: Int64(exactly: (seconds * 1000).rounded()) ?? 0)
  }

  // MARK: Binary logs

  /// None where the server writes none.
  private func logs() throws(DatabaseError) -> [BinaryLog] {
    do {
      return try connection.rows("SHOW BINARY LOGS").compactMap { row in
        guard row.count >= 2, let name = row[0] else { return nil }
        return BinaryLog(name: name, size: row[1].flatMap { Int64($0) })
      }
    } catch {
      // "You are not using binary logging"
      guard error.code == 1381 else { throw error }
      return []
    }
  }

  /// MariaDB: the transactions before its oldest log, from the list at the log's beginning; nil where
  /// the user may not read it.
  private func beginning(of log: BinaryLog?) -> GTIDSet? {
    guard let log else { return nil }
    let statement = "SHOW BINLOG EVENTS IN \(connection.literal(log.name)) LIMIT 5"
    guard let rows = try? connection.rows(statement) else { return nil }
    // Log_name, Pos, Event_type, Server_id, End_log_pos, Info; the list reads `[0-1-42,1-2-3]`.
    let list = rows.first { $0.count >= 6 && $0[2] == "Gtid_list" }.flatMap { $0[5] }
    return list.flatMap { try? GTIDSet(parsing: $0.filter { $0 != "[" && $0 != "]" }) }
  }

  /// Whether an event begins where the offset points; nil when that does not matter, or the server
  /// does not say.
  func begins(_ offset: SourceOffset?, in state: BinlogState) -> Bool? {
    guard !state.usesGTIDs, let file = offset?.file, let position = offset?.position, position >= 4,
      let size = state.logs.first(where: { $0.name == file })?.size, position < size
    else { return nil }
    do {
      let rows = try connection.rows(
        "SHOW BINLOG EVENTS IN \(connection.literal(file)) FROM \(position) LIMIT 1")
      // Seen on MySQL 9.7: no row and no error for a place within an event.
      guard let row = rows.first else { return false }
      return row.count > 1 && row[1] == String(position) ? true : nil
    } catch {
      // "Error when executing command SHOW BINLOG EVENTS: Wrong offset or I/O error"
      return error.code == 1220 ? false : nil
    }
  }
}
