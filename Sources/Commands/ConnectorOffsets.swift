import Debezium
import JSON
import KafkaConnect
import OffsetBackup
import Runtime

/// A connector's offsets by source partition, and which of them counts.
struct ConnectorOffsets {
  private let all: [(partition: JSONValue, offset: JSONValue)]

  init(_ offsets: [ConnectorOffset]) {
    all = offsets.map { ($0.partition, $0.offset) }
  }

  /// From a backup or a file.
  init(_ state: OffsetState) {
    all = state.offsets.sorted { $0.key < $1.key }.compactMap { subject, offset in
      (try? JSONValue.parse(subject.partition)).map { ($0, offset.members) }
    }
  }

  /// Whether there is none at all.
  var isEmpty: Bool { all.isEmpty }

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
