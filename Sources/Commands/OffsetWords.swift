import Debezium
import JSON
import OffsetBackup
import Runtime

/// Offsets in words for people; text of foreign origin is made printable.
enum OffsetWords {
  /// The position, such as `0/1A00DE0`, `4f1a...:1-42` or `binlog.000003:1204`.
  static func position(of offset: SourceOffset?) -> String {
    guard let offset else { return "-" }
    if offset.isEmpty { return "{}" }
    if let lsn = offset.restartLSN { return lsn.description }
    if let gtids = offset.gtidText, !gtids.isEmpty { return DisplayText.printable(gtids) }
    return file(of: offset) ?? "-"
  }

  /// The binary log's place, such as `binlog.000003:1204`; nil when the offset names none.
  static func file(of offset: SourceOffset) -> String? {
    guard let file = offset.file else { return nil }
    return DisplayText.printable(file) + (offset.position.map { ":\($0)" } ?? "")
  }

  /// The source partition, such as `server=shop`.
  static func partition(_ partition: JSONValue) -> String {
    let members = partition.members ?? []
    let text = members.map { "\($0.name)=\($0.value.plainText)" }.joined(separator: " ")
    return DisplayText.printable(text)
  }

  /// `142 MB, 1,234 transactions, 3 min 12 s` forward or back; `-` when nothing is known.
  static func distance(_ distance: OffsetDistance?) -> String {
    guard let distance, !distance.isUnknown else { return "-" }
    var parts: [String] = []
    if let bytes = distance.bytes {
      parts.append((bytes < 0 ? "-" : "") + ByteText.text(bytes.magnitude))
    }
    if let count = distance.transactions {
      parts.append("\(Figures.grouped(count)) transaction\(count.magnitude == 1 ? "" : "s")")
    }
    if let time = distance.milliseconds {
      parts.append((time < 0 ? "-" : "") + ByteText.span(time.magnitude))
    }
    return parts.joined(separator: ", ")
  }
}
