/// Why a database did not tell what it was asked.
///
/// Neither message holds a password: URIs are shown without user information, and a library's words
/// are searched for it.
public struct DatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What a caller can do about it; a command maps it to its exit status.
  public enum Kind: Sendable, Hashable {
    /// The URI is none.
    case badURI
    /// The server did not accept the user or the password, or the database does not exist.
    case authentication
    /// The user may not see what was asked.
    case permission
    /// The server could not be reached, or did not answer in time.
    case unreachable
    /// The command was asked to stop meanwhile.
    case stopped
    /// Somebody uses what was to be changed.
    case inUse
    /// Anything else that the server or the library said.
    case other
  }

  /// What was tried, as a verb phrase that follows "cannot", such as `connect to`.
  public var operation: String
  /// To what: host, port and database, without user information.
  public var address: String
  /// Why, in the library's or the server's words.
  public var reason: String
  /// What a caller can do about it.
  public var kind: Kind
  /// MySQL's and MariaDB's error number; nil for PostgreSQL's.
  public var code: Int?

  init(
    _ operation: String, _ address: String, _ reason: String, kind: Kind, code: Int? = nil
  ) {
    self.operation = operation
    self.address = address
    self.reason = reason
    self.kind = kind
    self.code = code
  }

  /// `cannot connect to db:5432/shop: connection refused`.
  public var description: String { "cannot \(operation) \(address): \(reason)" }

  /// What to do next; nil where the reason says all.
  public var hint: String? {
    switch kind {
    case .badURI:
      "type postgresql://USER@HOST:5432/DATABASE, mysql://USER@HOST:3306 or mariadb://USER@HOST:3306"
    case .authentication:
      "put the password into ~/.pgpass or PGPASSWORD, for MySQL into ~/.my.cnf or MYSQL_PWD"
    case .permission: "ask for the right that the server names; reading it changes nothing"
    case .unreachable: "does the server run, and is its port reachable from here?"
    case .stopped, .inUse, .other: nil
    }
  }
}
