internal import Debezium

/// The transformations of a live connector that its shadow has too.
///
/// Kept are those that neither send records elsewhere nor depend on the live connector's topics:
/// they decide what form the sentinels arrive in.
struct ShadowTransforms {
  private(set) var properties: [ShadowProperty] = []
  private(set) var dropped: [DroppedProperty] = []
  private(set) var notes: [String] = []
  private(set) var form = SentinelForm.envelope
  private let configuration: ConnectorConfiguration
  private let columns: Set<String>

  /// Java's packages; Connect takes the names without them, too.
  private static let kept: Set<String> = [
    "io.debezium.transforms.ExtractNewRecordState",
    "org.apache.kafka.connect.transforms.InsertField$Key",
    "org.apache.kafka.connect.transforms.InsertField$Value",
    "org.apache.kafka.connect.transforms.MaskField$Key",
    "org.apache.kafka.connect.transforms.MaskField$Value",
    "org.apache.kafka.connect.transforms.Cast$Key",
    "org.apache.kafka.connect.transforms.Cast$Value",
  ]

  /// The one predicate that is about a record and not about the topics of the live connector.
  private static let tombstones = "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone"

  /// Options of kept transformations that would send records to other topics.
  private static let routing: Set<String> = ["route.by.field"]

  /// Options of `ExtractNewRecordState` that the drill sets itself.
  private static let replaced: Set<String> = [
    "delete.tombstone.handling.mode", "delete.handling.mode", "drop.tombstones", "add.fields",
    "add.fields.prefix",
  ]

  init(_ configuration: ConnectorConfiguration, columns: [String]) {
    self.configuration = configuration
    self.columns = Set(columns.map { $0.lowercased() })
    var keptNames: [String] = []
    var predicates: [String] = []
    for name in list("transforms") {
      if let objection = objection(to: name) {
        drop("transforms.\(name).", objection)
      } else {
        keptNames.append(name)
        keep(name, &predicates)
      }
    }
    if !keptNames.isEmpty {
      properties.append(ShadowProperty("transforms", keptNames.joined(separator: ","), .copied))
    }
    take(predicates)
    dropRest()
  }

  // MARK: Which

  /// Why a transformation is left out; nil for one that is kept.
  private func objection(to name: String) -> String? {
    guard let type = configuration["transforms.\(name).type"] else { return "it has no type" }
    guard Self.isKept(type) else {
      return "\(type) may send the shadow's records elsewhere, or leave them out"
    }
    if let predicate = configuration["transforms.\(name).predicate"] {
      let predicateType = configuration["predicates.\(predicate).type"] ?? ""
      guard predicateType == Self.tombstones || predicateType == "RecordIsTombstone" else {
        return "its predicate '\(predicate)' is about the live connector's topics"
      }
    }
    guard let column = touchedColumn(name, type) else { return nil }
    return "it changes the column '\(column)', by which the sentinels are told apart"
  }

  private static func isKept(_ type: String) -> Bool {
    kept.contains(type) || (!type.contains(".") && kept.contains { $0.hasSuffix(".\(type)") })
  }

  /// A column of the sentinel table that the transformation would overwrite.
  private func touchedColumn(_ name: String, _ type: String) -> String? {
    var touched: [String] = []
    if type.contains("MaskField") { touched = list("transforms.\(name).fields") }
    if type.contains("InsertField") {
      let options = ["offset", "partition", "static", "timestamp", "topic"]
      touched = options.compactMap { configuration["transforms.\(name).\($0).field"] }
        .map { $0.trimmingSuffix(while: { "?!".contains($0) }) }
    }
    return touched.first { columns.contains($0.lowercased()) }
  }

  // MARK: Their properties

  private mutating func keep(_ name: String, _ predicates: inout [String]) {
    let head = "transforms.\(name)."
    let isFlattening =
      configuration["\(head)type"]?.hasSuffix("ExtractNewRecordState") == true
    for (key, value) in sorted(head) {
      let option = String(key.dropFirst(head.count))
      guard !Self.routing.contains(option) else {
        dropped.append(DroppedProperty(key, "it sends records to other topics"))
        continue
      }
      guard !Self.replaced.contains(option) || !isFlattening else { continue }
      properties.append(ShadowProperty(key, value, .copied))
    }
    if let predicate = configuration["\(head)predicate"], !predicates.contains(predicate) {
      predicates.append(predicate)
    }
    if isFlattening { flatten(head) }
  }

  /// Without these a delete would come as a tombstone or not at all, and a snapshot's row could not
  /// be told from an insert.
  ///
  /// `delete.tombstone.handling.mode` is Debezium's since 2.5, the other two are older; each version
  /// passes over what it does not know.
  private mutating func flatten(_ head: String) {
    let added = configuration["\(head)add.fields"] ?? ""
    let others = added.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
      .filter { $0 != "op" && !$0.hasPrefix("op:") }
    properties += [
      ShadowProperty("\(head)delete.tombstone.handling.mode", "rewrite", .own),
      ShadowProperty("\(head)delete.handling.mode", "rewrite", .own),
      ShadowProperty("\(head)drop.tombstones", "true", .own),
      ShadowProperty("\(head)add.fields", (others + ["op"]).joined(separator: ","), .own),
      ShadowProperty("\(head)add.fields.prefix", "__", .own),
    ]
    form = .flattened
    notes.append(
      "\(head)*: deletes are kept as rows and 'op' is added, so that each sentinel can be told")
  }

  private mutating func take(_ predicates: [String]) {
    guard !predicates.isEmpty else { return }
    properties.append(ShadowProperty("predicates", predicates.joined(separator: ","), .copied))
    for predicate in predicates {
      for (key, value) in sorted("predicates.\(predicate).") {
        properties.append(ShadowProperty(key, value, .copied))
      }
    }
  }

  private mutating func drop(_ head: String, _ reason: String) {
    for (key, _) in sorted(head) { dropped.append(DroppedProperty(key, reason)) }
  }

  /// What belongs to no transformation in the list, and predicates of transformations that are gone.
  private mutating func dropRest() {
    let known = Set(properties.map(\.name)).union(dropped.map(\.name))
    for (key, _) in sorted("transforms") + sorted("predicates") where !known.contains(key) {
      let reason =
        key == "transforms" || key == "predicates"
        ? "none of them is kept" : "no transformation that is kept uses it"
      dropped.append(DroppedProperty(key, reason))
    }
  }

  private func sorted(_ head: String) -> [(key: String, value: String)] {
    configuration.properties.filter { $0.key.hasPrefix(head) }.sorted { $0.key < $1.key }
  }

  private func list(_ name: String) -> [String] {
    (configuration[name] ?? "").split(separator: ",")
      .map { $0.trimmingPrefix(while: \.isWhitespace).trimmingSuffix(while: \.isWhitespace) }
      .filter { !$0.isEmpty }
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isLeftOut: (Character) -> Bool) -> String {
    String(prefix(upTo: lastIndex { !isLeftOut($0) }.map { index(after: $0) } ?? startIndex))
  }
}
