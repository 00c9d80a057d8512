public import Kafka

/// What putting a connector's saved schema history back comes to.
///
/// A value: it compares the saved records with the topic as it is, and touches nothing. Records are
/// never written behind others: Debezium reads a history from its first record on, so a second one
/// behind the first would tell every table's past twice.
public struct SchemaHistoryPlan: Sendable, Hashable {
  /// The topic as it is now.
  public struct Target: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// How many partitions it has; nil when the cluster has no such topic.
    public var partitions: Int?
    /// All of its records, in order.
    public var records: [OffsetRecord]
    /// Its configuration, defaults included; empty when the broker did not tell.
    public var configuration: [String: String]

    /// A topic; see the properties.
    public init(
      name: String, partitions: Int?, records: [OffsetRecord], configuration: [String: String]
    ) {
      self.name = name
      self.partitions = partitions
      self.records = records
      self.configuration = configuration
    }
  }

  /// What is done with the topic.
  public enum Deed: Sendable, Hashable {
    /// It is not there: it is made, and gets the records.
    case make
    /// It is there without a record, and gets them.
    case fill
    /// It holds all of them in their order, and this many more: it stays as it is.
    case keep(more: Int)
    /// It holds records, and this many of the saved ones are not among them: it stays as it is.
    case lacks(Int)
  }

  /// The topic's name.
  public let topic: String
  /// The saved records, with the topic's name, in partition 0; where they lay before has no meaning.
  public let records: [OffsetRecord]
  /// What is done.
  public let deed: Deed
  /// Why it must not be done; sentences without a full stop.
  public private(set) var refusals: [String] = []
  /// What should be known before; sentences without a full stop.
  public private(set) var remarks: [String] = []
  /// Whether another topic would do, and this one holds nothing that would be missed.
  public private(set) var hasToBeMadeAnew = false

  /// Debezium warns of a retention that is shorter (`KafkaSchemaHistory.checkTopicSettings`).
  private static let fiveYears: Int64 = 5 * 365 * 86_400_000

  /// Compares the saved records, in their order, with the topic.
  public init(saved: [OffsetRecord], into target: Target) {
    topic = target.name
    records = saved.enumerated().map { index, record in
      OffsetRecord(
        topic: target.name, partition: 0, key: record.key, value: record.value,
        offset: Int64(index), time: nil)
    }
    if target.records.isEmpty {
      deed = target.partitions == nil ? .make : .fill
    } else {
      let missing = Self.missing(saved, in: target.records)
      deed = missing == 0 ? .keep(more: target.records.count - saved.count) : .lacks(missing)
    }
    look(at: target)
  }

  /// How many of the saved records do not come in the others in the same order.
  private static func missing(_ saved: [OffsetRecord], in others: [OffsetRecord]) -> Int {
    var places: [Content: [Int]] = [:]
    for (index, record) in others.enumerated() {
      places[Content(record), default: []].append(index)
    }
    var next = 0
    var missing = 0
    for record in saved {
      guard let place = places[Content(record)]?.first(where: { $0 >= next }) else {
        missing += 1
        continue
      }
      next = place + 1
    }
    return missing
  }

  /// The same bytes, wherever they lie.
  private struct Content: Hashable {
    var key: [UInt8]?
    var value: [UInt8]?

    init(_ record: OffsetRecord) {
      key = record.key
      value = record.value
    }
  }

  // MARK: The topic's settings

  private mutating func look(at target: Target) {
    guard let partitions = target.partitions else { return }
    var defects: [String] = []
    if partitions != 1 {
      defects.append("it has \(partitions) partitions, and Debezium writes into one")
    }
    let policy = target.configuration["cleanup.policy"]
    if let policy, policy != "delete" {
      defects.append("its cleanup.policy is \(policy), which takes no record without a key")
    }
    if let time = target.configuration["retention.ms"].flatMap({ Int64($0) }),
      time != -1, time < Self.fiveYears
    {
      defects.append("its retention.ms=\(time) removes what the connector needs at each start")
    }
    if let size = target.configuration["retention.bytes"].flatMap({ Int64($0) }), size != -1 {
      defects.append("its retention.bytes=\(size) removes what the connector needs at each start")
    }
    guard !defects.isEmpty else { return }
    let text = "the schema history topic '\(topic)': \(defects.joined(separator: "; "))"
    switch deed {
    case .fill:
      hasToBeMadeAnew = true
      refusals.append(text)
    case .make, .keep, .lacks: remarks.append(text)
    }
  }

  // MARK: Writing

  /// What the topic is made with, as Debezium makes it itself.
  public var settings: NewTopic {
    NewTopic(
      name: topic, partitions: 1,
      configuration: [
        "cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1",
      ])
  }

  /// Whether anything is written.
  public var isWritten: Bool { deed == .make || deed == .fill }

  /// How many bytes the records' keys and values have.
  public var bytes: Int { Self.bytes(records) }

  /// What is not as it was written, a sentence without a full stop; nil when all is.
  public func defect(in topic: OffsetTopic) -> String? {
    guard topic.partitions.count == 1 else {
      return "'\(self.topic)' has \(topic.partitions.count) partitions"
    }
    let found = topic.history
    if found.map(Content.init) == records.map(Content.init) { return nil }
    return
      "'\(self.topic)' holds \(found.count) records of \(Self.bytes(found)) bytes, and"
      + " \(records.count) of \(bytes) were written: they are not the same"
  }

  private static func bytes(_ records: [OffsetRecord]) -> Int {
    records.reduce(0) { $0 + ($1.key?.count ?? 0) + ($1.value?.count ?? 0) }
  }
}
