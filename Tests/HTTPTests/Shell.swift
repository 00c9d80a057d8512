import Glibc

/// A shell command's output, line by line; its end is waited for.
@safe final class Shell {
  struct Failure: Error {
    let code = errno
  }

  private let stream: UnsafeMutablePointer<FILE>

  init(_ command: String) throws {
    guard let stream = unsafe popen(command, "re") else { throw Failure() }
    unsafe self.stream = unsafe stream
  }

  deinit {
    unsafe pclose(stream)
  }

  /// The next line that is not empty, without its end; empty when there is none.
  func readLine() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    while unsafe fgets(&buffer, Int32(buffer.count), stream) != nil {
      let bytes = buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
      if !bytes.isEmpty { return String(decoding: bytes, as: UTF8.self) }
    }
    return ""
  }
}
