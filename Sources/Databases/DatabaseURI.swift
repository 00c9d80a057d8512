/// Where to find a database, as `--db` takes it: `postgresql://`, `mysql://` or `mariadb://`.
///
/// PostgreSQL's is passed to libpq as it is. MySQL's and MariaDB's is
/// `mysql://user:password@host:port/database?ssl-mode=required&ssl-ca=FILE&socket=PATH`, percent
/// encoded; what it leaves out comes from the client's own files and environment.
public struct DatabaseURI: Sendable, Hashable, CustomStringConvertible {
  /// Which client library speaks to it.
  public enum Kind: String, Sendable, Hashable {
    /// libpq.
    case postgresql
    /// libmariadb, to a MySQL server.
    case mysql
    /// libmariadb, to a MariaDB server.
    case mariadb
  }

  /// Which client library speaks to it.
  public let kind: Kind
  /// The whole text, its password included: never print it.
  let text: String
  let user: String?
  private(set) var password: String?
  /// A password that does not stand in the URI.
  private(set) var ownPassword: String?
  let host: String?
  let port: Int?
  let database: String?
  let parameters: [String: String]

  /// Reads a URI; throws `badURI` without its text, since a password may stand anywhere in it.
  public init(_ text: String) throws(DatabaseError) {
    let schemes: [(String, Kind)] = [
      ("postgresql://", .postgresql), ("postgres://", .postgresql), ("mysql://", .mysql),
      ("mariadb://", .mariadb),
    ]
    guard let (scheme, kind) = schemes.first(where: { text.lowercased().hasPrefix($0.0) }) else {
      throw DatabaseError(
        "read", "a database's URI", "it does not begin with postgresql://, mysql:// or mariadb://",
        kind: .badURI)
    }
    self.kind = kind
    self.text = text
    let rest = text.dropFirst(scheme.count)
    let (place, query) = Self.halves(rest, at: "?", last: false)
    let (authority, path) = Self.halves(place, at: "/", last: false)
    // Such a sign in a password ends the server's part early, and the rest would be shown as a name.
    if !authority.contains("@"), rest.contains("@") {
      throw DatabaseError(
        "read", "a database's URI", "write /, ? and # in a password as %2F, %3F and %23",
        kind: .badURI)
    }
    let (login, server) = Self.login(authority)
    let (user, password) = Self.halves(login ?? "", at: ":", last: false)
    self.user = try Self.decoded(user)
    self.password = try password.map { (text) throws(DatabaseError) in
      try Self.decoded(text) ?? ""
    }
    let (host, port) = Self.server(server)
    self.host = try Self.decoded(host)
    self.port = try Self.port(port, kind)
    database = try Self.decoded(path ?? "")
    parameters = try Self.parameters(query ?? "")
  }

  /// The URI without user, password and parameters.
  public var description: String {
    let place = host ?? ""
    let shown = place.contains(":") && !place.contains(",") ? "[\(place)]" : place
    let number = port.map { ":\($0)" } ?? ""
    return "\(kind.rawValue)://\(shown)\(number)\(database.map { "/\($0)" } ?? "")"
  }

  /// The same database with a password that is kept elsewhere; it goes before one in the URI.
  public func with(password: String) -> DatabaseURI {
    var copy = self
    copy.password = password
    copy.ownPassword = password
    return copy
  }

  /// Whether it names this host, this port (nil is the server's usual one) and, unless nil, this
  /// database.
  ///
  /// Names are compared as they are written: false says nothing.
  public func isAt(host: String, port: Int?, database: String?) -> Bool {
    let usual = kind == .postgresql ? 5432 : 3306
    return self.host?.lowercased() == host.lowercased() && (self.port ?? usual) == (port ?? usual)
      && (database == nil || self.database == database)
  }

  /// Whether the password stands in it, where others may read it.
  public var hasPassword: Bool { password != nil || parameters["password"] != nil }

  /// A text without the password, which a library may have put into it.
  func scrubbed(_ words: String, also secret: String? = nil) -> String {
    var clean = words
    for secret in [password, ownPassword, parameters["password"], secret] {
      guard let secret, !secret.isEmpty else { continue }
      clean = clean.replacing(secret, with: "********")
    }
    return clean
  }

  // MARK: Reading

  private static func halves(
    _ text: Substring, at sign: Character, last: Bool
  ) -> (Substring, Substring?) {
    guard let place = last ? text.lastIndex(of: sign) : text.firstIndex(of: sign) else {
      return (text, nil)
    }
    return (text[..<place], text[text.index(after: place)...])
  }

  /// The user information and the server; a password may hold an `@` that nobody encoded.
  private static func login(_ authority: Substring) -> (Substring?, Substring) {
    let (login, server) = halves(authority, at: "@", last: true)
    return server.map { (login, $0) } ?? (nil, authority)
  }

  private static func server(_ text: Substring) -> (host: Substring, port: Substring?) {
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      let port = text[text.index(after: end)...]
      return (text[text.index(after: text.startIndex)..<end], port.isEmpty ? nil : port.dropFirst())
    }
    // libpq takes several hosts, which stay one text here.
    guard text.count(where: { $0 == ":" }) == 1 else { return (text, nil) }
    let (host, port) = halves(text, at: ":", last: true)
    return (host, port)
  }

  private static func port(_ text: Substring?, _ kind: Kind) throws(DatabaseError) -> Int? {
    guard let text, !text.isEmpty else { return nil }
    guard let port = Int(text), (1...65_535).contains(port) else {
      throw DatabaseError(
        "read", "a database's URI", "its port is no number from 1 to 65535", kind: .badURI)
    }
    return port
  }

  private static func parameters(_ text: Substring) throws(DatabaseError) -> [String: String] {
    var parameters: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let (name, value) = halves(pair, at: "=", last: false)
      parameters[try decoded(name) ?? ""] = try decoded(value ?? "") ?? ""
    }
    return parameters
  }

  /// The text with `%41` as `A`; nil for an empty one.
  private static func decoded(_ text: Substring) throws(DatabaseError) -> String? {
    guard !text.isEmpty else { return nil }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else {
        throw DatabaseError(
          "read", "a database's URI", "a % in it is not followed by two hexadecimal digits",
          kind: .badURI)
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
