internal import CPostgres
internal import Glibc
internal import Runtime

/// One connection to a PostgreSQL server.
///
/// It belongs to one thread. No call waits beyond its deadline, whatever the server does: libpq is
/// used without blocking, and the server is told to end a statement by itself.
@safe struct PostgreSQLConnection: ~Copyable {
  private let handle: PostgreSQLHandle
  private let uri: DatabaseURI
  private let timeout: Duration
  private let stop: StopFlag

  /// Connects by libpq, whose own environment and password file count.
  static func open(
    _ uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) throws(DatabaseError) -> PostgreSQLConnection {
    guard let handle = PostgreSQLHandle(connecting: uri.text, password: uri.ownPassword) else {
      throw DatabaseError("connect to", "\(uri)", "libpq has no memory", kind: .other)
    }
    let connection = PostgreSQLConnection(handle: handle, uri: uri, timeout: timeout, stop: stop)
    try connection.connect(until: Deadline(after: timeout))
    return connection
  }

  /// The same; the server itself ends each statement after `limit`.
  static func open(
    _ uri: DatabaseURI, timeout: Duration, statementLimit limit: Duration, stop: StopFlag
  ) throws(DatabaseError) -> PostgreSQLConnection {
    let connection = try open(uri, timeout: timeout, stop: stop)
    let milliseconds = max(1, Deadline(after: limit).milliseconds)
    _ = try connection.rows("SET statement_timeout = \(milliseconds)")
    return connection
  }

  private init(
    handle: consuming PostgreSQLHandle, uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) {
    self.handle = handle
    self.uri = uri
    self.timeout = timeout
    self.stop = stop
  }

  private var raw: OpaquePointer { unsafe handle.raw }

  /// Where it is connected to.
  var address: DatabaseAddress {
    let host = unsafe PQhost(raw).map { unsafe String(cString: $0) } ?? ""
    let port = unsafe PQport(raw).map { unsafe String(cString: $0) }.flatMap { Int($0) } ?? 5432
    let database = unsafe PQdb(raw).map { unsafe String(cString: $0) }
    return DatabaseAddress(host: host, port: port, database: database)
  }

  /// The server's version, such as 150018.
  var version: Int { Int(unsafe PQserverVersion(raw)) }

  // MARK: Connecting

  private func connect(until deadline: Deadline) throws(DatabaseError) {
    guard unsafe PQstatus(raw) != CONNECTION_BAD else { throw connectionError() }
    // "at the start ... behave as if it returned PGRES_POLLING_WRITING" (libpq, PQconnectStart)
    var direction = PGRES_POLLING_WRITING
    while direction != PGRES_POLLING_OK {
      guard direction != PGRES_POLLING_FAILED else { throw connectionError() }
      let events = direction == PGRES_POLLING_READING ? POLLIN : POLLOUT
      try wait(for: Int16(events), until: deadline, operation: "connect to")
      direction = unsafe PQconnectPoll(raw)
    }
    _ = unsafe PQsetnonblocking(raw, 1)
  }

  /// What libpq says when there is no connection.
  private func connectionError() -> DatabaseError {
    let words = unsafe message(PQerrorMessage(raw))
    // Libpq quotes a URI that it cannot read, its password included.
    let mayQuote = ["in URI", "invalid percent-encoded", "missing \"=\""].contains {
      words.contains($0)
    }
    if mayQuote {
      let head = words.prefix { $0 != "\"" }
      return DatabaseError("read", "a database's URI", "\(head)...", kind: .badURI)
    }
    if words.contains("URI query parameter") || words.contains("invalid connection option") {
      return DatabaseError("connect to", "\(uri)", words, kind: .badURI)
    }
    return DatabaseError("connect to", "\(uri)", words, kind: Self.kind(of: words))
  }

  // A refused connection has no SQLSTATE in libpq's interface, only words.
  private static func kind(of words: String) -> DatabaseError.Kind {
    let isBusy = ["the database system is", "too many", "remaining connection slots"].contains {
      words.contains($0)
    }
    if isBusy { return .unreachable }
    return words.contains("FATAL") || words.contains("no password supplied")
      ? .authentication : .unreachable
  }

  private func message(_ text: UnsafeMutablePointer<CChar>?) -> String {
    let words = unsafe text.map { unsafe String(cString: $0) } ?? ""
    let line = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let password = unsafe PQpass(raw).map { unsafe String(cString: $0) }
    return uri.scrubbed(line, also: password)
  }

