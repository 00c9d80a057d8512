internal import CMariaDB
internal import Debezium
internal import Glibc
internal import Runtime

/// One connection to a MySQL or MariaDB server, for reading.
///
/// It belongs to one thread. Each wait for the server ends after the timeout, and when the command is
/// asked to stop: libmariadb is used without blocking.
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
    try connection.connect()
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

  // The texts are looked at as long as the connection is being made.
  private func connect() throws(DatabaseError) {
    let texts = [uri.host, uri.user, uri.password, uri.database, uri.parameters["socket"]]
    let copies = unsafe texts.map { text in unsafe text.flatMap { unsafe strdup($0) } }
    defer { for index in texts.indices { unsafe free(copies[index]) } }
    var answer: UnsafeMutablePointer<MYSQL>?
    let waiting = unsafe mysql_real_connect_start(
      &answer, raw, copies[0], copies[1], copies[2], copies[3], UInt32(clamping: uri.port ?? 0),
      copies[4], 0)
    let deadline = Deadline(after: timeout)
    try finish(waiting, "connect to", until: deadline) { ready in
      unsafe mysql_real_connect_cont(&answer, raw, ready)
    }
    guard unsafe answer != nil else { throw failure("connect to") }
  }

  private func setOptions() {
    // Its part of the stack: looking up a name and TLS take more than the usual 60 KiB.
    _ = unsafe cdcwatch_mysql_set_size(raw, MYSQL_OPT_NONBLOCK, 512 << 10)
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
    let deadline = Deadline(after: timeout)
    try send(statement, until: deadline)
    guard let result = unsafe try result(until: deadline) else {
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

  private func send(_ statement: String, until deadline: Deadline) throws(DatabaseError) {
    guard let text = unsafe strdup(statement) else { throw failure("ask") }
    defer { unsafe free(text) }
    var status: Int32 = 0
    let waiting = unsafe mysql_real_query_start(&status, raw, text, UInt(statement.utf8.count))
    try finish(waiting, "ask", until: deadline) { ready in
      unsafe mysql_real_query_cont(&status, raw, ready)
    }
    guard status == 0 else { throw failure("ask") }
  }

  /// The whole result; nil for none, and when it failed.
  private func result(
    until deadline: Deadline
  ) throws(DatabaseError) -> UnsafeMutablePointer<MYSQL_RES>? {
    var result: UnsafeMutablePointer<MYSQL_RES>?
    let waiting = unsafe mysql_store_result_start(&result, raw)
    try finish(waiting, "ask", until: deadline) { ready in
      unsafe mysql_store_result_cont(&result, raw, ready)
    }
    return unsafe result
  }

  // MARK: Waiting

  // "a non-zero status [...] indicates the events that the library is waiting for. [...] Once one or
  // more of the events have occurred, the application calls mysql_real_query_cont()" (MariaDB, Using the
  // Non-blocking Library)
  private func finish(
    _ first: Int32, _ operation: String, until deadline: Deadline, _ goOn: (Int32) -> Int32
  ) throws(DatabaseError) {
    var waiting = first
    while waiting != 0 { waiting = goOn(try ready(waiting, operation, until: deadline)) }
  }

  /// Waits for the socket, and gives back which of the events came.
  private func ready(
    _ waiting: Int32, _ operation: String, until deadline: Deadline
  ) throws(DatabaseError) -> Int32 {
    let pairs = [
      (MYSQL_WAIT_READ, POLLIN), (MYSQL_WAIT_WRITE, POLLOUT), (MYSQL_WAIT_EXCEPT, POLLPRI),
    ]
    let events = pairs.filter { waiting & $0.0 != 0 }.reduce(0) { $0 | $1.1 }
    while true {
      guard !stop.isRaised else {
        throw DatabaseError(operation, "\(uri)", "asked to stop", kind: .stopped)
      }
      guard !deadline.hasPassed else {
        throw DatabaseError(operation, "\(uri)", "no answer within \(timeout)", kind: .unreachable)
      }
      var descriptor = pollfd(fd: unsafe mysql_get_socket(raw), events: Int16(events), revents: 0)
      let slice = deadline.clamped(to: .milliseconds(200)).milliseconds
      guard unsafe poll(&descriptor, 1, slice) > 0 else { continue }
      let came = Int32(descriptor.revents)
      let known = pairs.filter { came & Int32($0.1) != 0 }.reduce(0) { $0 | $1.0 }
      // An error or a hang-up is met by reading or writing.
      return known == 0 ? waiting & (MYSQL_WAIT_READ | MYSQL_WAIT_WRITE) : known
    }
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
