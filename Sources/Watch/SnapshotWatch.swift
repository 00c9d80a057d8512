import Debezium
public import Kafka
public import Runtime
public import Snapshot

/// Follows the snapshots of a cluster's connectors: records in, readings out.
///
/// Belongs to the thread that made it. `open` finds the topics and reads what controls snapshots to
/// its end; from then on `step` takes what comes. Nothing is kept but the trackers' counts.
public struct SnapshotWatch: ~Copyable {
  let request: WatchRequest
  let configuration: Configuration
  /// Asks and never fetches: a broker answers the requests of one connection in turn, and a fetch
  /// that waits for records holds up the next question for half a second.
  var asker: Consumer
  var consumer: Consumer
  var intake: RecordIntake
  var partitionCounts: [String: Int] = [:]
  /// What topics are for, by their last records, where their names did not say.
  var roles: [String: TopicProbe.Role] = [:]
  /// What the user should know of how the topics were found.
  public internal(set) var notes: [String] = []
  var nextLook = ContinuousClock.now
  /// When the cluster is asked again for topics that it did not have.
  var nextSearch = ContinuousClock.now + .seconds(1)
  /// Whether the user wants it to end; asked while topics are read to their ends.
  var isStopped: () -> Bool = { false }
  /// The connectors that were known when the plans were made.
  var connectorsAtOpening: [TopicFinder.KnownConnector] = []
  /// When it was opened first; nil before.
  var openedAt: Timestamp?
  /// The tables that signals have asked for since then, by the connector's prefix.
  var requestedTables: [String: [String]] = [:]
  /// How many tables the trackers knew when new ones were last looked for.
  var knownTableCount = 0
  /// What is done with what comes.
  var phase = Phase.opening
  /// Whether the brokers answer, and what was missed has been read.
  public internal(set) var connection = Connection.up

  /// Whether the brokers answer.
  public enum Connection: Sendable, Equatable {
    /// They do, as far as is known.
    case up
    /// They have not since a moment; librdkafka tries again by itself.
    case lost(since: Timestamp, reason: String)
  }

  /// A watch that has not asked anybody anything yet; throws what is wrong with the configuration.
  public init(_ configuration: Configuration, request: WatchRequest) throws(WatchError) {
    self.request = request
    intake = RecordIntake(clock: ClusterClock(wallClock: request.clock))
    self.configuration = configuration
    let asker = try Self.consumer(configuration)
    let consumer = try Self.consumer(configuration)
    self.asker = asker
    self.consumer = consumer
  }

  enum Phase {
    /// Topics are read to their ends, and nothing else is done meanwhile.
    case opening
    /// Records are taken as they come.
    case following
    /// The brokers are back, or there are new topics: control topics are read to their ends, as at
    /// the opening.
    case rejoining

    var fetchWait: Int {
      switch self {
      case .opening, .rejoining: 10
      case .following: 100
      }
    }
  }

  private static func consumer(_ configuration: Configuration) throws(WatchError) -> Consumer {
    do throws(KafkaError) {
      return try Consumer(configuration)
    } catch {
      throw .kafka(error)
    }
  }

  /// Reads all topics that have a progress, or those among them, each from where it is, over a
  /// connection of its own on which no fetch is waiting yet.
  mutating func restartReading(_ phase: Phase, _ topics: Set<String>? = nil) throws(KafkaError) {
    self.phase = phase
    consumer = try Consumer(configuration.fetchingPromptly(within: phase.fetchWait))
    intake.forgetTopicNumbers()
    try consumer.assign(intake.assignments(topics), timeout: request.timeout)
  }

  /// What is read, a line a connector, for who wants to know.
  public var description: [String] {
    intake.plans.enumerated().map { position, plan in
      let own = intake.tables.filter { $0.tracker == position }.map(\.topic)
      let topics = plan.controlTopics + own
      let name = plan.connector ?? plan.prefix ?? "a connector that no source names"
      return "\(name): reads \(topics.joined(separator: ", "))"
    }
  }

  /// What librdkafka has logged since this was last asked.
  public mutating func takeLogs() -> [LogLine] { asker.takeLogs() + consumer.takeLogs() }

  // MARK: Readings

