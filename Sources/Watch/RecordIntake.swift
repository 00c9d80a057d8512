import Debezium
import EnvelopeReader
import Kafka
import Runtime
import Snapshot

/// Everything of a watch but its consumer: what the records are for, and what they have told.
struct RecordIntake: ~Copyable {
  var trackers: [SnapshotTracker] = []
  var plans: [WatchPlan] = []
  var tables: [WatchedTable] = []
  var progress: [String: TopicProgress] = [:]
  /// Facts that wait until those of all control topics are there, so that they go in in order.
  var heldBack: [HeldFact]?
  /// Facts on their way while records are taken as they come; nil while all goes in at once.
  var order: ArrivalOrder<HeldFact, RowNews>?
  /// What signals made since then ask for is kept in `requests`; far away while none is wanted.
  var requestsFrom = Timestamp(milliseconds: .max)
  /// The snapshots that signals have asked for, until they are taken from here.
  var requests: [Request] = []
  private let begin = ContinuousClock.now
  /// How long it has existed.
  var age: Duration { ContinuousClock.now - begin }
  /// When the batch at hand came, since the intake's beginning.
  var arrival = Duration.zero
  var clock: ClusterClock
  private(set) var unreadable = UnreadableRecords()
  private var reader = EnvelopeReader()
  private var routesByTopic: [String: Route] = [:]
  /// The routes again, by the consumer's own number of a topic.
  private var routes: [Route?] = []
  private var names: [String] = []

  /// A fact, and the tracker that it is for where its topic tells.
  struct HeldFact: Sendable {
    var fact: ControlFact
    var tracker: Int?
  }

  /// A snapshot that a signal asks for, and the connector that it is for.
  struct Request: Sendable {
    var snapshot: ExecuteSnapshot
    var tracker: Int
  }

  init(clock: ClusterClock) {
    self.clock = clock
  }

  /// Takes in a batch: the one loop through which every record goes.
  mutating func take(_ batch: borrowing RecordBatch) {
    arrival = age
    for index in batch.indices {
      let record = batch[index]
      let topic = record.topic
      if topic.index >= names.count || names[topic.index].isEmpty {
        learn(topic, name: batch.name(of: topic) ?? "")
      }
      switch routes[topic.index] {
      case .rows(let tracker, let table, let slot):
        take(row: record, at: index, tracker: tracker, table: table, slot: slot)
      case .notifications: take(ControlDecoder.notification(record))
      case .offsets: take(ControlDecoder.offset(record))
      case .signalTable(let tracker):
        take(ControlDecoder.tableSignal(record, reader: &reader), for: tracker)
      case .signalTableRows(let tracker, let table, let slot):
        take(ControlDecoder.tableSignal(record, reader: &reader), for: tracker)
        take(row: record, at: index, tracker: tracker, table: table, slot: slot)
      case .kafkaSignals: takeKafkaSignal(record)
      case nil: break
      }
      let isLast =
        index + 1 == batch.count || batch[index + 1].partition != record.partition
        || batch[index + 1].topic != topic
      if isLast {
        progress[names[topic.index]]?.reached(record.partition, offset: record.offset + 1)
      }
    }
    for slot in tables.indices { takeLastKey(slot, from: batch) }
    if batch.count > 0 { takeRunID(of: batch[batch.count - 1]) }
    for case .endOfPartition(let topic, let partition, let offset) in batch.events {
      guard let name = batch.name(of: topic) else { continue }
      progress[name]?.reached(partition, offset: offset)
    }
    noteCompleteTables()
  }

  /// The numbers that a consumer gives to topics are its own.
  mutating func forgetTopicNumbers() {
    names = []
    routes = []
  }

  /// The topics that are read for what they tell of snapshots.
  var controlTopics: Set<String> {
    Set(
      progress.keys.filter {
        if case .rows = routesByTopic[$0] { return false }
        return true
      })
  }

  /// Every topic that is read, or those among them, from the next record on.
  func assignments(_ topics: Set<String>? = nil) -> [Assignment] {
    progress.filter { topics?.contains($0.key) ?? true }.flatMap { topic, known in
      known.positions.map { Assignment(topic: topic, partition: $0, from: .offset($1)) }
    }
  }

  private mutating func learn(_ topic: TopicID, name: String) {
    while names.count <= topic.index {
      names.append("")
      routes.append(nil)
    }
    names[topic.index] = name
    routes[topic.index] = routesByTopic[name]
  }

  /// New routes count for topics that were met before, too.
  mutating func setRoute(_ route: Route, of topic: String) {
    routesByTopic[topic] = route
    for index in names.indices where names[index] == topic { routes[index] = route }
  }

  private mutating func take(
    row record: borrowing Record, at position: Int, tracker: Int,
    table: SnapshotTracker.TableIndex, slot: Int
  ) {
    let reading = reader.read(record)
    let time = tables[slot].time(
      of: reading, timestamp: record.timestamp, partition: record.partition)
    if tables[slot].tellsItsFirstTime {
      tables[slot].tellsItsFirstTime = false
      deliver(.beginning(time), of: table, to: tracker)
    }
    var fingerprint: UInt64?
    if let key = record.key { fingerprint = EnvelopeReader.fingerprint(key) }
    let content: RowFact.Content
    switch reading {
    case .change(let envelope):
      content = .change(envelope)
      if envelope.operation == .read {
        tables[slot].noteRead(at: position, partition: record.partition, time: time)
      }
    case .tombstone: content = .tombstone
    case .unreadable(let reason):
      content = .unreadable
      unreadable.add(
        topic: tables[slot].topic, partition: record.partition, offset: record.offset,
        reason: reason.description)
    }
    deliver(
      .row(RowFact(time: time, content: content, fingerprint: fingerprint)), of: table, to: tracker)
  }

  private mutating func takeLastKey(_ slot: Int, from batch: borrowing RecordBatch) {
    for read in tables[slot].lastReads {
      guard let bytes = batch[read.position].key, let key = reader.key(bytes) else { continue }
      clock.saw(read.time)
      deliver(.lastKey(key, read.time), of: tables[slot].index, to: tables[slot].tracker)
    }
    tables[slot].forgetReads()
  }

  /// One record a batch is enough to see that the task was started anew; headers cost an allocation.
  private mutating func takeRunID(of record: borrowing Record) {
    let tracker: Int
    var table: SnapshotTracker.TableIndex?
    switch routes[record.topic.index] {
    case .rows(let position, let index, _), .signalTableRows(let position, let index, _):
      tracker = position
      table = index
    case .signalTable(let position): tracker = position
    case .notifications, .offsets, .kafkaSignals, nil: return
    }
    guard let header = try? record.header(named: "__debezium.context.runId"),
      let value = header.value
    else { return }
    let reading = reader.read(record.value)
    guard case .change(let envelope) = reading, let time = envelope.time ?? record.timestamp else {
      return
    }
    deliver(.runID(EnvelopeReader.fingerprint(value), time), of: table, to: tracker)
  }

  private mutating func takeKafkaSignal(_ record: borrowing Record) {
    for position in trackers.indices {
      take(ControlDecoder.kafkaSignal(record, prefix: plans[position].prefix), for: position)
    }
  }

  private mutating func noteCompleteTables() {
    for slot in tables.indices {
      let table = tables[slot]
      guard table.toldUntil != table.targetTaken, progress[table.topic]?.isComplete == true
      else { continue }
      tables[slot].toldUntil = table.targetTaken
      deliver(.end(table.targetTaken), of: table.index, to: table.tracker)
    }
  }
}
