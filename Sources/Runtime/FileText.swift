import Glibc

/// A small file, such as a configuration or a certificate, read whole.
public enum FileText {
  /// The most that `read` accepts by default: 1 MiB.
  public static let usualLimit = 1_048_576

  /// The bytes of the file at `path`; empty for an empty file.
  ///
  /// Works for pipes and `/dev/fd/N` too, so `-F <(command)` does. Throws `notFound`,
  /// `permissionDenied`, `unreadable`, or `tooLarge` when there are more than `limit` bytes.
  public static func read(
    _ path: String, limit: Int = usualLimit
  ) throws(RuntimeError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw .reading(path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .reading(path, errno)
      }
      guard bytes.count + count <= limit else { throw .tooLarge(path: path, limit: limit) }
      bytes.append(contentsOf: chunk[..<count])
    }
  }
}
