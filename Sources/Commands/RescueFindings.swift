import Debezium
import Kafka
import OffsetBackup

/// What is known of a damaged offsets topic and of the offsets that it should hold.
struct RescueFindings {
  var topics: [RescuedTopic] = []
  var offsets = RescuedOffsets(topics: [], told: [], saved: [], connectors: nil)
  /// What Connect told, a cluster each; empty when it was not asked or did not answer.
  var accounts: [ConnectAccount] = []
  var earlier: EarlierOffsets?
  var metadata: ClusterMetadata
  /// What should be known besides; sentences without a full stop.
  var notes: [String] = []
  /// Where the last changes came from that Kafka has, of connectors of which nothing else is known.
  var lastPositions: [String: LastPosition] = [:]
  /// Whether Connect told all offsets that it has.
  var hasOffsetsOfConnect = false

  /// Whether Connect cannot use one of the topics.
  var isDamaged: Bool { topics.contains { $0.damage != .none } }

  /// The connectors that a task of runs.
  var running: Set<String> {
    Set(
      accounts.flatMap(\.connectors).filter { $0.saved.tasks.contains("RUNNING") }.map(\.name))
  }

  /// All source connectors that Connect has; nil when it did not tell.
  var connectors: Set<String>? {
    accounts.isEmpty ? nil : Set(accounts.flatMap(\.connectors).map(\.name))
  }

  /// The connectors whose offsets stand in a topic.
  var inTopic: Set<String> {
    Set(offsets.entries.filter { $0.origin == .topic }.map(\.key.connector))
  }

  /// The connectors whose tasks run and have not written into a topic.
  var silent: [String] { running.subtracting(inTopic).sorted() }

  /// The connectors of which nothing is known, though they may have an offset.
  var missing: [String] {
    let known = Set(offsets.entries.map(\.key.connector))
    guard let connectors, !hasOffsetsOfConnect else { return [] }
    return connectors.subtracting(known).sorted()
  }
}
