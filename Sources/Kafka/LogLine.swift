/// A line that librdkafka would have written to stderr.
public struct LogLine: Sendable, Hashable, CustomStringConvertible {
  /// syslog's severity: 3 is an error, 4 a warning, 6 information, 7 debugging.
  public var level: Int
  /// librdkafka's name for what it is about, such as `FAIL` or `CONFWARN`.
  public var facility: String
  /// The text.
  public var text: String

  /// `FAIL: text`.
  public var description: String { "\(facility): \(text)" }
}

/// The newest log lines of a client, at most a thousand.
struct LogBuffer: Sendable {
  static let capacity = 1000
  private var lines: [LogLine] = []
  private var dropped = 0

  mutating func append(_ line: LogLine) {
    // Dropping in halves keeps the cost of a flood constant per line.
    if lines.count >= 2 * Self.capacity {
      dropped += Self.capacity
      lines.removeFirst(Self.capacity)
    }
    lines.append(line)
  }

  mutating func take() -> [LogLine] {
    defer {
      lines = []
      dropped = 0
    }
    let kept = lines.suffix(Self.capacity)
    let lost = dropped + lines.count - kept.count
    guard lost > 0 else { return Array(kept) }
    return [LogLine(level: 4, facility: "LOGS", text: "\(lost) older lines were dropped")] + kept
  }
}
