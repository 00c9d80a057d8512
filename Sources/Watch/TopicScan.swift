import EnvelopeReader
public import Kafka
public import Runtime

/// Reads one topic from a place to the end that it has when the scan begins, and counts its records.
///
/// Belongs to the thread that made it. Memory does not grow with the topic, and no record costs an
/// allocation.
public struct TopicScan: ~Copyable {
  private var consumer: Consumer
  private var reader = EnvelopeReader()
  private var progress = TopicProgress()
  private var topic = ""
  /// The row that is looked for beside the counting; nil for none.
  public var match: RowMatch?
  /// The first hundred of its records.
  public private(set) var found: [RowMatch.Found] = []
  /// How many of its records there were.
  public private(set) var foundCount: Int64 = 0
  /// What was counted so far.
  public private(set) var counts = EventCounts()

  /// A scan that reads nothing yet; throws what is wrong with the configuration.
  public init(_ configuration: Configuration) throws(KafkaError) {
    consumer = try Consumer(configuration.fetchingPromptly(within: 100))
  }

  /// Makes a waiting `step` return; for another thread.
  public var waker: Waker { consumer.waker }

  /// The topics of the cluster.
  ///
  /// Creates none. `isStopped` is asked twice a second.
  public mutating func topics(
    timeout: Duration, isStopped: () -> Bool
  ) throws(WatchError) -> [String] {
    try askPatiently(timeout: timeout, isStopped: isStopped) { (turn) throws(KafkaError) in
      try consumer.metadata(timeout: turn).topics.map(\.name)
    }
  }

  /// Begins to read a topic; throws when it does not exist or no leader answers.
  public mutating func begin(
    _ topic: String, from start: Start, timeout: Duration
  ) throws(KafkaError) {
    self.topic = topic
    progress = try consumer.beginning(of: topic, from: start.rowStart, timeout: timeout).progress
    let assignments = progress.positions.map {
      Assignment(topic: topic, partition: $0, from: .offset($1))
    }
    try consumer.assign(assignments, timeout: timeout)
  }

  /// Where a scan begins.
  public enum Start: Sendable {
    /// At a place.
    case position(StartPosition)
    /// At the first record that is not older than a moment.
    case time(Timestamp)

    var rowStart: RowStart {
      switch self {
      case .position(let position): .position(position)
      case .time(let time): .time(time)
      }
    }
  }

  /// Whether every partition was read to the end that it had when the scan began.
  public var isComplete: Bool { progress.isComplete }

  /// Records read and in all, by their offsets.
  public var amount: (read: Int64, total: Int64) { progress.counts }

  /// Takes what has come, waiting at most so long for the first; throws what cannot mend itself.
  public mutating func step(timeout: Duration) throws(KafkaError) {
    let failure = take(timeout: timeout)
    if let failure { throw failure }
  }

  private mutating func take(timeout: Duration) -> KafkaError? {
    let batch = consumer.poll(timeout: timeout)
    // Where the stretch of one partition's records begins that the record at hand lies in.
    var begin = 0
    for index in batch.indices {
      let record = batch[index]
      let reading = reader.read(record)
      counts.count(
        reading, at: EventCounts.Position(of: record), in: topic, markerText: reader.otherMarkerText
      )
      if let one = match?.found(record, reading: reading, reader: &reader) {
        foundCount += 1
        if found.count < 100 { found.append(one) }
      }
      let isLast = index + 1 == batch.count || batch[index + 1].partition != record.partition
      if isLast || index == begin { counts.reached(EventCounts.Position(of: record)) }
      if isLast {
        progress.reached(record.partition, offset: record.offset + 1)
        begin = index + 1
      }
    }
    for event in batch.events {
      switch event {
      case .endOfPartition(_, let partition, let offset):
        progress.reached(partition, offset: offset)
      case .error(let error) where error.isFatal || error.kind == .authentication:
        return error
      case .error, .statistics: break
      }
    }
    return nil
  }
}

extension EventCounts.Position {
  /// Where a record lies.
  init(of record: borrowing Record) {
    self.init(partition: record.partition, offset: record.offset, time: record.timestamp)
  }
}
