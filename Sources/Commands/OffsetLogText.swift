import Debezium
import JSON
import OffsetBackup
import Runtime

/// `offsets log`: a line a change.
struct OffsetLogText: OffsetText {
  let history: OffsetHistory
  let style: Style

  var objects: [JSONValue] { history.changes.map(OffsetDocument.object) }

  var table: String {
    guard !history.changes.isEmpty else { return "" }
    var table = TextTable([
      ("TIME", .left), ("CONNECTOR", .left), ("PARTITION", .left), ("POSITION", .left),
      ("SINCE THE LAST", .left), ("KAFKA", .left),
    ])
    for change in history.changes {
      let record = change.record
      table.add([
        record.time.map(style.time) ?? "-",
        DisplayText.printable(change.key.connector),
        OffsetWords.partition(change.key.partition),
        record.isTombstone ? "deleted" : OffsetWords.position(of: change.offset),
        OffsetWords.distance(change.distance),
        "\(record.topic)[\(record.partition)]@\(record.offset)",
      ])
    }
    return table.text
  }
}
