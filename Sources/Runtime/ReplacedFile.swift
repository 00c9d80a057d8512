import Glibc

/// A file that others read at any time, and find old or new but never half.
public enum ReplacedFile {
  /// Puts these bytes under `path`, readable for all, in the place of what is there.
  public static func write(_ bytes: [UInt8], to path: String) throws(RuntimeError) {
    let temporary = "\(path).\(getpid())"
    do throws(RuntimeError) {
      let file = try Descriptor(making: temporary)
      try file.write(bytes)
      // Another user's collector reads it.
      fchmod(file.number, 0o644)
      try file.flush()
      try file.close()
      guard unsafe rename(temporary, path) == 0 else { throw RuntimeError.making(path, errno) }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }
}
