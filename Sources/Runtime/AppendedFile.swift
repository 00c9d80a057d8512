import Glibc

/// A file that grows by whole pieces, each on the disk before the next thing happens.
///
/// While it lives it holds a lock on the file: a second holder is refused. The lock ends with the
/// process, however that ends.
public struct AppendedFile: ~Copyable {
  private let descriptor: CInt
  private let path: String
  private var length: Int

  /// Opens `path` for appending, and makes it for its owner alone when it is missing; nil when
  /// another holds it.
  ///
  /// Throws `permissionDenied`, `unreadable` or `cannotMake`.
  public static func open(_ path: String) throws(RuntimeError) -> AppendedFile? {
    let descriptor = unsafe Glibc.open(
      path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o600)
    guard descriptor >= 0 else { throw .making(path, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(descriptor)
      guard code == EWOULDBLOCK else { throw .making(path, code) }
      return nil
    }
    let length = lseek(descriptor, 0, SEEK_END)
    guard length >= 0 else {
      let code = errno
      close(descriptor)
      throw .making(path, code)
    }
    // A new file's name has to be on the disk as well as its bytes.
    let file = AppendedFile(descriptor: descriptor, path: path, length: Int(length))
    let slash = path.lastIndex(of: "/")
    try Folders.flush(slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
    return file
  }

  deinit { close(descriptor) }

  /// Cuts off what lies behind the first `length` bytes.
  public mutating func cut(to length: Int) throws(RuntimeError) {
    guard ftruncate(descriptor, off_t(length)) == 0, fsync(descriptor) == 0,
      lseek(descriptor, off_t(length), SEEK_SET) >= 0
    else { throw .making(path, errno) }
    self.length = length
  }

  /// Appends these bytes, and returns when they are on the disk.
  ///
  /// When it throws, the file is cut back to what it was, as far as the disk lets it be.
  public mutating func append(_ bytes: [UInt8]) throws(RuntimeError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        let code = errno
        try? cut(to: length)
        throw .making(path, code)
      }
    }
    guard fsync(descriptor) == 0 else {
      let code = errno
      try? cut(to: length)
      throw .making(path, code)
    }
    length += bytes.count
  }
}
