/// What a connector or a task does, in Connect's own words.
///
/// `RUNNING` says only that no error came up to the worker: a Debezium task that retries for ever
/// is `RUNNING` without a trace, and nothing arrives.
public enum ConnectorState: Sendable, Hashable, CustomStringConvertible {
  /// On no worker yet, as during a rebalance.
  case unassigned
  /// Started.
  case running
  /// Told to do nothing, its tasks still there.
  case paused
  /// Ended by an error, which the trace tells.
  case failed
  /// About to start again.
  case restarting
  /// Told to stop; it has no tasks, once they have ended.
  case stopped
  /// Being removed; the REST interface does not show it.
  case destroyed
  /// The workers have no status yet, as just after its making.
  case unknown
  /// A word that a newer Connect may have.
  case other(String)

  /// From Connect's word, such as `RUNNING`.
  public init(_ word: String) {
    self = Self.words.first { $0.word == word }?.state ?? .other(word)
  }

  /// Connect's word; `UNKNOWN` when the workers have no status yet.
  public var description: String {
    if case .other(let word) = self { return word }
    return Self.words.first { $0.state == self }?.word ?? "UNKNOWN"
  }

  private static let words: [(word: String, state: ConnectorState)] = [
    ("UNASSIGNED", .unassigned), ("RUNNING", .running), ("PAUSED", .paused), ("FAILED", .failed),
    ("RESTARTING", .restarting), ("STOPPED", .stopped), ("DESTROYED", .destroyed),
  ]
}
