extension BinlogQuestions {
  /// Who the server is, and what the user may do there.
  func account() throws(DatabaseError) -> DatabaseAccount {
    let row = try connection.rows("SELECT @@version, @@read_only, CURRENT_USER()").first
    guard let row, row.count == 3, let version = row[0] else {
      throw DatabaseError(
        "ask", "\(connection.address)", "it tells nothing of itself", kind: .other)
    }
    let isMariaDB = version.lowercased().contains("mariadb")
    let cipher = try connection.rows("SHOW SESSION STATUS LIKE 'Ssl_cipher'").first?.last
    // Only tables on which the user has some right are listed.
    let tables = try connection.rows(
      """
      SELECT COUNT(*) FROM information_schema.tables WHERE table_type = 'BASE TABLE'
        AND table_schema NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema')
      """
    ).first?.first.flatMap(\.self).flatMap { Int($0) }
    var identifier: String?
    if !isMariaDB { identifier = try connection.rows("SELECT @@server_uuid").first?.first ?? nil }
    return DatabaseAccount(
      address: connection.address, version: "\(isMariaDB ? "MariaDB" : "MySQL") \(version)",
      identifier: identifier, isReadOnly: row[1].map { $0 != "0" && $0 != "OFF" } ?? false,
      user: row[2] ?? "", isEncrypted: cipher.flatMap(\.self)?.isEmpty == false,
      mayReplicate: mayReplicate(), tables: tables ?? 0, readableTables: tables ?? 0)
  }

  /// Nil when the server does not show the user's rights.
  private func mayReplicate() -> Bool? {
    guard let grants = try? connection.rows("SHOW GRANTS") else { return nil }
    let words = grants.compactMap { $0.first ?? nil }.joined(separator: "\n").uppercased()
    return words.contains("REPLICATION SLAVE") || words.contains("REPLICATION REPLICA")
      || words.contains("ALL PRIVILEGES ON *.*")
  }
}
