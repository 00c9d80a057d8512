import Glibc

/// A small file that its owner alone may read, written whole or not at all.
public enum PrivateFile {
  /// Replaces the file at `path`, and makes the folders above it that are missing.
  ///
  /// The file has mode 0600, new folders 0700. Until the last moment the old file stays as it was.
  /// Throws `cannotMake`.
  public static func write(_ bytes: [UInt8], to path: String) throws(RuntimeError) {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try Folders.make(String(path[..<slash]))
    }
    // Beside the file, since a name changes at once only within one file system.
    let temporary = "\(path).\(getpid())"
    do throws(RuntimeError) {
      let file = try Descriptor(making: temporary)
      try file.write(bytes)
      try file.flush()
      try file.close()
      guard unsafe rename(temporary, path) == 0 else { throw RuntimeError.making(path, errno) }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }
}
