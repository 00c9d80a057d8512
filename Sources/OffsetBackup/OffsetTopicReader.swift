public import Kafka
internal import Runtime

/// Reads offsets topics whole, from their first record to the ends that they have now.
///
/// Committed records only (`isolation.level=read_committed`): with exactly-once support another
/// reader can see an offset ahead of the data that belongs to it (facts 18). Belongs to the thread
/// that made it.
public struct OffsetTopicReader: ~Copyable {
  private var consumer: Consumer
  // Knows the real ends: a reader of committed records is told the end of these alone, and would
  // take a topic that an open transaction holds back for one that was read whole.
  private var asker: Consumer
  private let timeout: Duration

  // Most partitions are empty, and a fetch over these holds up the others. Offsets are small, so that
  // what librdkafka needs beside each record is more than the record: a short queue is what keeps
  // the memory flat.
  private static let usual: KeyValuePairs = [
    "fetch.wait.max.ms": "10", "queued.max.messages.kbytes": "1024",
    "fetch.message.max.bytes": "262144",
  ]

  /// A reader that has read nothing; throws what is wrong with the configuration.
  ///
  /// `timeout` bounds each question, and the time in which no record comes.
  public init(_ configuration: Configuration, timeout: Duration) throws(KafkaError) {
    var configuration = configuration
    try configuration.set("isolation.level", "read_committed")
    for (name, value) in Self.usual where configuration[name] == nil {
      try configuration.set(name, value)
    }
    let consumer = try Consumer(configuration)
    try configuration.set("isolation.level", "read_uncommitted")
    let asker = try Consumer(configuration)
    self.consumer = consumer
    self.asker = asker
    self.timeout = timeout
  }

  /// The cluster's id and topics.
  ///
  /// A cluster that does not answer is asked in turns, between which `isStopped` is asked.
  public mutating func metadata(
    isStopped: () -> Bool = { false }
  ) throws(OffsetReadError) -> ClusterMetadata {
    let deadline = Deadline(after: timeout)
    var clearest: KafkaError?
    while true {
      guard !isStopped() else { throw .interrupted }
      do throws(KafkaError) {
        return try asker.metadata(timeout: deadline.clamped(to: .milliseconds(500)).remaining)
      } catch {
        // A turn in which no connection was tried anew knows only librdkafka's word for the code.
        if clearest == nil || error.reason != error.code.explanation { clearest = error }
        let mayStillCome = error.kind == .unreachable && !error.isFatal
        guard mayStillCome, !deadline.hasPassed else { throw .kafka(clearest ?? error) }
      }
    }
  }

  /// Reads one topic; `keepsHistory` keeps every record beside the newest ones.
  ///
  /// Throws unless every partition was read to its end. Memory: the newest records, or all of them.
  public mutating func read(
    _ topic: String, keepsHistory: Bool = false, isStopped: () -> Bool = { false }
  ) throws(OffsetReadError) -> OffsetTopic {
    let partitions = try partitions(of: topic, isStopped: isStopped)
    do throws(KafkaError) {
      // A partition that is empty now has nothing that could be missed.
      let full = partitions.filter { $0.beginning < $0.end }
      try consumer.assign(
        full.map { Assignment(topic: topic, partition: $0.number, from: .offset($0.beginning)) },
        timeout: timeout)
    } catch {
      throw .kafka(error)
    }
    var reading = Reading(topic: topic, partitions: partitions, keepsHistory: keepsHistory)
    var deadline = Deadline(after: timeout)
    while !reading.isComplete {
      guard !isStopped() else { throw .interrupted }
      let batch = consumer.poll(timeout: deadline.clamped(to: .milliseconds(200)).remaining)
      if try reading.take(batch) { deadline = Deadline(after: timeout) }
      guard !deadline.hasPassed else { throw reading.incomplete }
    }
    return reading.result
  }

