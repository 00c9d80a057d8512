import CommandLine
import Kafka
import OffsetBackup
import Runtime
import Watch

/// Reads Connect's offsets topics whole, wherever they are found.
struct OffsetTopicSource {
  let configuration: Configuration
  let invocation: Invocation
  let context: CommandContext

  /// Topics that were read with their histories; what is in it is not read again.
  typealias Memory = Locked<[String: OffsetTopic]>

  /// The topics that are named, that the connectors' configurations tell, or that are found; none
  /// when there is none.
  func topics(
    connectors: [TopicFinder.KnownConnector], keepsHistory: Bool, memory: Memory? = nil
  ) throws(CommandFailure) -> [OffsetTopic] {
    let stop = context.stop
    var reader = try reader()
    let metadata = try metadata(&reader)
    var topics: [OffsetTopic] = []
    for name in try names(in: metadata, connectors) {
      if let known = memory?.current[name] {
        topics.append(known)
        continue
      }
      let topic = try reading { () throws(OffsetReadError) in
        try reader.read(name, keepsHistory: keepsHistory) { stop.isRaised }
      }
      memory?.withLock { $0[name] = topic }
      topics.append(topic)
    }
    return topics
  }

  /// What reads them.
  func reader() throws(CommandFailure) -> OffsetTopicReader {
    try withKafka { () throws(KafkaError) in
      try OffsetTopicReader(configuration, timeout: timeout)
    }
  }

  /// The cluster's topics.
  func metadata(_ reader: inout OffsetTopicReader) throws(CommandFailure) -> ClusterMetadata {
    let stop = context.stop
    return try reading { () throws(OffsetReadError) in try reader.metadata { stop.isRaised } }
  }

  private var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }

  /// Which of the topics hold offsets.
  func names(
    in metadata: ClusterMetadata, _ connectors: [TopicFinder.KnownConnector]
  ) throws(CommandFailure) -> [String] {
    var wishes = TopicFinder.Wishes()
    wishes.offsets = invocation.all(.offsetsTopic)
    do throws(WatchError) {
      return try OffsetTopicSearch(wishes: wishes, connectors: connectors)
        .topics(in: metadata, configuration, timeout: timeout)
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }

  private func reading<Value>(
    _ body: () throws(OffsetReadError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(OffsetReadError) {
      return try body()
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }
}
