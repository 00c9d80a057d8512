import Drill
import Kafka
import Runtime

/// The topics of a shadow, each made, looked for and removed.
struct ShadowTopics {
  let place: ShadowPlace

  /// Whether a topic is there; throws when it is another than was to be made.
  func isThere(_ name: String) throws(CommandFailure) -> Bool {
    guard let topic = try metadata(name) else { return false }
    guard topic.partitions.count == ShadowTopic.partitions else {
      throw CommandFailure(
        "the topic '\(name)' has \(topic.partitions.count) partitions, and not 1: somebody else made it",
        hint: "delete it, then go on", status: .refused)
    }
    return true
  }

  func isGone(_ name: String) throws(CommandFailure) -> Bool { try metadata(name) == nil }

  func make(_ name: String) throws(CommandFailure) {
    let topic = NewTopic(
      name: name, partitions: ShadowTopic.partitions, configuration: ShadowTopic.configuration)
    do throws(CommandFailure) {
      try place.withKafka { (admin) throws(KafkaError) in
        try admin.create([topic], timeout: place.timeout)
      }
    } catch {
      // The answer may have got lost behind the deed, or somebody else was quicker.
      guard try isThere(name) else { throw error }
    }
    let seen: Bool? = try place.poll(within: place.timeout) { () throws(CommandFailure) in
      try isThere(name) ? true : nil
    }
    guard seen != nil else {
      throw CommandFailure(
        "the topic '\(name)' was made and is not seen", hint: "the same command goes on",
        status: .halfway)
    }
  }

  func remove(_ name: String) throws(CommandFailure) {
    _ = try place.withKafka { (admin) throws(KafkaError) in
      try admin.delete(topic: name, timeout: place.timeout)
    }
    let gone: Bool? = try place.poll(within: place.timeout) { () throws(CommandFailure) in
      try isGone(name) ? true : nil
    }
    guard gone != nil else {
      throw CommandFailure(
        "the topic '\(name)' was deleted and is still there",
        hint: "does the broker have delete.topic.enable=true?", status: .halfway)
    }
  }

  /// Nil when there is no such topic; asking makes none.
  private func metadata(_ name: String) throws(CommandFailure) -> TopicMetadata? {
    try place.withKafka { (admin) throws(KafkaError) in
      do throws(KafkaError) {
        return try admin.metadata(topic: name, timeout: place.timeout)
      } catch {
        guard error.kind == .unknownTopic else { throw error }
        return nil
      }
    }
  }
}
