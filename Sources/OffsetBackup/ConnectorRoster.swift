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

  /// Which of the two a worker takes at its next start nobody knows (facts 18).
  private static func twice(_ live: [OffsetRecord]) -> [String] {
    var partitions: [Place: [Int32]] = [:]
    for record in live {
      guard let key = record.key else { continue }
      partitions[Place(topic: record.topic, key: key), default: []].append(record.partition)
    }
    return partitions.filter { $0.value.count > 1 }.map { place, partitions in
      "\(String(decoding: place.key, as: UTF8.self)) stands in the partitions"
        + " \(partitions.sorted().map(String.init).joined(separator: " and ")) of \(place.topic):"
        + " a worker may take either"
    }.sorted()
  }

  private struct Place: Hashable {
    var topic: String
    var key: [UInt8]
  }
}
