/// Which way a connector carries records.
public enum ConnectorType: Sendable, Hashable, CustomStringConvertible {
  /// Into Kafka, as Debezium's.
  case source
  /// Out of Kafka.
  case sink
  /// Another word, such as `unknown` for a connector whose plugin is missing.
  case other(String)

  /// From Connect's word.
  public init(_ word: String) {
    switch word {
    case "source": self = .source
    case "sink": self = .sink
    default: self = .other(word)
    }
  }

  /// Connect's word.
  public var description: String {
    switch self {
    case .source: "source"
    case .sink: "sink"
    case .other(let word): word
    }
  }
}
