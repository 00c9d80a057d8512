import Checks
import Debezium
import OffsetBackup

/// What a backup has of Kafka for the verdicts on its connectors.
struct BackupEvidence {
  private let histories: [String: BackupContents.History]
  private let places: [(topic: String, keys: KeyPlaces)]
  private let isOfKafka: Bool

  init(_ contents: BackupContents) {
    histories = Dictionary(
      contents.histories.map { ($0.connector, $0) }, uniquingKeysWith: { first, _ in first })
    places = OffsetTopicEvidence.places(contents.topics)
    isOfKafka = contents.source == .kafka
  }

  /// The facts with what was read of Kafka.
  func whole(_ facts: OffsetCase) -> OffsetCase {
    var facts = facts
    if let history = histories[facts.connector] {
      facts.history = SchemaHistoryReader.state(of: history.topic, history.records)
    } else {
      facts.historyGap = "the backup has no schema history"
    }
    guard isOfKafka, let prefix = facts.configuration.topicPrefix else { return facts }
    facts.keyPartitions = OffsetTopicEvidence.keyPartitions(
      places, connector: facts.connector, prefix: prefix)
    return facts
  }
}
