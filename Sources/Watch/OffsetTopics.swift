public import Kafka

/// Finds the topics in which Connect keeps offsets.
public enum OffsetTopics {
  /// By name, by the connectors' configurations, by `wishes.offsets`, else by the topics' last
  /// records; empty when none is one.
  ///
  /// `isStopped` is asked twice a second. Throws for a wish that no topic fits.
  public static func find(
    _ configuration: Configuration, wishes: TopicFinder.Wishes,
    connectors: [TopicFinder.KnownConnector], timeout: Duration, isStopped: () -> Bool
  ) throws(WatchError) -> [String] {
    var consumer: Consumer
    do throws(KafkaError) {
      consumer = try Consumer(configuration)
    } catch {
      throw .kafka(error)
    }
    let metadata = try askPatiently(timeout: timeout, isStopped: isStopped) {
      (turn) throws(KafkaError) in try consumer.metadata(timeout: turn)
    }
    let counts = Dictionary(
      metadata.topics.map { ($0.name, $0.partitions.count) },
      uniquingKeysWith: { first, _ in first }
    )
    var finder = TopicFinder(topics: Array(counts.keys), wishes: wishes, connectors: connectors)
    let candidates = finder.topicsToProbeForOffsets
    if !candidates.isEmpty, candidates.count <= TopicProbe.bound {
      do throws(KafkaError) {
        var probe = try TopicProbe(configuration)
        let roles = try probe.roles(of: candidates, partitionCounts: counts, timeout: timeout)
        finder = TopicFinder(
          topics: Array(counts.keys), wishes: wishes, connectors: connectors, roles: roles)
      } catch {
        throw .kafka(error)
      }
    }
    do throws(TopicFinder.Failure) {
      return try finder.offsetTopics()
    } catch {
      throw .topics(error)
    }
  }
}
