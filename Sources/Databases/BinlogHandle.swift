internal import CMariaDB

/// Sole owner of a libmariadb connection.
@safe struct BinlogHandle: ~Copyable {
  let raw: UnsafeMutablePointer<MYSQL>

  /// A handle that is not connected; nil when there is no memory.
  init?() {
    guard let raw = unsafe mysql_init(nil) else { return nil }
    unsafe self.raw = unsafe raw
  }

  deinit { unsafe mysql_close(raw) }
}
