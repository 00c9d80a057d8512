/// A file that grows by whole pieces, each on the disk before the next thing happens.
///
/// While it lives it holds a lock on the file: a second holder is refused. The lock ends with the
/// process, however that ends.
public struct AppendedFile: ~Copyable {
  private let file: Descriptor
  private var length: Int

  /// Opens `path` for appending, and makes it for its owner alone when it is missing; nil when
  /// another holds it.
  ///
  /// Throws `cannotMake`.
  public static func open(_ path: String) throws(RuntimeError) -> AppendedFile? {
    let file = try Descriptor(appendingTo: path)
    guard try file.lock() else { return nil }
    // A new file's name has to be on the disk as well as its bytes.
    let slash = path.lastIndex(of: "/")
    try Folders.flush(slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
    return AppendedFile(length: try file.length(), file: file)
  }

  private init(length: Int, file: consuming Descriptor) {
    self.file = file
    self.length = length
  }

  /// Cuts off what lies behind the first `length` bytes.
  public mutating func cut(to length: Int) throws(RuntimeError) {
    try file.cut(to: length)
    try file.flush()
    self.length = length
  }

  /// Appends these bytes, and returns when they are on the disk.
  ///
  /// When it throws, the file is cut back to what it was, as far as the disk lets it be.
  public mutating func append(_ bytes: [UInt8]) throws(RuntimeError) {
    do throws(RuntimeError) {
      try file.write(bytes)
      try file.flush()
    } catch {
      try? cut(to: length)
      throw error
    }
    length += bytes.count
  }
}
