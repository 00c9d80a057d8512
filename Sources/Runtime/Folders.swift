import Glibc

/// Folders: what is in them, making and removing them.
public enum Folders {
  /// The names in the folder at `path`, without `.` and `..`, in order; throws `notFound`,
  /// `permissionDenied` or `unreadable`.
  public static func names(in path: String) throws(RuntimeError) -> [String] {
    guard let folder = unsafe opendir(path) else { throw .reading(path, errno) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while true {
      // "If the end of the directory stream is reached, NULL is returned and errno is not changed.
      // If an error occurs, NULL is returned and errno is set" (readdir(3))
      errno = 0
      guard let entry = unsafe readdir(folder) else {
        guard errno == 0 else { throw .unreadable(path: path, reason: RuntimeError.reason(errno)) }
        return names.sorted()
      }
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }

  /// Whether there is a folder at `path`.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes the folder at `path` and those above it that are missing, for their owner alone; content
  /// with one that is there.
  public static func make(_ path: String) throws(RuntimeError) {
    guard !exists(path) else { return }
    let slash = path.lastIndex(of: "/")
    let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    try make(parent)
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .making(path, errno) }
    try flush(parent)
  }

  /// Removes the folder at `path` with the files in it, which must be no folders.
  ///
  /// It goes under another name first, so that nobody meets half of it.
  public static func remove(_ path: String) throws(RuntimeError) {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let hidden = "\(path[..<slash])\(NewFolder.mark)removed-\(path[slash...])"
    guard unsafe rename(path, hidden) == 0 else { throw .removing(path, errno) }
    try flush(path[..<slash].isEmpty ? "." : String(path[..<slash]))
    try removeWithFiles(hidden)
  }

  static func removeWithFiles(_ path: String) throws(RuntimeError) {
    for name in try names(in: path) {
      guard unsafe unlink("\(path)/\(name)") == 0 else {
        throw .removing("\(path)/\(name)", errno)
      }
    }
    guard unsafe rmdir(path) == 0 else { throw .removing(path, errno) }
  }

  /// Waits until the folder's own entries are on the disk.
  static func flush(_ path: String) throws(RuntimeError) {
    let folder = try Descriptor(reading: path, flags: O_DIRECTORY)
    try folder.flush()
  }
}

extension RuntimeError {
  fileprivate static func removing(_ path: String, _ code: CInt) -> RuntimeError {
    code == ENOENT
      ? .notFound(path: path) : .cannotRemove(path: path, reason: reason(code))
  }
}
