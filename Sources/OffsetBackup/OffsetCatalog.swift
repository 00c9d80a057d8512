import Debezium
import JSON

/// The newest records of offsets topics as a list for people, by connector.
public struct OffsetCatalog: Sendable {
  /// The entries by connector, partition and place; records whose key is none of Connect's last.
  public let entries: [OffsetEntry]

  /// Lists the records; `liveConnectors` is nil when Connect was not asked.
  public init(_ records: [OffsetRecord], liveConnectors: Set<String>?) {
    let places = KeyPlaces(records)
    entries =
      records
      .map { record in
        var entry = OffsetEntry(
          record: record, key: record.decodedKey, offset: record.decodedValue)
        entry.isLive = entry.key.flatMap { key in
          liveConnectors.map { $0.contains(key.connector) }
        }
        entry.findings = Self.findings(of: entry) + Self.findings(places, of: record)
        return entry
      }
      .sorted(by: Self.isBefore)
  }

  private static func isBefore(_ left: OffsetEntry, _ right: OffsetEntry) -> Bool {
    guard let leftKey = left.key, let rightKey = right.key else {
      return left.key != nil && right.key == nil
    }
    let (leftText, rightText) = (leftKey.partition.text, rightKey.partition.text)
    return (leftKey.connector, leftText, left.record.topic, left.record.partition)
      < (rightKey.connector, rightText, right.record.topic, right.record.partition)
  }

  // MARK: Findings

  private static func findings(_ places: KeyPlaces, of record: OffsetRecord) -> [String] {
    guard let key = record.key, !record.isTombstone else { return [] }
    let partitions = places.partitions(of: key, in: record.topic)
    guard partitions.count > 1 else { return [] }
    return [
      "the key stands in the partitions \(KeyPlaces.text(partitions, of: record.topic)):"
        + " which one counts is decided anew at each start of a worker"
    ]
  }

  private static func findings(of entry: OffsetEntry) -> [String] {
    guard let key = entry.key else {
      return ["the key is none of Connect's, which ignores it"]
    }
    var findings: [String] = []
    if entry.isLive == false { findings.append("Connect has no connector of this name") }
    if let bytes = entry.record.key, !isCompact(bytes) {
      findings.append(
        "the key is not written as Connect writes it, so no task finds it (facts: the lookup is by"
          + " bytes)")
    }
    if key.prefix == nil { findings.append("the partition names no server") }
    guard !entry.record.isTombstone else { return findings }
    guard let offset = entry.offset else {
      return findings + ["the value is no JSON object: the connector does not start with it"]
    }
    return findings + offset.defects() + offset.remarks
  }

  /// What Connect's converter would write again is what a task looks up.
  private static func isCompact(_ bytes: [UInt8]) -> Bool {
    guard let value = try? JSONValue.parse(bytes) else { return false }
    return Array(value.text.utf8) == bytes
  }
}
