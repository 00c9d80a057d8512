import Glibc

/// A folder that is there under its name whole, or not at all.
///
/// It is filled under a temporary name beside the final one, its files are flushed to the disk, and
/// `commit` renames it into place. When its life ends before that, what was made is removed; a
/// process that is killed leaves the temporary folder, which `removeLeftovers` takes away.
public struct NewFolder: ~Copyable {
  /// What temporary names begin with.
  public static let mark = ".cdcwatch-"

  private let parent: String
  private let path: String
  private let temporary: String
  // Holds a lock on the folder for as long as its maker lives.
  private let descriptor: Descriptor
  private var isCommitted = false

  /// Begins the folder `name` in `parent`, which is made when it is missing; both for their owner
  /// alone.
  public init(_ name: String, in parent: String) throws(RuntimeError) {
    try Folders.make(parent)
    let temporary = "\(parent)/\(Self.mark)\(name)-\(getpid())"
    descriptor = try Self.make(temporary)
    self.parent = parent
    self.temporary = temporary
    path = "\(parent)/\(name)"
  }

  private static func make(_ temporary: String) throws(RuntimeError) -> Descriptor {
    guard unsafe mkdir(temporary, 0o700) == 0 else { throw .making(temporary, errno) }
    do throws(RuntimeError) {
      let descriptor = try Descriptor(reading: temporary, flags: O_DIRECTORY)
      // Where the file system has no locks, the leftovers' age has to do.
      flock(descriptor.number, LOCK_EX | LOCK_NB)
      return descriptor
    } catch {
      unsafe rmdir(temporary)
      throw error
    }
  }

  deinit {
    if !isCommitted { try? Folders.removeWithFiles(temporary) }
  }

  /// Makes a file of these bytes, for its owner alone, and waits until it is on the disk.
  public func write(_ name: String, _ bytes: [UInt8]) throws(RuntimeError) {
    let file = try Descriptor(making: "\(temporary)/\(name)")
    try file.write(bytes)
    try file.flush()
    // "Specify that the data will not be accessed in the near future" (posix_fadvise(2)): reading
    // it again then asks the disk, and not the memory that it was written from.
    posix_fadvise(file.number, 0, 0, POSIX_FADV_DONTNEED)
    try file.close()
  }

  /// The bytes of a file that was written.
  public func read(_ name: String, limit: Int) throws(RuntimeError) -> [UInt8] {
    try FileText.read("\(temporary)/\(name)", limit: limit)
  }

  /// Puts the folder under its name; throws `alreadyThere` when there is one with files in it.
  public mutating func commit() throws(RuntimeError) {
    try descriptor.flush()
    // "oldpath can specify a directory. In this case, newpath must either not exist, or it must
    // specify an empty directory." (rename(2))
    guard unsafe rename(temporary, path) == 0 else { throw .making(path, errno) }
    isCommitted = true
    try Folders.flush(parent)
  }

  /// Removes what makers that were killed have left in `parent`; returns how many folders that were.
  ///
  /// One whose maker lives is locked, and stays; so does one younger than a minute.
  @discardableResult
  public static func removeLeftovers(in parent: String) throws(RuntimeError) -> Int {
    var count = 0
    for name in try Folders.names(in: parent) where name.hasPrefix(mark) {
      let path = "\(parent)/\(name)"
      var status = stat()
      guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
        time(nil) - status.st_mtim.tv_sec > 60,
        let folder = try? Descriptor(reading: path, flags: O_DIRECTORY),
        flock(folder.number, LOCK_EX | LOCK_NB) == 0
      else { continue }
      try Folders.removeWithFiles(path)
      count += 1
    }
    return count
  }
}
