public import Kafka
public import Runtime

/// What a watch is asked to do.
public struct WatchRequest: Sendable {
  /// From where change topics are read.
  public enum Rows: Sendable {
    /// From where each table's newest snapshot began; the whole topic when that is not known.
    case newestSnapshot
    /// Every topic whole.
    case everything
    /// From a place that the user named.
    case from(StartPosition)
    /// From a moment that the user named.
    case since(Timestamp)
  }

  /// What the user named.
  public var wishes = TopicFinder.Wishes()
  /// What Connect's REST interface told; nil when it was not asked.
  public var connectors: [TopicFinder.KnownConnector]?
  /// From where rows are read.
  public var rows = Rows.newestSnapshot
  /// The times after which waiting ends.
  public var stalledAfter = Duration.seconds(60)
  /// The time after which a signal without an answer is UNANSWERED; nil takes the default.
  public var unansweredAfter: Duration?
  /// Bounds each request to the cluster, and is the quiet that ends a watch of rows alone.
  public var timeout = Duration.seconds(10)

  /// The wall clock.
  public var clock: @Sendable () -> Timestamp

  /// A watch of everything that is known, by that clock.
  public init(clock: @escaping @Sendable () -> Timestamp) {
    self.clock = clock
  }
}

/// Why a watch could not begin, or go on.
public enum WatchError: Error, Sendable {
  /// The cluster refused, or could not be reached.
  case kafka(KafkaError)
  /// The topics could not be found.
  case topics(TopicFinder.Failure)
  /// The user asked to stop.
  case interrupted
}

/// A record of a watched topic that is no change event.
public struct UnreadableRecord: Sendable, Hashable {
  /// Where it lies.
  public var topic: String
  /// Its partition.
  public var partition: Int32
  /// Its offset.
  public var offset: Int64
  /// Why it could not be read.
  public var reason: String

  /// A record and why it could not be read.
  public init(topic: String, partition: Int32, offset: Int64, reason: String) {
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.reason = reason
  }
}
