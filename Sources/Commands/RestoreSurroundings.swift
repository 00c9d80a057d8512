import Checks
import CommandLine
import Databases
import Debezium
import JSON
import Kafka
import OffsetBackup
import Runtime

/// What a connector needs beside its offset, which a lost topic or a lost Kafka cluster took along.
struct RestoreSurroundings {
  /// The schema history; nil when there is none to put back, or Kafka was not named.
  let history: SchemaHistoryReturn?
  /// The brokers that the configuration names; nil where the cluster is the backup's.
  private let brokers: NamedBrokers?
  /// Whether Connect's Kafka cluster is another than the backup's.
  let isOtherCluster: Bool
  /// Whether the connector is made from the backup's configuration.
  private let isMade: Bool
  /// Why the schema history was not looked at; nil when it was, or there is none.
  private let gap: String?
  /// Where `-b` names another cluster than Connect's; nil when it does not.
  private let stranger: String?
  /// What the facts of the verdict say against it; see `count`.
  private var unseen: String?
  private var reader: String?

  /// The id under which a slot that somebody reads is overruled.
  private static let readerCheck = "slot-active"

  /// Reads what is there now, and changes nothing.
  ///
  /// `saved` is the connector's name in the backup, `making` how it is made, nil for one that is
  /// there or that somebody else makes, `cluster` the id of the Kafka cluster in which it goes on.
  init(
    of saved: String, in backup: SoundBackup, configuration: ConnectorConfiguration,
    making: ConnectorMaking?, cluster: String?, invocation: Invocation, context: CommandContext
  ) throws(CommandFailure) {
    let timeout = invocation.duration(.timeout) ?? .seconds(10)
    let kafka = try KafkaSettings(invocation: invocation, context: context).configurationIfNamed()
    let source = kafka.map {
      OffsetTopicSource(configuration: $0, invocation: invocation, context: context)
    }
    history = try SchemaHistoryReturn(
      of: saved, in: backup, for: configuration, source: source, timeout: timeout)
    let isOther = Self.isOther(backup.manifest.clusterID, cluster)
    isOtherCluster = isOther
    isMade = making != nil
    let hasHistory = !(backup.histories[saved] ?? []).isEmpty
    gap =
      source == nil && hasHistory
      ? "its schema history was not looked at: no Kafka cluster was named" : nil
    guard isOther else {
      (brokers, stranger) = (nil, nil)
      return
    }
    var metadata: ClusterMetadata?
    if let source {
      var reader = try source.reader()
      metadata = try source.metadata(&reader)
    }
    brokers = NamedBrokers(
      configuration, stated: making?.changed.names ?? [], brokers: source?.broker ?? "",
      metadata: metadata)
    let named = metadata?.clusterID
    stranger =
      Self.isOther(named, cluster)
      ? "-b names the Kafka cluster \(named ?? ""), and Connect's is \(cluster ?? "")" : nil
  }

  private static func isOther(_ one: String?, _ other: String?) -> Bool {
    guard let one, let other else { return false }
    return one != other
  }

  /// Counts what goes back, and looks at what the facts say of another life of the connector.
  mutating func count(in facts: inout OffsetCase) {
    history?.count(in: &facts)
    if isOtherCluster, facts.history == nil, facts.configuration.keepsHistoryInKafka {
      unseen =
        "the backup has no schema history of '\(facts.connector)', and in this cluster none was found:"
        + " \(facts.historyGap)"
    }
    if isMade, case .postgresql(let state)? = facts.database, let slot = state.slot, slot.isActive {
      reader =
        "the slot '\(slot.name)' is being read: a task of '\(facts.connector)' still lives elsewhere"
    }
  }

  // MARK: The plan

  /// Why it must not be done; sentences without a full stop.
  func refusals(_ forced: Set<String>) -> [String] {
    var refusals = history?.refusals(forced) ?? []
    if let gap, isMade || isOtherCluster, !forced.contains(SchemaHistoryReturn.check) {
      refusals.append(gap)
    } else if let unseen, !forced.contains(SchemaHistoryReturn.check) {
      refusals.append(unseen)
    }
    if let reader, !forced.contains(Self.readerCheck) { refusals.append(reader) }
    if isMade { refusals += brokers?.refusals ?? [] }
    return refusals
  }

  /// What to type next when it is refused; nil when it is not.
  func hint(_ forced: Set<String>) -> String? {
    if let hint = history?.hint(forced) { return hint }
    if gap != nil, isMade || isOtherCluster, !forced.contains(SchemaHistoryReturn.check) {
      return "name it with -b HOST:PORT; if it has to be: --force \(SchemaHistoryReturn.check)"
    }
    if unseen != nil, !forced.contains(SchemaHistoryReturn.check) {
      return "a backup made with -b and --connect has it; if it has to be:"
        + " --force \(SchemaHistoryReturn.check)"
    }
    if reader != nil, !forced.contains(Self.readerCheck) {
      return "stop the Connect worker that has it; if it has to be: --force \(Self.readerCheck)"
    }
    guard !words.isEmpty else { return nil }
    return "type\(words), with an address at which the workers reach the brokers"
  }

  /// What has to be typed about brokers; empty for nothing.
  var words: String { isMade ? brokers?.words ?? "" : "" }

  /// What should be known before; sentences without a full stop.
  var remarks: [String] {
    var remarks = history?.remarks ?? []
    if let gap, !isMade, !isOtherCluster { remarks.append(gap) }
    if let stranger { remarks.append(stranger) }
    if !isMade, let brokers {
      remarks += brokers.foreign.map { property in
        "\(property.name) is '\(property.servers)': is that a name of this cluster's brokers,"
          + " \(brokers.brokers)?"
      }
    }
    guard isOtherCluster else { return remarks }
    return remarks + [
      "the Kafka cluster is another than the backup's: its topics get what comes after this offset,"
        + " and what came before with a snapshot alone",
      "no worker of the backup's cluster may run any more: it would read the same database",
    ]
  }
}
