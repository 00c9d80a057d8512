import Foundation
import JSON
import Kafka
import TestSupport

/// A small Kafka in the test's own process, filled from a recording.
enum Broker {
  /// A cluster with the topics of a recorded case.
  static func holding(_ recording: String) async throws -> EmbeddedCluster {
    let topics = try await RecordedTopic.all(in: Places.recordings.appending(path: recording))
    let cluster = try EmbeddedCluster()
    try Loader.load(topics, into: cluster)
    return cluster
  }

  /// A cluster with one topic of these values, nil being a tombstone.
  static func holding(_ values: [String?], in topic: String) throws -> EmbeddedCluster {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic(topic)
    try send(values, to: topic, in: cluster)
    return cluster
  }

  static func send(
    _ values: [String?], to topic: String, in cluster: borrowing EmbeddedCluster
  ) throws {
    var producer = try Producer(cluster.configuration())
    for value in values {
      try producer.send(
        ProducerRecord(
          topic: topic, partition: 0, key: Array(key(of: value).utf8),
          value: value.map { Array($0.utf8) }))
    }
    try producer.flush(timeout: .seconds(10))
  }

  /// The key that belongs to a row; that of no row in particular for other values.
  private static func key(of value: String?) -> String {
    let row = value.flatMap { try? JSONValue.parse($0) }?["after"]
    return "{\"id\":\(row?["id"]?.integerValue ?? 0)}"
  }

  /// A snapshot read of the row with that number, made now.
  static func read(_ number: Int) -> String {
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    return """
      {"before":null,"after":{"id":\(number),"name":"row"},"source":{"connector":"postgresql",\
      "name":"shop","ts_ms":\(now),"snapshot":"incremental","db":"shop","schema":"public",\
      "table":"orders"},"op":"r","ts_ms":\(now)}
      """
  }
}
