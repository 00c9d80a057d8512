import JSON

/// Where the last change of a MySQL or MariaDB connector that Kafka has came from.
struct LastPosition: Sendable, Hashable, CustomStringConvertible {
  /// The binary log's file.
  var file: String
  /// Where the change begins in it.
  var position: Int64
  /// When it was made, in milliseconds since 1970.
  var time: Int64

  var description: String { "\(file):\(position)" }

  /// Of an envelope; nil when it tells no place in a binary log.
  init?(_ envelope: JSONValue) {
    let source = envelope.payload["source"]
    guard let file = source?["file"]?.stringValue, !file.isEmpty,
      let position = source?["pos"]?.integerValue, position >= 0,
      let time = source?["ts_ms"]?.integerValue
    else { return nil }
    self.file = file
    self.position = position
    self.time = time
  }

  /// Whether it lies further on: by its file's name, which is numbered, and its place in it.
  func isAfter(_ other: LastPosition) -> Bool {
    if file.count != other.file.count { return file.count > other.file.count }
    return (file, position) > (other.file, other.position)
  }
}
