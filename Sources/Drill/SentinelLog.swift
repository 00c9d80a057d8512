/// What a run's writer meant to write, and what became of it: its `sentinels.jsonl`, read.
public struct SentinelLog: Sendable, Hashable {
  /// A change with what is known of it.
  public struct Attempt: Sendable, Hashable {
    /// The change.
    public var change: SentinelChange
    /// When its transaction was about to begin.
    public var intended: DrillMoment
    /// What became of it, the newest word; nil when there is none.
    public var outcome: SentinelLogEntry.Outcome?
    /// When that was known.
    public var answered: DrillMoment?

    /// Whether the database has said that it has it.
    public var isAcknowledged: Bool { outcome == .committed || outcome == .found }
  }

  /// What was tried, by number.
  public private(set) var attempts: [Int: Attempt] = [:]
  /// The greatest number that was tried; 0 for none.
  public private(set) var lastNumber = 0
  /// How many bytes of the file are whole lines: what follows was torn by a crash, and is cut off
  /// before more is written.
  public private(set) var wholeBytes = 0

  /// A log in which nothing was written.
  public init() {}

  /// Reads a file's bytes; throws the number, from 1, of a line that is none and that is not the last
  /// one, torn.
  public init(_ bytes: [UInt8]) throws(SentinelLogError) {
    var number = 0
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      number += 1
      guard let entry = SentinelLogEntry(Array(bytes[start..<end])) else {
        throw SentinelLogError(line: number)
      }
      add(entry)
      start = end + 1
      wholeBytes = start
    }
  }

  /// Takes a line in.
  public mutating func add(_ entry: SentinelLogEntry) {
    switch entry.event {
    case .intent(let kind, let key):
      attempts[entry.number] = Attempt(
        change: SentinelChange(number: entry.number, kind: kind, key: key),
        intended: entry.moment)
      lastNumber = max(lastNumber, entry.number)
    case .answer(let outcome, _):
      attempts[entry.number]?.outcome = outcome
      attempts[entry.number]?.answered = entry.moment
    }
  }

  /// The keys whose delete was tried.
  public var deletedKeys: Set<Int> {
    Set(attempts.values.filter { $0.change.kind == .delete }.map(\.change.key))
  }
}

/// A line of `sentinels.jsonl` that is none.
public struct SentinelLogError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Its number, from 1.
  public let line: Int

  /// One sentence without a full stop.
  public var description: String { "line \(line) of sentinels.jsonl is no line of a sentinel" }
}
