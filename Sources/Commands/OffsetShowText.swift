import Debezium
import JSON
import OffsetBackup
import Runtime

/// `offsets show`: a block a connector partition.
struct OffsetShowText: OffsetText {
  let entries: [OffsetEntry]
  let now: Timestamp
  let style: Style

  var objects: [JSONValue] { entries.map(OffsetDocument.object) }

  var table: String { entries.map { block($0) + "\n" }.joined(separator: "\n") }

  private func block(_ entry: OffsetEntry) -> String {
    let record = entry.record
    let name =
      entry.key.map {
        "\(DisplayText.printable($0.connector)) \(OffsetWords.partition($0.partition))"
      } ?? "a record whose key is none of Connect's"
    let age = record.time.map { ", \(style.time($0)), \(Figures.span(now - $0)) ago" } ?? ""
    var lines = [
      name, "  kafka     \(record.topic)[\(record.partition)] offset \(record.offset)\(age)",
    ]
    if let isLive = entry.isLive { lines.append("  live      \(isLive ? "yes" : "no")") }
    if let offset = entry.offset {
      lines += Self.lines(of: offset).map { "  " + $0 }
    } else {
      lines.append(record.isTombstone ? "  deleted" : "  unreadable")
    }
    lines += entry.findings.map { "  finding   \($0)" }
    return lines.joined(separator: "\n")
  }

  /// What an offset says, a line a thing, without the value's own notation where it has another.
  static func lines(of offset: SourceOffset) -> [String] {
    var lines = ["engine    \(offset.engine.rawValue)"]
    func add(_ name: String, _ value: String?) {
      guard let value else { return }
      let padding = String(repeating: " ", count: max(1, 10 - name.count))
      lines.append("\(name)\(padding)\(value)")
    }
    add("goes on", offset.restartLSN.map { "\($0) (\(LSNNumber.text($0)))" })
    add("lsn", offset.lsn.map { "\($0) (\(LSNNumber.text($0)))" })
    add("committed", offset.committedLSN.map { "\($0) (\(LSNNumber.text($0)))" })
    add("gtids", offset.gtidText.map { DisplayText.printable($0) })
    add("file", OffsetWords.file(of: offset))
    add("time", offset.time?.description)
    guard let kind = offset.snapshotKind else { return lines }
    add("snapshot", DisplayText.printable(kind))
    if let completed = offset.snapshotCompleted { add("complete", completed ? "yes" : "no") }
    guard let incremental = offset.incremental else { return lines }
    add("signal", incremental.correlationID.map { DisplayText.printable($0) })
    add(
      "tables",
      incremental.tables.isEmpty
        ? nil : incremental.tables.map { DisplayText.printable($0.id) }.joined(separator: ", "))
    add("last key", Self.key(incremental.lastKey))
    add("maximum", Self.key(incremental.maximumKey))
    return lines
  }

  private static func key(_ key: JavaKeyArray?) -> String? {
    key.map { key in
      key.texts.map { $0.map { DisplayText.printable($0) }.joined(separator: ", ") } ?? "none yet"
    }
  }

  /// Debezium's own notation of a position.
  private enum LSNNumber {
    static func text(_ lsn: LSN) -> String { String(Int64(bitPattern: lsn.position)) }
  }
}
