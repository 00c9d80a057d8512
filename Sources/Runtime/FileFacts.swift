import Glibc

/// What the file system knows of a path, links followed.
public struct FileFacts: Sendable, Hashable {
  /// Whether it is a folder.
  public var isFolder: Bool
  /// Whether it is a regular file; false for a pipe, which only its reader can read.
  public var isRegularFile: Bool
  /// Whether users other than its owner may read it.
  public var isReadableByOthers: Bool

  /// The facts about the path; nil when there is nothing, or this user may not look.
  public init?(_ path: String) {
    var found = stat()
    guard unsafe stat(path, &found) == 0 else { return nil }
    isFolder = found.st_mode & S_IFMT == S_IFDIR
    isRegularFile = found.st_mode & S_IFMT == S_IFREG
    isReadableByOthers = found.st_mode & (S_IRGRP | S_IROTH) != 0
  }

  /// The path without links, `.` and `..`; nil when there is nothing.
  public static func canonical(_ path: String) -> String? {
    // "returns a pointer to the allocated buffer. The caller should deallocate this buffer using
    // free(3)" (realpath(3), for a null buffer)
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// Whether this user may write in the folder, or to the file.
  public static func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }
}
