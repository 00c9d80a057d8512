public import Debezium

/// What the tracker must be told: names, and the times after which it gives up waiting.
public struct TrackerSettings: Sendable {
  /// The connector's name, as Connect knows it; nil when it could not be found out.
  public var connector: String?
  /// The connector's `topic.prefix`; nil when it could not be found out.
  public var prefix: String?
  /// The database, for the SQL of `next`.
  public var engine = Engine.unknown
  /// The signal table, such as `public.debezium_signal`; nil when there is none or it is not known.
  public var signalTable: String?
  /// Rows a chunk, when the connector's configuration told; nil otherwise.
  public var chunkSize: Int?
  /// Without a sign of progress for this long a snapshot is STALLED.
  public var stalledAfter: Duration = .seconds(60)
  /// Without a row for this long a snapshot that only its rows tell of is UNKNOWN.
  public var quietAfter: Duration = .seconds(10)
  /// Without an answer for this long a signal is UNANSWERED; nil takes the longer of four poll
  /// intervals and 30 s, or 60 s for a signal sent through Kafka.
  public var unansweredAfter: Duration?
  /// The connector's `signal.poll.interval.ms`.
  public var signalPollInterval: Duration = .seconds(5)

  /// Settings with the defaults of Debezium and of cdcwatch.
  public init() {}

  /// How long an answer to a signal may take.
  func patience(for channel: SignalEntry.Channel) -> Duration {
    if let unansweredAfter { return unansweredAfter }
    return max(signalPollInterval * 4, channel == .kafka ? .seconds(60) : .seconds(30))
  }

  /// The topic that a table's records go to unless a transform routes them elsewhere.
  func topic(of table: String) -> String {
    prefix.map { "\($0).\(table)" } ?? table
  }
}