  /// The reading of each watched table, in the order in which the tables were named.
  public func readings(at now: Timestamp) -> [SnapshotReading] {
    let now = moment(now)
    return intake.tables.map { table in
      var reading = intake.trackers[table.tracker].reading(of: table.index, at: now)
      // What does not come cannot be counted into a rate.
      if connection != .up { reading.rate = nil }
      return reading
    }
  }

  /// Every snapshot of each watched table, oldest first.
  public func history(at now: Timestamp) -> [SnapshotReading] {
    let now = moment(now)
    return intake.tables.flatMap { intake.trackers[$0.tracker].history(of: $0.index, at: now) }
  }

  /// The moment to judge at: while the brokers do not answer, what has not come says nothing.
  private func moment(_ now: Timestamp) -> Timestamp {
    let now = intake.clock.adjusted(now)
    if case .lost(let since, _) = connection { return min(now, since) }
    return now
  }

  /// The connectors that are followed; nil names where no source told.
  public var connectors: [String?] { intake.plans.map(\.connector) }

  /// Tells what Connect's REST interface says of a connector.
  public mutating func setStatus(_ status: ConnectorTaskState?, of connector: String) {
    for position in intake.plans.indices where intake.plans[position].connector == connector {
      intake.trackers[position].status(status)
    }
  }

  /// Records of the watched tables read so far and in all, as it was when reading began; nil once
  /// all of these have been read.
  public var catchUp: (read: Int64, total: Int64)? {
    let open = intake.tables.compactMap { intake.progress[$0.topic] }
    guard open.contains(where: { !$0.isComplete }) else { return nil }
    return open.reduce((read: 0, total: 0)) { sum, topic in
      let counts = topic.counts
      return (sum.read + counts.read, sum.total + counts.total)
    }
  }

  /// The records of watched tables that are no change events.
  public var unreadable: UnreadableRecords { intake.unreadable }

  // MARK: Records

  /// Takes what has come, waiting at most so long for the first; throws what cannot mend itself.
  public mutating func step(timeout: Duration) throws(WatchError) {
    try take(takeRecords(timeout: min(timeout, intake.timeToRelease ?? timeout)))
    if phase == .rejoining {
      try finishRejoining()
    } else if connection != .up {
      try rejoin()
    } else if phase == .following {
      try takeUpNewTables()
      if phase == .following, connection == .up { try lookForNewTopics() }
    }
    if phase == .following, catchUp == nil { intake.beginOrdering() }
    intake.release()
  }

  private mutating func takeRecords(timeout: Duration) -> [ConsumerEvent] {
    let batch = consumer.poll(timeout: timeout)
    guard !batch.isEmpty else { return [] }
    // What comes before the rejoining is read again then, in its order.
    if connection == .up || phase == .rejoining { intake.take(batch) }
    return batch.events
  }

  /// Reads on to the ends that the tables' topics have now, for those whose snapshot has ended and
  /// was not read to its end.
  public mutating func settle() throws(WatchError) {
    guard connection == .up else { return }
    let now = intake.clock.now()
    for slot in intake.tables.indices {
      let table = intake.tables[slot]
      let reading = intake.trackers[table.tracker].reading(of: table.index, at: now)
      let isUnsettled = reading.state.hasEnded && !reading.isSettled
      guard isUnsettled || reading.awaitsRows else { continue }
      guard intake.progress[table.topic]?.isComplete == true else { continue }
      do throws(KafkaError) {
        let ends = try asker.watermarks(topic: table.topic, timeout: request.timeout)
        for (partition, marks) in ends.enumerated() {
          intake.progress[table.topic]?.aim(Int32(partition), target: marks.end)
        }
      } catch {
        throw .kafka(error)
      }
      intake.tables[slot].targetTaken = now
    }
  }

  // MARK: Events

  private mutating func take(_ events: [ConsumerEvent]) throws(WatchError) {
    for event in events {
      switch event {
      case .endOfPartition, .statistics: break
      case .error(let error):
        switch error.kind {
        case .authentication, .authorization: throw .kafka(error)
        case .unreachable where error.code == .allBrokersDown:
          noteLoss(error)
        case .unreachable: break
        case .unknownTopic, .configuration, .other:
          if error.isFatal { throw .kafka(error) }
        }
      }
    }
  }
}
