extension PostgreSQLQuestions {
  /// Who the server is, and what the user may do there.
  func account() throws(DatabaseError) -> DatabaseAccount {
    let row = try connection.rows(
      """
      SELECT current_setting('server_version'), pg_is_in_recovery(), current_user,
        (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user),
        (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())
      """
    ).first
    guard let row, row.count == 5 else {
      throw DatabaseError(
        "ask", "\(connection.address)", "it tells nothing of itself", kind: .other)
    }
    let counts = try connection.rows(
      """
      SELECT count(*), count(*) FILTER (WHERE has_table_privilege(c.oid, 'SELECT'))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      """
    ).first?.map { $0.flatMap { Int($0) } ?? 0 }
    return DatabaseAccount(
      address: connection.address, version: "PostgreSQL \(row[0] ?? "")",
      identifier: systemIdentifier(), isReadOnly: row[1] == "t", user: row[2] ?? "",
      isEncrypted: row[4] == "t", mayReplicate: row[3].map { $0 == "t" },
      tables: counts?.first ?? 0, readableTables: counts?.last ?? 0)
  }
}
