import Glibc

/// A file to which lines are added without waiting for the disk, for its owner alone.
///
/// Each line goes out by one call, so that a process that dies leaves whole lines, and at most one
/// that was torn at the end. Belongs to one thread at a time; closes with its life.
public struct LineFile: ~Copyable, Sendable {
  private let file: Descriptor

  /// Opens the file at `path`, or makes it; cuts it to its first `length` bytes where it is longer.
  ///
  /// Throws `cannotMake`.
  public init(_ path: String, keeping length: Int) throws(RuntimeError) {
    let opened = try Descriptor(appendingTo: path)
    try opened.cut(to: length)
    file = opened
  }

  /// Adds bytes; they are with the kernel when this returns, so that they outlive the process.
  public func append(_ bytes: [UInt8]) throws(RuntimeError) {
    try file.write(bytes)
  }

  /// Waits until what was added is on the disk.
  public func flush() throws(RuntimeError) {
    try file.flush()
  }
}
