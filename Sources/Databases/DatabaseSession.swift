public import Debezium
public import Runtime

/// A connection to a database on which any statement may be run: drills write by it.
///
/// Belongs to one thread, and closes with its life; what was begun and not committed is then rolled
/// back by the server. An error of kind `unreachable` or `stopped` leaves it unusable, and what became
/// of the statement unknown.
public struct DatabaseSession: ~Copyable {
  private let link: Link
  private let uri: DatabaseURI
  /// The server's engine, as the server itself tells.
  public let engine: Engine
  /// The server's version as it tells it, `15.18 (Debian 15.18-0+deb12u1)`.
  public let version: String

  private enum Link: ~Copyable {
    case postgresql(PostgreSQLConnection)
    case binlog(BinlogConnection)
  }

  /// Connects; no wait for the server is longer than `timeout`, and PostgreSQL is told to end a
  /// statement by then.
  public static func open(
    _ uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) throws(DatabaseError) -> DatabaseSession {
    switch uri.kind {
    case .postgresql:
      let connection = try PostgreSQLConnection.open(uri, timeout: timeout, stop: stop)
      let milliseconds = max(1, Deadline(after: timeout).milliseconds)
      _ = try connection.rows("SET statement_timeout = \(milliseconds)")
      let version = try connection.rows("SHOW server_version").first?.first ?? nil
      return DatabaseSession(
        link: .postgresql(connection), uri: uri, engine: .postgresql, version: version ?? "")
    case .mysql, .mariadb:
      let connection = try BinlogConnection.open(uri, timeout: timeout, stop: stop)
      let version = try connection.rows("SELECT @@version").first?.first ?? nil
      let isMariaDB = version?.lowercased().contains("mariadb") ?? false
      return DatabaseSession(
        link: .binlog(connection), uri: uri, engine: isMariaDB ? .mariadb : .mysql,
        version: version ?? "")
    }
  }

  private init(link: consuming Link, uri: DatabaseURI, engine: Engine, version: String) {
    self.link = link
    self.uri = uri
    self.engine = engine
    self.version = version
  }

  /// Where it is connected to.
  public var address: DatabaseAddress {
    switch link {
    case .postgresql(let connection): connection.address
    case .binlog(let connection): connection.address
    }
  }

  /// Runs one statement, and gives its rows, each column as text or nil for null.
  ///
  /// None for a statement that gives none. The rows are all in memory.
  @discardableResult
  public func rows(_ statement: String) throws(DatabaseError) -> [[String?]] {
    // Both libraries take the statement as a C string.
    guard !statement.utf8.contains(0) else {
      throw DatabaseError("ask", "\(uri)", "the statement holds a NUL", kind: .other)
    }
    switch link {
    case .postgresql(let connection): return try connection.rows(statement)
    case .binlog(let connection): return try connection.rows(statement)
    }
  }

  /// A text as a string literal of the server's SQL.
  ///
  /// PostgreSQL has no text with a NUL in it; `rows` then refuses the statement.
  public func literal(_ text: String) -> String {
    switch link {
    case .postgresql:
      let quoted = text.replacing("'", with: "''")
      // As PQescapeLiteral does it: right whatever standard_conforming_strings says.
      return text.contains("\\") ? " E'\(quoted.replacing("\\", with: "\\\\"))'" : "'\(quoted)'"
    case .binlog(let connection): return connection.literal(text)
    }
  }

  /// A name in the server's quotes.
  public func identifier(_ name: String) -> String {
    let quote = engine == .postgresql ? "\"" : "`"
    return quote + name.replacing(quote, with: quote + quote) + quote
  }
}
