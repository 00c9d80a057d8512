import Glibc

/// A small file that is replaced whole: whoever reads it at any time finds the old or the new one.
public enum ReplacedFile {
  /// Who may read the file.
  public enum Readers: Sendable {
    /// Its owner (mode 0600).
    case owner
    /// Every user of the machine, such as a collector of metrics (mode 0644).
    case everyone
  }

  /// Puts these bytes under `path`, in the place of what is there.
  ///
  /// Its folder must be there. Throws `cannotMake` or what writing throws; the old file is then as
  /// it was.
  public static func write(
    _ bytes: [UInt8], to path: String, readableBy readers: Readers
  ) throws(RuntimeError) {
    // Beside the file, since a name changes at once only within one file system.
    let temporary = "\(path).\(getpid())"
    do throws(RuntimeError) {
      let file = try Descriptor(making: temporary)
      try file.write(bytes)
      if readers == .everyone { fchmod(file.number, 0o644) }
      try file.flush()
      try file.close()
      guard unsafe rename(temporary, path) == 0 else { throw RuntimeError.making(path, errno) }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  /// Puts these bytes under `path` for the owner alone, and makes the folders that are missing.
  ///
  /// New folders have mode 0700.
  public static func writePrivately(_ bytes: [UInt8], to path: String) throws(RuntimeError) {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try Folders.make(String(path[..<slash]))
    }
    try write(bytes, to: path, readableBy: .owner)
  }
}
