import Kafka
import OffsetBackup
import Runtime

/// Reads the topics that a restore would write into, as they are now.
struct RestoreTopics {
  let source: OffsetTopicSource
  let timeout: Duration
  /// The Kafka cluster's id; nil when it does not tell.
  let clusterID: String?
  private let metadata: ClusterMetadata

  init(source: OffsetTopicSource, timeout: Duration) throws(CommandFailure) {
    self.source = source
    self.timeout = timeout
    var reader = try source.reader()
    metadata = try source.metadata(&reader)
    clusterID = metadata.clusterID
  }

  /// The topics of those names, by name; one that is not there has nothing in `now`.
  func topics(
    of names: Set<String>, _ manifest: BackupManifest
  ) throws(CommandFailure) -> [TopicWritePlan.Target] {
    let there = Set(metadata.topics.map(\.name))
    var targets: [TopicWritePlan.Target] = []
    for name in names.sorted() {
      let saved = manifest.topics.first { $0.name == name }?.partitions.count ?? 0
      guard there.contains(name) else {
        targets.append(
          TopicWritePlan.Target(name: name, savedPartitions: saved, now: nil, cleanupPolicy: nil))
        continue
      }
      targets.append(
        TopicWritePlan.Target(
          name: name, savedPartitions: saved, now: try read(name), cleanupPolicy: policy(of: name)))
    }
    return targets
  }

  private func read(_ name: String) throws(CommandFailure) -> OffsetTopic {
    try source.read([name])[0]
  }

  /// Nil when the broker does not tell, as to a user without that right.
  func policy(of name: String) -> String? {
    do throws(KafkaError) {
      var admin = try Admin(source.configuration)
      return try admin.configuration(ofTopic: name, timeout: timeout)["cleanup.policy"]
    } catch {
      return nil
    }
  }
}

extension OffsetTopicSource {
  /// Topics read whole, in the order of their names here.
  func read(_ names: [String]) throws(CommandFailure) -> [OffsetTopic] {
    var reader = try reader()
    let stop = context.stop
    var topics: [OffsetTopic] = []
    for name in names {
      do throws(OffsetReadError) {
        topics.append(try reader.read(name) { stop.isRaised })
      } catch {
        throw CommandFailure(error, stopStatus: context.stopStatus)
      }
    }
    return topics
  }
}
