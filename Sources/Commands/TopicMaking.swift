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

  /// In one line, so that no task makes it anew in between; `isThere` removes the wrong one before.
  func text(isThere: Bool) -> String {
    let tool = "kafka-topics.sh --bootstrap-server \(Self.quoted(broker))"
    let create =
      "\(tool) --create --topic \(Self.quoted(topic)) --partitions \(partitions)"
      + " --config cleanup.policy=compact"
    return isThere ? "\(tool) --delete --topic \(Self.quoted(topic)); \(create)" : create
  }

  /// As a shell takes it literally.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "._-:,/".contains($0) }
    return isPlain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }
}
