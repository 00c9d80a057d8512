import Kafka
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
    return isThere ? "\(tool("topics")) --delete --topic \(name) && \(create)" : create
  }

  /// Making it right while workers run, one command a step.
  ///
  /// Removing it first would lose: the workers' own clients make it anew, with one partition, before
  /// anybody else can (measured). More partitions and compaction they take as they come: offsets that
  /// could not be written are written then, and REST answers again.
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
    let strays = damaged.partitionsWithStrays
    let isCompacted = damaged.cleanupPolicy == "compact"
    guard count <= partitions, strays.isEmpty || !isCompacted else {
      return ["stop all workers of this Connect cluster", text(isThere: true)]
    }
    var steps: [String] = []
    if !strays.isEmpty { steps.append(emptying(strays)) }
    if count < partitions {
      steps.append("\(tool("topics")) --alter --topic \(name) --partitions \(partitions)")
    }
    if !isCompacted {
      steps.append(
        "\(tool("configs")) --alter --entity-type topics --entity-name \(name)"
          + " --add-config cleanup.policy=compact")
    }
    return steps
  }

  /// What lies in a partition that is not its key's would go on to be read at each worker's start.
  private func emptying(_ strays: [Int32]) -> String {
    let places = strays.map { #"{"topic":"\#(topic)","partition":\#($0),"offset":-1}"# }
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
