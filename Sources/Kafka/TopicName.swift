internal import Runtime

/// What Kafka takes as the name of a topic.
enum TopicName {
  /// Throws when no broker would take the name, or when C would read another one than is meant.
  static func check(_ name: String, _ operation: String) throws(KafkaError) {
    guard !name.isEmpty else {
      throw .invalid(operation, "the topic's name is empty")
    }
    guard name.utf8.count <= 249, name.utf8.allSatisfy(\.isOfName), name != ".", name != ".." else {
      throw KafkaError.invalid(
        operation, "not a topic's name",
        hint: "a name has 1 to 249 of A-Z a-z 0-9 . _ -"
      ).about(topic: String(name.unicodeScalars.prefix(249).filter { $0.value >= 32 }))
    }
  }
}
