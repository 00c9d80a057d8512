public import JSON
public import Runtime

/// A run's journal: its lines, each with the hash of the one before.
public struct Journal: Sendable {
  /// The lines in order.
  public private(set) var lines: [JournalLine] = []
  /// The hash of the last line; `JournalLine.noHash` when there is none.
  public private(set) var lastHash = JournalLine.noHash

  /// A journal without lines.
  public init() {}

  /// Appends a line, and returns its bytes with the line feed; the caller puts them on the disk.
  public mutating func append(
    _ event: JournalLine.Event, step: String? = nil, effect: String? = nil,
    detail: [JSONValue.Member] = [], at time: Timestamp
  ) throws(JournalError) -> [UInt8] {
    let line = JournalLine(
      number: lines.count + 1, time: time, step: step, effect: effect, event: event,
      detail: detail, previous: lastHash)
    let bytes = line.bytes
    lastHash = try Self.hash(bytes)
    lines.append(line)
    return bytes + [0x0A]
  }

  /// A journal as it was found on the disk.
  public struct Found: Sendable {
    /// The journal up to its last whole line.
    public let journal: Journal
    /// How many bytes that is; what follows was torn off by a crash.
    public let wholeBytes: Int
    /// How many bytes of a torn line follow.
    public let tornBytes: Int
  }

  /// Reads a journal; throws at the first line that is not as it was written.
  ///
  /// Only the last line may be torn: it has no line feed, since a line is written at once and on the
  /// disk before anything else happens.
  public static func read(_ bytes: [UInt8]) throws(JournalError) -> Found {
    var journal = Journal()
    var start = 0
    while let end = bytes[start...].firstIndex(of: 0x0A) {
      try journal.take(Array(bytes[start..<end]))
      start = end + 1
    }
    return Found(journal: journal, wholeBytes: start, tornBytes: bytes.count - start)
  }

  private mutating func take(_ bytes: [UInt8]) throws(JournalError) {
    let number = lines.count + 1
    guard let line = JournalLine(bytes) else { throw .unreadable(line: number) }
    guard line.number == number else { throw .misnumbered(line: number, found: line.number) }
    guard line.previous == lastHash else { throw .changed(line: max(1, number - 1)) }
    // Another spelling of the same object has another hash, and would pass as the last line.
    guard line.bytes == bytes else { throw .changed(line: number) }
    lastHash = try Self.hash(bytes)
    lines.append(line)
  }

  private static func hash(_ bytes: [UInt8]) throws(JournalError) -> String {
    do throws(RuntimeError) {
      return try SHA256.text(of: bytes)
    } catch {
      throw .noHash
    }
  }
}

/// What is wrong with a journal.
public enum JournalError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1, is no line of a journal.
  case unreadable(line: Int)
  /// The line has another number: lines are missing, or were put in.
  case misnumbered(line: Int, found: Int)
  /// The line, or the one behind it, is not as it was written.
  case changed(line: Int)
  /// The library for hashes gives none.
  case noHash

  /// One sentence without a full stop.
  public var description: String {
    switch self {
    case .unreadable(let line): "line \(line) of the journal cannot be read"
    case .misnumbered(let line, let found):
      "line \(line) of the journal has the number \(found): lines are missing or were put in"
    case .changed(let line):
      "line \(line) of the journal is not as it was written, or the one behind it is not"
    case .noHash: "libcrypto gives no SHA-256"
    }
  }
}
