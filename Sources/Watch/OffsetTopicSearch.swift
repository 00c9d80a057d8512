internal import Debezium
public import Kafka
internal import Runtime

/// Finds the topics in which Connect keeps offsets, for reading them whole.
public struct OffsetTopicSearch: Sendable {
  private let wishes: TopicFinder.Wishes
  private let connectors: [TopicFinder.KnownConnector]

  /// A search by what the user named and what Connect's configurations say.
  public init(wishes: TopicFinder.Wishes, connectors: [TopicFinder.KnownConnector]) {
    self.wishes = wishes
    self.connectors = connectors
  }

  /// The topics, in order; none when there is none.
  ///
  /// A topic that only its name speaks for counts when a partition's last record is an offset: other
  /// topics may have the word in their names. Where no name says it, the last records of up to 50
  /// topics are looked at. Throws when a topic that was named is not there.
  public func topics(
    in metadata: ClusterMetadata, _ configuration: Configuration, timeout: Duration
  ) throws(WatchError) -> [String] {
    let names = metadata.topics.map(\.name)
    let finder = TopicFinder(topics: names, wishes: wishes, connectors: connectors)
    let found: [String]
    do throws(TopicFinder.Failure) {
      found = try finder.offsetTopics()
    } catch {
      throw .topics(error)
    }
    let own = Set(connectors.compactMap { $0.configuration?.offsetsTopic })
    let sure = wishes.offsets.isEmpty ? found.filter(own.contains) : found
    guard wishes.offsets.isEmpty else { return sure.sorted() }
    let named = found.filter { !own.contains($0) }
    let candidates = named.isEmpty ? finder.topicsToProbe : named
    guard candidates.count <= TopicProbe.bound, !candidates.isEmpty else { return sure.sorted() }
    let counts = Dictionary(
      metadata.topics.map { ($0.name, $0.partitions.count) },
      uniquingKeysWith: { first, _ in first }
    )
    do throws(KafkaError) {
      var probe = try TopicProbe(configuration)
      let roles = try probe.roles(of: candidates, partitionCounts: counts, timeout: timeout)
      return (sure + candidates.filter { roles[$0] == .offsets }).sorted()
    } catch {
      throw .kafka(error)
    }
  }
}
