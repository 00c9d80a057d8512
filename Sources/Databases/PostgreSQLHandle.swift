internal import CPostgres

/// Sole owner of a libpq connection.
@safe struct PostgreSQLHandle: ~Copyable {
  let raw: OpaquePointer

  /// Begins to connect by a connection string; nil when there is no memory.
  init?(connecting text: String) {
    guard let raw = unsafe Self.start(text) else { return nil }
    unsafe self.raw = unsafe raw
  }

  // "even if the server connection attempt fails [...] the application should call PQfinish to free
  // the memory used by the PGconn object" (libpq, PQfinish)
  deinit { unsafe PQfinish(raw) }

  // "When expand_dbname is non-zero, the value for the first dbname key word is checked to see if it
  // is a connection string." (libpq, PQconnectdbParams)
  private static func start(_ text: String) -> OpaquePointer? {
    unsafe text.withCString { uri in
      unsafe "dbname".withCString { uriName in
        unsafe "cdcwatch".withCString { program in
          unsafe "fallback_application_name".withCString { programName in
            let keywords: [UnsafePointer<CChar>?] = unsafe [uriName, programName, nil]
            let values: [UnsafePointer<CChar>?] = unsafe [uri, program, nil]
            return unsafe PQconnectStartParams(keywords, values, 1)
          }
        }
      }
    }
  }
}
