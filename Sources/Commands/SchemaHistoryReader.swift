import Checks
import Debezium
import JSON
import Kafka
import OffsetBackup
import Runtime

/// Reads the schema history topic of a MySQL or MariaDB connector.
struct SchemaHistoryReader {
  /// What was found, or why nothing could be.
  enum Finding {
    case found(SchemaHistoryState)
    case gap(String)
  }

  let configuration: Configuration
  let connector: ConnectorConfiguration
  let timeout: Duration
  let stop: StopFlag

  /// Reads it whole: it is as long as the schema has changed often.
  func read() throws(OffsetReadError) -> Finding {
    if let name = connector["schema.history.internal"], !name.hasSuffix("KafkaSchemaHistory") {
      return .gap("the schema history is kept by \(name), not in Kafka")
    }
    let topic =
      connector["schema.history.internal.kafka.topic"] ?? connector["database.history.kafka.topic"]
    guard let topic else { return .gap("the configuration names no schema history topic") }
    var reader = try reader()
    let topics = try names(&reader)
    guard topics.contains(topic) else { return missing(topic, among: topics) }
    let records = try reader.read(topic, keepsHistory: true) { stop.isRaised }.history
    return .found(Self.state(of: topic, records))
  }

  /// What the records of a topic that is there say.
  static func state(of topic: String, _ records: [OffsetRecord]) -> SchemaHistoryState {
    SchemaHistoryState(topic: topic, exists: true, records: records.compactMap(record))
  }

  /// The history may be kept in another cluster: it is gone from this one only when the connector's
  /// own topics are here.
  private func missing(_ topic: String, among topics: Set<String>) -> Finding {
    let servers =
      connector["schema.history.internal.kafka.bootstrap.servers"]
      ?? connector["database.history.kafka.bootstrap.servers"]
    let prefix = connector.topicPrefix ?? ""
    let isHere = topics.contains { $0 == prefix || $0.hasPrefix("\(prefix).") }
    guard isHere || servers == configuration["bootstrap.servers"] else {
      return .gap(
        "this cluster has neither the schema history topic '\(topic)' nor a topic of the connector's;"
          + " the history is configured on \(servers ?? "no cluster")")
    }
    return .found(SchemaHistoryState(topic: topic, exists: false, records: []))
  }

  private func reader() throws(OffsetReadError) -> OffsetTopicReader {
    do throws(KafkaError) {
      return try OffsetTopicReader(configuration, timeout: timeout)
    } catch {
      throw .kafka(error)
    }
  }

  private func names(_ reader: inout OffsetTopicReader) throws(OffsetReadError) -> Set<String> {
    let stop = stop
    return Set(try reader.metadata { stop.isRaised }.topics.map(\.name))
  }

  /// A record that is no JSON object tells nothing.
  private static func record(_ record: OffsetRecord) -> SchemaHistoryState.Record? {
    guard let value = record.value.flatMap({ try? JSONValue.parse($0) }), value.members != nil
    else { return nil }
    return SchemaHistoryState.Record(
      server: value["source"]?["server"]?.stringValue,
      position: value["position"].flatMap { SourceOffset($0) },
      database: value["databaseName"]?.stringValue, statement: value["ddl"]?.stringValue,
      time: value["ts_ms"]?.integerValue.map { Timestamp(milliseconds: $0) } ?? record.time)
  }
}
