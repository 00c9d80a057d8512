import JSON

/// Where the last change of a MySQL or MariaDB connector that Kafka has came from.
struct LastPosition: Sendable, Hashable, CustomStringConvertible {
  /// The binary log's file.
  var file: String
  /// Where the change begins in it.
  var position: Int64
  /// The transaction's GTID; nil where the server has none, and for rows of a snapshot.
  var gtid: String?

  var description: String { "\(file):\(position)" + (gtid.map { ", \($0)" } ?? "") }

  /// Of an envelope; nil when it tells no place in a binary log.
  init?(_ envelope: JSONValue) {
    let source = envelope.payload["source"]
    guard let file = source?["file"]?.stringValue, Self.isPlain(file),
      let position = source?["pos"]?.integerValue, position >= 0
    else { return nil }
    self.file = file
    self.position = position
    gtid = source?["gtid"]?.stringValue.flatMap { Self.isPlain($0) ? $0 : nil }
  }

  /// Whether a shell takes it as it is: it goes into a command that somebody pastes.
  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
          UInt8(ascii: "-"), UInt8(ascii: ":"):
          true
        default: false
        }
      }
  }

  /// Whether it lies further on: by its file's name, which is numbered, and its place in it.
  func isAfter(_ other: LastPosition) -> Bool {
    if file.count != other.file.count { return file.count > other.file.count }
    return (file, position) > (other.file, other.position)
  }

  /// The flags of `offsets set` that go to just before it.
  ///
  /// MySQL writes `UUID:N`, MariaDB `DOMAIN-SERVER-N`; of transactions before the first there are
  /// none.
  var flags: String {
    guard let gtid, let mark = gtid.lastIndex(where: { $0 == ":" || $0 == "-" }),
      let number = Int64(gtid[mark...].dropFirst()), number > 1
    else { return "--file \(file) --position \(position)" }
    let head = gtid[...mark]
    return "--gtids \(head)\(gtid[mark] == ":" ? "1-" : "")\(number - 1)"
  }
}
