import Debezium
import EnvelopeReader
import JSON
import Kafka
import Runtime
import Snapshot

/// What the last records of topics say that they are, for clusters whose topics are named in other
/// ways than usual.
struct TopicProbe: ~Copyable {
  /// What a topic is for.
  enum Role: Sendable {
    case notifications, offsets, signalTable, kafkaSignals
  }

  /// More topics than this are not looked into; a flag has to name the right ones.
  static let bound = 50

  /// With exactly-once support the last place of a partition is a transaction's marker, and those of
  /// transactions that were given up lie before it.
  private static let tail: Int64 = 16

  private var consumer: Consumer
  private var reader = EnvelopeReader()

  init(_ configuration: Configuration) throws(KafkaError) {
    consumer = try Consumer(configuration.fetchingPromptly(within: 10))
  }

  /// The roles of those topics that have one, by one of their last records; empty topics have none.
  mutating func roles(
    of topics: [String], partitionCounts: [String: Int], timeout: Duration
  ) throws(KafkaError) -> [String: Role] {
    var waiting: Set<TopicPartition> = []
    for topic in topics.prefix(Self.bound) {
      for partition in 0..<(partitionCounts[topic] ?? 0) {
        waiting.insert(TopicPartition(topic: topic, partition: Int32(partition)))
      }
    }
    try consumer.assign(waiting.map { Assignment($0, from: .tail(Self.tail)) }, timeout: timeout)
    var roles: [String: Role] = [:]
    let deadline = Deadline(after: timeout)
    while !waiting.isEmpty, !deadline.hasPassed {
      take(&roles, &waiting, within: deadline.clamped(to: .milliseconds(200)).remaining)
    }
    return roles
  }

  private mutating func take(
    _ roles: inout [String: Role], _ waiting: inout Set<TopicPartition>, within timeout: Duration
  ) {
    let batch = consumer.poll(timeout: timeout)
    for index in batch.indices {
      let record = batch[index]
      guard let name = batch.name(of: record.topic), roles[name] == nil else { continue }
      roles[name] = Self.role(record, reader: &reader)
    }
    for case .endOfPartition(let topic, let partition, _) in batch.events {
      guard let name = batch.name(of: topic) else { continue }
      waiting.remove(TopicPartition(topic: name, partition: partition))
    }
  }

  private static func role(
    _ record: borrowing Record, reader: inout EnvelopeReader
  ) -> Role? {
    if case .notification(let note, _) = ControlDecoder.notification(record) {
      switch note.aggregate {
      case .initialSnapshot, .incrementalSnapshot: return .notifications
      case .other: break
      }
    }
    if ControlDecoder.offset(record) != nil { return .offsets }
    if case .change = reader.read(record.value) {
      guard case .signal(let entry) = ControlDecoder.tableSignal(record, reader: &reader),
        entry.signal.isOfAKnownType
      else { return nil }
      return .signalTable
    }
    guard case .signal(let entry) = ControlDecoder.kafkaSignal(record, prefix: nil),
      entry.signal.isOfAKnownType
    else { return nil }
    return .kafkaSignals
  }
}

extension Signal {
  fileprivate var isOfAKnownType: Bool {
    if case .other = kind { return false }
    return true
  }
}
