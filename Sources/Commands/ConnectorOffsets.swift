import Debezium
import JSON
import KafkaConnect
import Runtime

/// A connector's offsets as `GET /connectors/NAME/offsets` gives them, and which of them counts.
struct ConnectorOffsets {
  private let all: [(partition: JSONValue, offset: JSONValue)]

  init(_ offsets: [ConnectorOffset]) {
    all = offsets.map { ($0.partition, $0.offset) }
  }

  /// From a document of that shape; nil when it is none.
  init?(_ document: JSONValue) {
    guard let elements = document["offsets"]?.elements else { return nil }
    var all: [(partition: JSONValue, offset: JSONValue)] = []
    for element in elements {
      guard let partition = element["partition"], let offset = element["offset"] else { return nil }
      all.append((partition, offset))
    }
    self.all = all
  }

  /// The offset of the partition that a connector with this `topic.prefix` looks up; nil when there
  /// is none.
  func offset(prefix: String) -> SourceOffset? {
    all.last { $0.partition == Self.partition(prefix) }.flatMap { SourceOffset($0.offset) }
  }

  /// Partitions that have an offset and are not looked up.
  func otherPartitions(prefix: String) -> [String] {
    all.filter { $0.partition != Self.partition(prefix) && !$0.offset.isNull }
      .map { DisplayText.printable($0.partition.text) }
  }

  /// `{"server":"PREFIX"}`: the partition of a PostgreSQL, MySQL or MariaDB connector.
  static func partition(_ prefix: String) -> JSONValue {
    .object([JSONValue.Member(name: "server", value: .string(prefix))])
  }
}
