import Drill
import Kafka
import Runtime

/// The work of the thread that reads sentinels: batches in, sightings out.
struct SentinelReadingTurn: ~Copyable {
  private let reading: SentinelReading
  private let sightings: Locked<SentinelSightings>
  private var consumer: Consumer
  // A broker answers the requests of one connection in turn, so a fetch that waits would hold up
  // the question for the topic's beginning.
  private var asker: Consumer
  private var records: SentinelRecords
  private var positions: TopicPositions
  private var live: Set<Int32> = []

  init(
    _ reading: SentinelReading, from starts: [Int32: Int64], to sightings: Locked<SentinelSightings>
  ) throws(KafkaError) {
    var configuration = reading.configuration
    try configuration.set("isolation.level", "read_committed")
    if configuration["fetch.wait.max.ms"] == nil {
      try configuration.set("fetch.wait.max.ms", "100")
    }
    var consumer = try Consumer(configuration)
    try configuration.set("isolation.level", "read_uncommitted")
    let asker = try Consumer(configuration)
    try consumer.assign(
      starts.map { Assignment(topic: reading.topic, partition: $0.key, from: .offset($0.value)) },
      timeout: reading.timeout)
    self.consumer = consumer
    self.asker = asker
    self.reading = reading
    self.sightings = sightings
    records = SentinelRecords(run: reading.run)
    positions = TopicPositions(starts)
  }

  /// Takes what has come, waiting 100 ms at most; throws what cannot mend itself.
  mutating func take() throws(KafkaError) {
    var news: [SentinelArrival] = []
    var trouble: String?
    let failure = poll(&news, &trouble)
    if !positions.holes.isEmpty { lookAtHoles(&trouble) }
    let (live, positions, unreadable) = (live, positions, records.unreadable)
    sightings.withLock { sightings in
      sightings.arrivals += news
      sightings.positions = positions
      sightings.live = live
      sightings.unreadable = unreadable
      if let trouble {
        sightings.trouble = trouble
      } else if !news.isEmpty {
        sightings.trouble = nil
      }
    }
    if let failure { throw failure }
  }

  private mutating func poll(_ news: inout [SentinelArrival], _ trouble: inout String?)
    -> KafkaError?
  {
    let batch = consumer.poll(timeout: .milliseconds(100))
    let now = reading.clock.moment
    for index in batch.indices {
      let record = batch[index]
      positions.reached(record.partition, offset: record.offset, isRecord: true, at: now.wall)
      let seen = live.contains(record.partition) ? now : nil
      if let arrival = records.arrival(record, seen: seen) { news.append(arrival) }
    }
    for event in batch.events {
      switch event {
      case .endOfPartition(_, let partition, let offset):
        positions.reached(partition, offset: offset, isRecord: false, at: now.wall)
        live.insert(partition)
      case .error(let error) where error.isFatal || error.kind == .authentication:
        return error
      case .error(let error): trouble = "\(error)"
      case .statistics: break
      }
    }
    return nil
  }

  private mutating func lookAtHoles(_ trouble: inout String?) {
    do throws(KafkaError) {
      let marks = try asker.watermarks(topic: reading.topic, timeout: reading.timeout)
      let beginnings = Dictionary(
        uniqueKeysWithValues: marks.enumerated().map { (Int32($0), $1.beginning) })
      positions.resolve(
        beginnings: beginnings, isCompacted: reading.isCompacted,
        at: reading.clock.moment.wall)
    } catch {
      // Asked again with the next batch: a hole stays one until then.
      trouble = "\(error)"
    }
  }
}
