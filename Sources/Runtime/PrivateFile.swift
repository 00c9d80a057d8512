import Glibc

/// A small file that its owner alone may read, written whole or not at all.
public enum PrivateFile {
  /// Replaces the file at `path`, and makes the folders above it that are missing.
  ///
  /// The file has mode 0600, new folders 0700. Until the last moment the old file stays as it was.
  /// Throws `cannotWriteFile`.
  public static func write(_ bytes: [UInt8], to path: String) throws(RuntimeError) {
    try makeFolders(above: path)
    // Beside the file, since a name changes at once only within one file system.
    var name = Array("\(path).XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { throw failure(path) }
    do throws(RuntimeError) {
      try write(bytes, descriptor, path)
      guard unsafe rename(name, path) == 0 else { throw failure(path) }
    } catch {
      unsafe unlink(name)
      throw error
    }
  }

  private static func write(
    _ bytes: [UInt8], _ descriptor: CInt, _ path: String
  ) throws(RuntimeError) {
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(path) }
      written += count
    }
    guard fsync(descriptor) == 0 else { throw failure(path) }
  }

  private static func makeFolders(above path: String) throws(RuntimeError) {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      end = slash
      let folder = String(path[..<end])
      if unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST || errno == EROFS { continue }
      guard FileFacts(folder)?.isFolder == true else { throw failure(folder) }
    }
  }

  private static func failure(_ path: String) -> RuntimeError {
    .cannotWriteFile(path: path, reason: RuntimeError.reason(errno))
  }
}
