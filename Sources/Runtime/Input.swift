import Glibc

/// A place from which text is read: standard input, or whatever a test gives.
public struct Input: Sendable {
  private let source: @Sendable (Int) throws(RuntimeError) -> String
  /// Whether a person types it.
  public let isTerminal: Bool

  /// An input that gives `text`.
  public init(text: String) {
    source = { (_) throws(RuntimeError) in text }
    isTerminal = false
  }

  /// Standard input.
  public static var standardInput: Input {
    Input(isTerminal: isatty(STDIN_FILENO) == 1) { (limit) throws(RuntimeError) in
      try read(STDIN_FILENO, atMost: limit)
    }
  }

  private init(
    isTerminal: Bool, _ source: @escaping @Sendable (Int) throws(RuntimeError) -> String
  ) {
    self.isTerminal = isTerminal
    self.source = source
  }

  /// The line that a person types, without its end; nil at the end of the input, and where nobody
  /// types.
  public func typedLine() -> String? { isTerminal ? readLine() : nil }

  /// Everything up to the end as UTF-8, bytes that are none replaced; blocks until the end.
  ///
  /// Throws `cannotRead` for an input of more than `limit` bytes and for a descriptor that fails.
  public func readAll(atMost limit: Int) throws(RuntimeError) -> String { try source(limit) }

  private static func read(_ descriptor: CInt, atMost limit: Int) throws(RuntimeError) -> String {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count == 0 { return String(decoding: all, as: UTF8.self) }
      if count < 0 {
        guard errno == EINTR else { throw .cannotRead(reason: RuntimeError.reason(errno)) }
        continue
      }
      all += buffer[..<count]
      guard all.count <= limit else { throw .cannotRead(reason: "more than \(limit) bytes") }
    }
  }
}