  // MARK: Asking

  /// The rows that a statement gives, each column as text or nil for null.
  ///
  /// Parameters are bound, not pasted.
  func rows(_ statement: String, _ parameters: [String] = []) throws(DatabaseError) -> [[String?]] {
    let deadline = Deadline(after: timeout)
    guard send(statement, parameters) else { throw unsafe failure(nil) }
    try receive(until: deadline)
    var rows: [[String?]] = []
    var problem: DatabaseError?
    // "PQgetResult must be called repeatedly until it returns a null pointer" (libpq)
    while let result = unsafe PQgetResult(raw) {
      let status = unsafe PQresultStatus(result)
      // libpq gives this result again and again until the copying is done, which it never would be.
      guard ![PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(status) else {
        unsafe PQclear(result)
        throw DatabaseError("ask", "\(address)", "COPY with this side is not done", kind: .other)
      }
      if status == PGRES_TUPLES_OK {
        unsafe rows += Self.rows(of: result)
      } else if status != PGRES_COMMAND_OK {
        unsafe problem = problem ?? failure(result)
      }
      unsafe PQclear(result)
    }
    if let problem { throw problem }
    return rows
  }

  private func send(_ statement: String, _ parameters: [String]) -> Bool {
    let copies: [UnsafeMutablePointer<CChar>?] = unsafe parameters.map { unsafe strdup($0) }
    let values: [UnsafePointer<CChar>?] = unsafe copies.map { unsafe UnsafePointer($0) }
    let count = Int32(clamping: parameters.count)
    let isSent =
      unsafe PQsendQueryParams(raw, statement, count, nil, values, nil, nil, 0) == 1
    for index in parameters.indices { unsafe free(copies[index]) }
    return isSent
  }

  private func receive(until deadline: Deadline) throws(DatabaseError) {
    while unsafe PQflush(raw) > 0 {
      try wait(for: Int16(POLLOUT | POLLIN), until: deadline, operation: "ask")
      guard unsafe PQconsumeInput(raw) == 1 else { throw unsafe failure(nil) }
    }
    while unsafe PQisBusy(raw) == 1 {
      try wait(for: Int16(POLLIN), until: deadline, operation: "ask")
      guard unsafe PQconsumeInput(raw) == 1 else { throw unsafe failure(nil) }
    }
  }

  private static func rows(of result: OpaquePointer) -> [[String?]] {
    let columns = unsafe PQnfields(result)
    return (0..<max(0, unsafe PQntuples(result))).map { row in
      (0..<max(0, columns)).map { column in
        // "An empty string is returned if the field value is null. See PQgetisnull" (libpq)
        guard unsafe PQgetisnull(result, row, column) == 0,
          let value = unsafe PQgetvalue(result, row, column)
        else { return nil }
        return unsafe String(cString: value)
      }
    }
  }

  private func failure(_ result: OpaquePointer?) -> DatabaseError {
    let code = unsafe result.flatMap { unsafe PQresultErrorField($0, Int32(UInt8(ascii: "C"))) }
      .map { unsafe String(cString: $0) }
    let words = unsafe message(
      result.map { unsafe PQresultErrorMessage($0) } ?? PQerrorMessage(raw))
    let kind: DatabaseError.Kind =
      switch code {
      case "42501"?: .permission
      case "55006"?: .inUse
      // Cancelled by statement_timeout, or the server is going down.
      case "57014"?, "57P01"?, "57P02"?, "57P03"?, nil: .unreachable
      default: .other
      }
    return DatabaseError("ask", "\(address)", words, kind: kind)
  }

  private func wait(
    for events: Int16, until deadline: Deadline, operation: String
  ) throws(DatabaseError) {
    while true {
      guard !stop.isRaised else {
        throw DatabaseError(operation, "\(uri)", "asked to stop", kind: .stopped)
      }
      guard !deadline.hasPassed else {
        throw DatabaseError(operation, "\(uri)", "no answer within \(timeout)", kind: .unreachable)
      }
      var descriptor = pollfd(fd: unsafe PQsocket(raw), events: events, revents: 0)
      let slice = deadline.clamped(to: .milliseconds(200)).milliseconds
      if unsafe poll(&descriptor, 1, slice) > 0 { return }
    }
  }
}
