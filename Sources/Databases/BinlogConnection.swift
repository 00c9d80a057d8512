internal import CMariaDB
internal import Debezium
internal import Glibc
internal import Runtime

/// One connection to a MySQL or MariaDB server, for reading.
///
/// It belongs to one thread. Each wait for the server ends after the timeout.
@safe struct BinlogConnection: ~Copyable {
  private let handle: BinlogHandle
  private let uri: DatabaseURI
  private let timeout: Duration
  private let stop: StopFlag

  /// Connects by libmariadb, whose own option files count.
  ///
  /// These are the group `client` of `~/.my.cnf` and of the machine's. `MYSQL_PWD` is the password
  /// where nothing else names one.
  static func open(
    _ uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) throws(DatabaseError) -> BinlogConnection {
    guard let handle = BinlogHandle() else {
      throw DatabaseError("connect to", "\(uri)", "libmariadb has no memory", kind: .other)
    }
    let connection = BinlogConnection(handle: handle, uri: uri, timeout: timeout, stop: stop)
    connection.setOptions()
    guard connection.connect() else { throw connection.failure("connect to") }
    return connection
  }

  private init(
    handle: consuming BinlogHandle, uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) {
    self.handle = handle
    self.uri = uri
    self.timeout = timeout
    self.stop = stop
  }

  private var raw: UnsafeMutablePointer<MYSQL> { unsafe handle.raw }

  private func connect() -> Bool {
    unsafe mysql_real_connect(
      raw, uri.host, uri.user, uri.password, uri.database, UInt32(clamping: uri.port ?? 0),
      uri.parameters["socket"], 0) != nil
  }

  private func setOptions() {
    let seconds = UInt32(clamping: max(1, timeout.components.seconds))
    for option in [MYSQL_OPT_CONNECT_TIMEOUT, MYSQL_OPT_READ_TIMEOUT, MYSQL_OPT_WRITE_TIMEOUT] {
      _ = unsafe cdcwatch_mysql_set_number(raw, option, seconds)
    }
    _ = unsafe cdcwatch_mysql_set_text(raw, MYSQL_READ_DEFAULT_GROUP, "client")
    _ = unsafe cdcwatch_mysql_set_text(raw, MYSQL_SET_CHARSET_NAME, "utf8mb4")
    // "LOAD DATA LOCAL" would let the server ask for this machine's files.
    _ = unsafe cdcwatch_mysql_set_number(raw, MYSQL_OPT_LOCAL_INFILE, 0)
    let mode = (uri.parameters["ssl-mode"] ?? uri.parameters["sslmode"] ?? "").lowercased()
    let isVerified = ["verify-ca", "verify_ca", "verify-identity", "verify_identity"].contains(mode)
    if isVerified || mode == "required" || mode == "require" {
      _ = unsafe cdcwatch_mysql_set_flag(raw, MYSQL_OPT_SSL_ENFORCE, 1)
    }
    if isVerified { _ = unsafe cdcwatch_mysql_set_flag(raw, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, 1) }
    for (name, option) in [
      ("ssl-ca", MYSQL_OPT_SSL_CA), ("ssl-cert", MYSQL_OPT_SSL_CERT),
      ("ssl-key", MYSQL_OPT_SSL_KEY),
    ] {
      guard let file = uri.parameters[name] else { continue }
      _ = unsafe cdcwatch_mysql_set_text(raw, option, file)
    }
  }

  /// Where it is connected to.
  var address: DatabaseAddress {
    let host = unsafe raw.pointee.host.map { unsafe String(cString: $0) } ?? uri.host ?? ""
    return DatabaseAddress(
      host: host.isEmpty ? "localhost" : host, port: Int(unsafe raw.pointee.port),
      database: uri.database)
  }

  // MARK: Asking

  /// The rows that a statement gives, each column as text or nil for null.
  func rows(_ statement: String) throws(DatabaseError) -> [[String?]] {
    guard !stop.isRaised else {
      throw DatabaseError("ask", "\(uri)", "asked to stop", kind: .stopped)
    }
    guard unsafe mysql_real_query(raw, statement, UInt(statement.utf8.count)) == 0 else {
      throw failure("ask")
    }
    guard let result = unsafe mysql_store_result(raw) else {
      guard unsafe mysql_errno(raw) == 0 else { throw failure("ask") }
      return []
    }
    defer { unsafe mysql_free_result(result) }
    let columns = Int(unsafe mysql_num_fields(result))
    var rows: [[String?]] = []
    while let row = unsafe mysql_fetch_row(result) {
      // "the lengths of the columns of the current row" (mysql_fetch_lengths): a value may hold NUL.
      guard let lengths = unsafe mysql_fetch_lengths(result) else { break }
      rows.append(
        (0..<columns).map { column in
          guard let text = unsafe row[column] else { return nil }
          let bytes = unsafe UnsafeRawBufferPointer(start: text, count: Int(lengths[column]))
          return unsafe String(decoding: bytes, as: UTF8.self)
        })
    }
    return rows
  }

  /// A text as a string literal of SQL.
  func literal(_ text: String) -> String {
    var escaped = [CChar](repeating: 0, count: text.utf8.count * 2 + 1)
    let length = unsafe mysql_real_escape_string(raw, &escaped, text, UInt(text.utf8.count))
    let bytes = escaped.prefix(Int(length)).map { UInt8(bitPattern: $0) }
    return "'\(String(decoding: bytes, as: UTF8.self))'"
  }

  private func failure(_ operation: String) -> DatabaseError {
    let code = unsafe mysql_errno(raw)
    let words = unsafe mysql_error(raw).map { unsafe String(cString: $0) } ?? ""
    let line = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let kind: DatabaseError.Kind =
      switch code {
      // Access denied, unknown database, a host that may not connect.
      case 1044, 1045, 1049, 1129, 1130, 1698, 1862, 3118: .authentication
      case 1142, 1143, 1227, 1370: .permission
      // Of the client, and too many connections.
      case 2000...2999, 1040, 1053: .unreachable
      default: .other
      }
    return DatabaseError(
      operation, "\(uri)", "\(uri.scrubbed(line)) (error \(code))", kind: kind, code: Int(code))
  }
}
