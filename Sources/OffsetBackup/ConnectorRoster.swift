internal import Debezium

/// The connectors of a backup: those that Connect tells of, and those that have offsets.
struct ConnectorRoster {
  /// By name.
  let connectors: [SavedConnector]
  /// What a person should know of them.
  let findings: [String]

  init(records: [OffsetRecord], accounts: [ConnectAccount]) {
    let told = accounts.flatMap(\.connectors).map(\.saved)
    let live = records.filter { !$0.isTombstone }
    let withOffsets = Set(live.compactMap { $0.decodedKey?.connector })
    let reason =
      accounts.isEmpty
      ? "not checked: Connect was not asked (--connect)" : "Connect has no such connector"
    var byName: [String: SavedConnector] = [:]
    for connector in told where byName[connector.name] == nil {
      byName[connector.name] = connector
    }
    for name in withOffsets where byName[name] == nil {
      byName[name] = SavedConnector(
        name: name, offsets: [], configuration: .notSaved(reason), state: nil, tasks: [],
        connectVersion: nil, pluginVersion: nil, history: nil)
    }
    connectors = byName.values.sorted { $0.name < $1.name }
    var findings = Self.twice(live)
    let names = told.map(\.name)
    for name in Set(names.filter { name in names.count { $0 == name } > 1 }).sorted() {
      findings.append("\(name): two Connect clusters have a connector of this name")
    }
    for connector in told where !withOffsets.contains(connector.name) {
      findings.append("\(connector.name): the topics that were read hold no offset of it")
    }
    if accounts.isEmpty {
      findings.append(
        "Connect was not asked (--connect): no configuration and no schema history is in the"
          + " backup")
    }
    self.findings = findings
  }

  private static func twice(_ live: [OffsetRecord]) -> [String] {
    KeyPlaces(live).repeated.map { key, partitions in
      "\(String(decoding: key.bytes, as: UTF8.self)) stands in the partitions"
        + " \(KeyPlaces.text(partitions, of: key.topic)): a worker may take either"
    }.sorted()
  }
}
