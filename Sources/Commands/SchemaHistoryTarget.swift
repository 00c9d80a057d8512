import Kafka
import OffsetBackup
import Runtime

/// The topic of a schema history, as it is in the cluster that was named.
struct SchemaHistoryTarget {
  let topic: String
  let source: OffsetTopicSource
  let timeout: Duration

  /// Reads it whole, if it is there.
  func read() throws(CommandFailure) -> SchemaHistoryPlan.Target {
    var reader = try source.reader()
    let metadata = try source.metadata(&reader)
    guard metadata.topics.contains(where: { $0.name == topic }) else {
      return SchemaHistoryPlan.Target(
        name: topic, partitions: nil, records: [], configuration: [:])
    }
    let found = try history()
    return SchemaHistoryPlan.Target(
      name: topic, partitions: found.partitions.count, records: found.history,
      configuration: configuration())
  }

  /// The topic with all of its records.
  func history() throws(CommandFailure) -> OffsetTopic {
    var reader = try source.reader()
    let stop = source.context.stop
    do throws(OffsetReadError) {
      return try reader.read(topic, keepsHistory: true) { stop.isRaised }
    } catch {
      throw CommandFailure(error, stopStatus: source.context.stopStatus)
    }
  }

  /// Empty when the broker does not tell, as to a user without that right.
  private func configuration() -> [String: String] {
    do throws(KafkaError) {
      var admin = try Admin(source.configuration)
      return try admin.configuration(ofTopic: topic, timeout: timeout)
    } catch {
      return [:]
    }
  }

  /// What removes the topic.
  var removal: String {
    TopicMaking(topic, partitions: 1, broker: source.broker).removal
  }
}
