import Debezium
import JSON
import OffsetBackup
import Runtime

/// `offsets list`: a line a connector partition.
struct OffsetListText: OffsetText {
  let entries: [OffsetEntry]
  let now: Timestamp
  let style: Style

  var objects: [JSONValue] { entries.map(OffsetDocument.object) }

  var table: String {
    guard !entries.isEmpty else { return "" }
    var table = TextTable([
      ("CONNECTOR", .left), ("PARTITION", .left), ("POSITION", .left), ("AGE", .right),
      ("SNAPSHOT", .left), ("KAFKA", .left), ("FINDINGS", .left),
    ])
    for entry in entries {
      table.add([
        entry.key.map { DisplayText.printable($0.connector) } ?? "(no key of Connect's)",
        entry.key.map { OffsetWords.partition($0.partition) } ?? "-",
        position(of: entry),
        entry.record.time.map { Figures.span(now - $0) } ?? "-",
        entry.offset?.snapshotKind.map { DisplayText.printable($0) } ?? "-",
        "\(entry.record.topic)[\(entry.record.partition)]@\(entry.record.offset)",
        findings(of: entry),
      ])
    }
    return table.text
  }

  private func position(of entry: OffsetEntry) -> String {
    if entry.record.isTombstone { return "deleted" }
    return entry.offset == nil ? "unreadable" : OffsetWords.position(of: entry.offset)
  }

  private func findings(of entry: OffsetEntry) -> String {
    switch entry.findings.count {
    case 0: "-"
    case 1: entry.findings[0]
    case let count: "\(entry.findings[0]); \(count - 1) more in 'offsets show'"
    }
  }
}
