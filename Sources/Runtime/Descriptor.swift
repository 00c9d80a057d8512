import Glibc

/// An open file or folder, closed at the end of its life.
struct Descriptor: ~Copyable {
  let number: CInt
  private let path: String
  private var isOpen = true

  /// Opens `path`; throws `notFound`, `permissionDenied` or `unreadable`.
  init(reading path: String, flags: CInt = 0) throws(RuntimeError) {
    number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags)
    self.path = path
    guard number >= 0 else { throw .reading(path, errno) }
  }

  /// Makes the file `path` for its owner alone; throws `cannotMake`, also when it is there already.
  init(making path: String) throws(RuntimeError) {
    number = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0o600)
    self.path = path
    guard number >= 0 else { throw .making(path, errno) }
  }

  /// Opens `path` to write behind its end, and makes it for its owner alone where it is not there;
  /// throws `cannotMake`.
  init(appendingTo path: String) throws(RuntimeError) {
    number = unsafe open(
      path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0o600)
    self.path = path
    guard number >= 0 else { throw .making(path, errno) }
  }

  deinit {
    if isOpen { Glibc.close(number) }
  }

  /// Writes all of it; throws `cannotMake` when the disk takes no more.
  func write(_ bytes: [UInt8]) throws(RuntimeError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { rest in
        unsafe Glibc.write(number, rest.baseAddress, rest.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw .making(path, errno)
      }
    }
  }

  /// Takes the lock on it, which ends with the descriptor; false when another holds it.
  func lock() throws(RuntimeError) -> Bool {
    guard flock(number, LOCK_EX | LOCK_NB) != 0 else { return true }
    guard errno == EWOULDBLOCK else { throw .making(path, errno) }
    return false
  }

  /// How many bytes it has.
  func length() throws(RuntimeError) -> Int {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw .making(path, errno) }
    return Int(status.st_size)
  }

  /// Takes away what lies behind the first `length` bytes.
  func cut(to length: Int) throws(RuntimeError) {
    guard try self.length() > length else { return }
    guard ftruncate(number, off_t(max(0, length))) == 0 else { throw .making(path, errno) }
  }

  /// Waits until what was written is on the disk.
  func flush() throws(RuntimeError) {
    // "fsync() transfers [...] all modified in-core data of [...] the file referred to by the file
    // descriptor fd to the disk device [...] so that all changed information can be retrieved even
    // if the system crashes or is rebooted." (fsync(2))
    guard fsync(number) == 0 else { throw .making(path, errno) }
  }

  /// Closes it, which may tell of a write that failed (NFS).
  consuming func close() throws(RuntimeError) {
    isOpen = false
    guard Glibc.close(number) == 0 else { throw .making(path, errno) }
  }
}

extension RuntimeError {
  /// Why something could not be read.
  static func reading(_ path: String, _ code: CInt) -> RuntimeError {
    switch code {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case EACCES, EPERM: .permissionDenied(path: path)
    default: .unreadable(path: path, reason: reason(code))
    }
  }

  /// Why something could not be made or written.
  static func making(_ path: String, _ code: CInt) -> RuntimeError {
    switch code {
    case EEXIST, ENOTEMPTY: .alreadyThere(path: path)
    case EACCES, EPERM, EROFS: .cannotMake(path: path, isDenied: true, reason: reason(code))
    default: .cannotMake(path: path, isDenied: false, reason: reason(code))
    }
  }
}