  /// The partitions as they are now.
  ///
  /// A topic that was just made answers NOT_LEADER_FOR_PARTITION for a moment, and is asked again.
  private mutating func partitions(
    of topic: String, isStopped: () -> Bool
  ) throws(OffsetReadError) -> [OffsetTopic.Partition] {
    let deadline = Deadline(after: timeout)
    while true {
      guard !isStopped() else { throw .interrupted }
      do throws(KafkaError) {
        return try asker.watermarks(topic: topic, timeout: timeout).enumerated().map {
          number, marks in
          OffsetTopic.Partition(
            number: Int32(number), beginning: marks.beginning, end: marks.end,
            readTo: marks.beginning)
        }
      } catch {
        let mayCome = error.code == .notLeader || error.code == .leaderNotAvailable
        guard mayCome, !deadline.hasPassed else { throw .kafka(error) }
      }
      // Nothing is assigned, so that nothing comes: a wait that ends with the time.
      _ = asker.poll(timeout: deadline.clamped(to: .milliseconds(100)).remaining)
    }
  }
}

/// A topic that is being read.
private struct Reading: ~Copyable {
  private let topic: String
  private let keepsHistory: Bool
  private var partitions: [OffsetTopic.Partition]
  private var open: Set<Int32>
  private var latest = LatestRecords()
  private var history: [OffsetRecord] = []
  private var heldBack: Set<Int32> = []
  private var reason: String?

  init(topic: String, partitions: [OffsetTopic.Partition], keepsHistory: Bool) {
    self.topic = topic
    self.partitions = partitions
    self.keepsHistory = keepsHistory
    open = Set(partitions.filter { $0.beginning < $0.end }.map(\.number))
  }

  var isComplete: Bool { open.isEmpty }

  var incomplete: OffsetReadError {
    let isHeldBack = reason == nil && !heldBack.isDisjoint(with: open)
    return .incomplete(
      topic: topic, partitions: open.sorted(),
      reason: isHeldBack ? "a transaction that is still open holds them back" : reason)
  }

  var result: OffsetTopic {
    let history = history.sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
    return OffsetTopic(
      name: topic, partitions: partitions, latest: latest.sorted, history: history)
  }

  /// Whether anything came that brings the end nearer.
  mutating func take(_ batch: borrowing RecordBatch) throws(OffsetReadError) -> Bool {
    var hasMoved = false
    for index in batch.indices {
      let record = batch[index]
      let number = Int(record.partition)
      // What was written since reading began belongs to the next one.
      guard partitions.indices.contains(number), record.offset < partitions[number].end else {
        continue
      }
      take(record.detached())
      if reached(record.partition, record.offset + 1) { hasMoved = true }
    }
    for event in batch.events {
      switch event {
      case .endOfPartition(_, let partition, let offset):
        // The end that an open transaction makes is told again and again.
        if reached(partition, offset) { hasMoved = true }
        if open.contains(partition) { heldBack.insert(partition) }
      case .error(let error):
        switch error.kind {
        case .authentication, .authorization: throw .kafka(error)
        case .unreachable, .unknownTopic, .configuration, .other:
          if error.isFatal { throw .kafka(error) }
          reason = error.reason
        }
      case .statistics: break
      }
    }
    return hasMoved
  }

  private mutating func take(_ record: OwnedRecord) {
    let record = OffsetRecord(
      topic: topic, partition: record.partition, key: record.key, value: record.value,
      offset: record.offset, time: record.timestamp)
    latest.take(record)
    if keepsHistory { history.append(record) }
  }

  /// A partition's end is the place where nothing more comes, not its last record: markers of
  /// transactions take offsets, and aborted data leaves holes.
  ///
  /// The place where nothing more comes lies before the end while a transaction is open.
  private mutating func reached(_ partition: Int32, _ offset: Int64) -> Bool {
    let number = Int(partition)
    guard partitions.indices.contains(number) else { return false }
    let before = partitions[number].readTo
    partitions[number].readTo = min(max(before, offset), partitions[number].end)
    if partitions[number].readTo >= partitions[number].end { open.remove(partition) }
    return partitions[number].readTo > before
  }
}
