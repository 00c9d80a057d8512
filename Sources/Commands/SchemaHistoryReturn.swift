import Checks
import Debezium
import JSON
import Kafka
import OffsetBackup
import Runtime

/// The schema history that goes back with a connector's offset, as its plan tells it.
struct SchemaHistoryReturn {
  /// The id under which a history that lacks the backup's records is overruled.
  static let check = "schema-history"

  let topic: String
  let plan: SchemaHistoryPlan
  /// The brokers of the cluster that has the topic, as they were named.
  let broker: String
  /// The SHA-256 of the saved file.
  private let fileHash: String
  /// What writes it.
  let writing: SchemaHistoryWriting

  /// Reads the topic as it is now, and changes nothing.
  ///
  /// Nil when the backup has no history of the connector `saved`, when `configuration` keeps none in
  /// Kafka, and when no Kafka cluster was named.
  init?(
    of saved: String, in backup: SoundBackup, for configuration: ConnectorConfiguration,
    source: OffsetTopicSource?, timeout: Duration
  ) throws(CommandFailure) {
    guard let records = backup.histories[saved], !records.isEmpty, let source,
      configuration.keepsHistoryInKafka, let topic = configuration.schemaHistoryTopic
    else { return nil }
    let file = backup.manifest.connectors.first { $0.name == saved }?.history?.file
    fileHash = backup.manifest.files.first { $0.name == file }?.sha256 ?? ""
    self.topic = topic
    broker = source.broker
    let target = SchemaHistoryTarget(topic: topic, source: source, timeout: timeout)
    plan = SchemaHistoryPlan(saved: records, into: try target.read())
    writing = SchemaHistoryWriting(plan: plan, target: target)
  }

  // MARK: The plan

  /// What is done before the offsets are written.
  var steps: [String] {
    let what = "\(BackupReport.count(plan.records.count, "record")), \(plan.bytes) bytes"
    switch plan.deed {
    case .make:
      return [
        "make the schema history topic '\(topic)' with 1 partition and unlimited retention, write"
          + " what the backup has of it (\(what)), and read it back"
      ]
    case .fill:
      return [
        "write the schema history into the empty topic '\(topic)' (\(what)), and read it back"
      ]
    case .keep, .lacks: return []
    }
  }

  /// What should be known before; sentences without a full stop.
  var remarks: [String] {
    guard case .keep(let more) = plan.deed, more > 0 else { return plan.remarks }
    return plan.remarks + [
      "the schema history topic '\(topic)' holds all that the backup has of it, and"
        + " \(BackupReport.count(more, "record")) more: it stays"
    ]
  }

  /// Why it must not be done; sentences without a full stop.
  func refusals(_ forced: Set<String>) -> [String] {
    guard case .lacks(let count) = plan.deed, !forced.contains(Self.check) else {
      return plan.refusals
    }
    return plan.refusals + [
      "the schema history topic '\(topic)' holds records, and lacks \(count) of the backup's"
        + " \(plan.records.count): where a table's past is not in it, the task fails at its first"
        + " change, or reads it with other columns"
    ]
  }

  /// What to type next when it is refused; nil when it is not.
  func hint(_ forced: Set<String>) -> String? {
    if plan.hasToBeMadeAnew { return "it holds no record: \(removal) makes room for a new one" }
    guard case .lacks = plan.deed, !forced.contains(Self.check) else { return nil }
    return "if no connector needs what it holds: \(removal); then the same command makes it anew"
      + " from the backup. To go on with it as it is: --force \(Self.check)"
  }

  /// What removes the topic.
  var removal: String { writing.target.removal }

  /// Why it is not done when a plan that was agreed to had `agreed` of it; nil when it is covered.
  func objection(agreed: Self?) -> String? {
    guard plan.isWritten, hashed != agreed?.hashed else { return nil }
    return "meanwhile the schema history topic '\(topic)' has to be written, which was not in the"
      + " plan"
  }

  /// What a plan's hash is taken over; the same after a stop half-way.
  var hashed: [String] {
    plan.isWritten ? ["schema history '\(topic)' from \(fileHash)"] : []
  }

  /// The history as the connector will find it.
  func count(in facts: inout OffsetCase) {
    guard plan.isWritten else { return }
    facts.history = .restored(plan.records, into: topic)
  }

  /// As a member of the plan's object.
  var object: JSONValue {
    .object([
      ("topic", .string(topic)),
      ("action", .string(action)),
      ("records", .integer(Int64(plan.records.count))),
      ("bytes", .integer(Int64(plan.bytes))),
      ("partitions", .integer(1)),
      ("retention_ms", .integer(-1)),
    ])
  }

  private var action: String {
    switch plan.deed {
    case .make: "make"
    case .fill: "fill"
    case .keep: "keep"
    case .lacks: "differs"
    }
  }
}

extension OffsetCase {
  /// Counts a saved history where the topic has lost its own: a restore would put it back.
  mutating func count(history records: [OffsetRecord]) {
    guard let history, history.records.isEmpty, !records.isEmpty else { return }
    self.history = .restored(records, into: history.topic)
  }
}

extension SchemaHistoryState {
  fileprivate static func restored(_ records: [OffsetRecord], into topic: String) -> Self {
    var history = SchemaHistoryReader.state(of: topic, records)
    history.isRestored = true
    return history
  }
}
