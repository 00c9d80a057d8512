extension Signal.Problem: CustomStringConvertible {
  /// Whether Debezium does nothing at all because of it.
  ///
  /// False only for a missing id: the signal is acted on, but its answers cannot be told by the id.
  public var preventsAction: Bool { self != .missingID }

  /// What is wrong and what follows from it, for people.
  public var description: String {
    switch self {
    case .unreadableData: "the data is not a JSON object; Debezium logs it and does nothing"
    case .missingDataCollections:
      "data-collections is missing, empty or not a list of texts; Debezium does nothing"
    case .unknownType(let type): "unknown signal type '\(type)'; Debezium ignores it"
    case .unknownSnapshotType(let type):
      "snapshot type '\(type)' is neither incremental nor blocking; Debezium does nothing"
    case .wrongColumnCount(let count):
      "the signal table has \(count) columns instead of id, type and data; Debezium ignores it"
    case .missingID: "the signal has no id; each of its notifications has a random one"
    case .missingData:
      "the Kafka signal has no data object; signals are dead until the task restarts"
    case .wrongKey(let key):
      "the Kafka signal's key is \(key.map { "'\($0)'" } ?? "null"), not the connector's "
        + "topic.prefix; Debezium ignores it"
    }
  }
}
