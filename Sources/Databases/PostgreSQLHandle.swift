internal import CPostgres
internal import Glibc

/// Sole owner of a libpq connection.
@safe struct PostgreSQLHandle: ~Copyable {
  let raw: OpaquePointer

  /// Begins to connect by a connection string; nil when there is no memory.
  ///
  /// `password` goes before the string's.
  init?(connecting text: String, password: String?) {
    guard let raw = unsafe Self.start(text, password ?? "") else { return nil }
    unsafe self.raw = unsafe raw
    // "The default notice handling function prints the message on stderr" (libpq, notice processing)
    _ = unsafe PQsetNoticeReceiver(raw, { _, _ in }, nil)
  }

  // "even if the server connection attempt fails [...] the application should call PQfinish to free
  // the memory used by the PGconn object" (libpq, PQfinish)
  deinit { unsafe PQfinish(raw) }

  // "When expand_dbname is non-zero, the value for the first dbname key word is checked to see if it
  // is a connection string. [...] If any key word is repeated, the last value (that is not NULL or
  // empty) is used." (libpq, PQconnectdbParams)
  private static func start(_ text: String, _ password: String) -> OpaquePointer? {
    let pairs = [
      ("dbname", text), ("fallback_application_name", "cdcwatch"), ("password", password),
    ]
    let names: [UnsafeMutablePointer<CChar>?] = unsafe pairs.map { unsafe strdup($0.0) }
    let texts: [UnsafeMutablePointer<CChar>?] = unsafe pairs.map { unsafe strdup($0.1) }
    defer {
      for index in pairs.indices {
        unsafe free(names[index])
        unsafe free(texts[index])
      }
    }
    let keywords: [UnsafePointer<CChar>?] =
      unsafe names.map { unsafe UnsafePointer($0) } + [nil]
    let values: [UnsafePointer<CChar>?] = unsafe texts.map { unsafe UnsafePointer($0) } + [nil]
    return unsafe PQconnectStartParams(keywords, values, 1)
  }
}
