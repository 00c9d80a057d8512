import Glibc
import Runtime

/// A server on a free loopback port that does what a test tells it to, byte for byte.
final class ScriptedServer: Sendable {
  /// What it does after a request has come.
  enum Step: Sendable {
    /// Sends these bytes.
    case send([UInt8])
    /// Sends so many bytes, a piece at a time, until the client has gone.
    case flood(Int)
    /// Waits until the client has gone.
    case hang
    /// Closes the connection.
    case close
  }

  let port: Int
  private let listener: Int32
  private let seen: Locked<[String]>
  private let open: Locked<[Int32]>
  private let thread: DedicatedThread<Bool>

  /// The heads and bodies of the requests that came, in order.
  var requests: [String] { seen.current }
  var url: String { "http://127.0.0.1:\(port)" }

  /// One list of steps for each request; the last one serves all that come later.
  ///
  /// Connections are served side by side, a request at a time.
  init(_ script: [[Step]]) throws {
    let (listener, port) = try LoopbackSocket.listen()
    let seen = Locked<[String]>([])
    let open = Locked<[Int32]>([])
    self.listener = listener
    self.port = port
    self.seen = seen
    self.open = open
    thread = try DedicatedThread(name: "scripted") {
      var count = 0
      while true {
        let connections = open.current
        guard let ready = Self.wait(for: [listener] + connections) else { return true }
        if ready == listener {
          let connection = accept(listener, nil, nil)
          guard connection >= 0 else { return true }
          open.withLock { $0.append(connection) }
          continue
        }
        if let request = Self.readRequest(ready) {
          seen.withLock { $0.append(request) }
          let steps = script[min(count, script.count - 1)]
          count += 1
          if steps.allSatisfy({ Self.run($0, ready) }) { continue }
        }
        open.withLock { $0.removeAll { $0 == ready } }
        close(ready)
      }
    }
  }

  /// The first of the sockets on which something has come or ended.
  private static func wait(for sockets: [Int32]) -> Int32? {
    var waiting = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard unsafe poll(&waiting, nfds_t(waiting.count), -1) > 0 else { return nil }
    return waiting.first { $0.revents != 0 }?.fd
  }

  convenience init(_ answers: String...) throws {
    try self.init(answers.map { [.send(Array($0.utf8))] })
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    open.withLock { for connection in $0 { shutdown(connection, Int32(SHUT_RDWR)) } }
    _ = thread.join()
    close(listener)
  }

  /// A whole answer with its length.
  static func answer(
    _ status: String, _ body: String, type: String = "application/json"
  ) -> String {
    "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  private static func run(_ step: Step, _ connection: Int32) -> Bool {
    switch step {
    case .send(let bytes): return send(bytes, connection)
    case .flood(let count):
      let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
      for _ in 0..<count / piece.count where !send(piece, connection) { return false }
      return true
    case .hang:
      while !receive(connection).isEmpty {}
      return false
    case .close: return false
    }
  }

  private static func readRequest(_ connection: Int32) -> String? {
    var text = ""
    while true {
      let bytes = receive(connection)
      guard !bytes.isEmpty else { return nil }
      text += String(decoding: bytes, as: UTF8.self)
      guard let head = text.firstRange(of: "\r\n\r\n") else { continue }
      let length = text[..<head.lowerBound].split(separator: "\r\n")
        .first { $0.lowercased().hasPrefix("content-length:") }
        .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) }
      if text[head.upperBound...].utf8.count >= length ?? 0 { return text }
    }
  }

  private static func receive(_ connection: Int32) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe recv(connection, &buffer, buffer.count, 0)
    return Array(buffer.prefix(max(count, 0)))
  }

  private static func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let rest = Array(bytes[sent...])
      let count = unsafe Glibc.send(connection, rest, rest.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
