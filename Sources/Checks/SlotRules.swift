internal import Databases
internal import Debezium

/// Whether the connector can use the slot that has its name.
struct SlotRules {
  private let configuration: ConnectorConfiguration

  init(_ configuration: ConnectorConfiguration) { self.configuration = configuration }

  /// The slot's configured name.
  static func name(_ configuration: ConnectorConfiguration) -> String {
    configuration["slot.name"] ?? "debezium"
  }

  /// The configured output plugin.
  var plugin: String { configuration["plugin.name"]?.lowercased() ?? "decoderbufs" }

  /// Whether the slot is of the connector's database and plugin; what the configuration hides
  /// behind `${...}` counts as equal.
  func fits(_ slot: ReplicationSlot) -> Bool {
    let database = configuration["database.dbname"] ?? slot.database
    let isSameDatabase = database == slot.database || database?.contains("${") == true
    return isSameDatabase && slot.plugin == plugin
  }

  /// Why the connector would not run with the slot; nil when it would.
  func objection(to slot: ReplicationSlot, _ behaviour: SnapshotBehaviour) -> Opinion? {
    guard fits(slot) else {
      let owner = "database \(slot.database ?? "none"), plugin \(slot.plugin ?? "none")"
      return Opinion(
        .willRefuse,
        "the slot '\(slot.name)' belongs to another use (\(owner)): the connector does not find its"
          + " own and cannot make one of that name; set slot.name to another")
    }
    if slot.walStatus == "lost" || slot.restart == nil || slot.confirmedFlush == nil {
      let status = slot.walStatus.map { "wal_status \($0)" } ?? "no restart_lsn"
      return Opinion(
        .willRefuse,
        "the slot '\(slot.name)' is lost (\(status)): its log is gone. The task says RUNNING in"
          + " silence for up to 30 minutes, then fails (\"Unable to obtain valid replication slot\")."
          + " Drop the slot, then read all tables again")
    }
    return nil
  }
}
