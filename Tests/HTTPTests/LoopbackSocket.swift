import Glibc

/// Sockets on a free port of the loopback interface.
enum LoopbackSocket {
  struct Failure: Error {
    let code = errno
  }

  /// A listening socket and its port.
  static func listen() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure() }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        guard unsafe bind(descriptor, pointer, length) == 0, Glibc.listen(descriptor, 8) == 0 else {
          return Int32(-1)
        }
        return unsafe getsockname(descriptor, pointer, &length)
      }
    }
    guard code == 0 else { throw Failure() }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// A port on which nobody listens: one that was free a moment ago.
  static func refusedPort() throws -> Int {
    let (descriptor, port) = try listen()
    close(descriptor)
    return port
  }
}
