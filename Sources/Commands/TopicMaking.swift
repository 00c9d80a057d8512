import Debezium
import OffsetBackup

/// The commands of Kafka's own tools that make an offsets topic as Connect needs it.
struct TopicMaking {
  private let topic: String
  private let partitions: Int
  private let broker: String

  init(_ topic: String, partitions: Int, broker: String) {
    self.topic = topic
    self.partitions = partitions
    self.broker = broker
  }

  /// Making it where no worker runs; `isThere` removes the wrong one before.
  func text(isThere: Bool) -> String {
    let create =
      "\(tool("topics")) --create --topic \(name) --partitions \(partitions)"
      + " --config cleanup.policy=compact"
    return isThere ? "\(removal) && \(create)" : create
  }

  /// Removing it.
  var removal: String { "\(tool("topics")) --delete --topic \(name)" }

  /// Making it right while workers run: what to type now, before the rescue is typed again.
  ///
  /// Removing it first would lose: the workers' own clients make it anew, with one partition, before
  /// anybody else can (measured). More partitions and compaction they take as they come: offsets that
  /// could not be written are written then, and REST answers again. What the tasks write until they
  /// learn of the partitions lies in the wrong one, and can be removed as long as the topic is not
  /// compacted, so compaction comes last.
  static func steps(_ topic: RescuedTopic, broker: String) -> [String] {
    let making = TopicMaking(topic.name, partitions: topic.partitions, broker: broker)
    switch topic.damage {
    case .none: return []
    case .absent: return [making.text(isThere: false)]
    case .madeAnew: return making.mending(topic)
    }
  }

  private func mending(_ damaged: RescuedTopic) -> [String] {
    let count = damaged.now?.partitions.count ?? 0
    if count > partitions {
      return ["stop all workers of this Connect cluster", text(isThere: true)]
    }
    if count < partitions {
      return ["\(tool("topics")) --alter --topic \(name) --partitions \(partitions)"]
    }
    let late = damaged.newestStrays.compactMap { $0.decodedKey?.connector }
    guard late.isEmpty else {
      return [
        "wait until the workers have learnt of the partitions, within their metadata.max.age.ms (5 min):"
          + " \(Set(late).sorted().joined(separator: ", ")) still wrote where it does not belong"
      ]
    }
    let partitions = Set(damaged.strays.map(\.partition)).sorted()
    return (partitions.isEmpty ? [] : [emptying(partitions)]) + [compacting]
  }

  private var compacting: String {
    "\(tool("configs")) --alter --entity-type topics --entity-name \(name)"
      + " --add-config cleanup.policy=compact"
  }

  /// What lies in a partition that is not its key's would go on to be read at each worker's start.
  private func emptying(_ partitions: [Int32]) -> String {
    let places = partitions.map { #"{"topic":"\#(topic)","partition":\#($0),"offset":-1}"# }
    return
      "echo '{\"version\":1,\"partitions\":[\(places.joined(separator: ","))]}' |"
      + " \(tool("delete-records")) --offset-json-file /dev/stdin"
  }

  // MARK: Words of a shell

  private func tool(_ tool: String) -> String {
    "kafka-\(tool).sh --bootstrap-server \(Self.quoted(broker))"
  }

  private var name: String { Self.quoted(topic) }

  /// As a shell takes it literally.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "._-:,/".contains($0) }
    return isPlain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }
}
