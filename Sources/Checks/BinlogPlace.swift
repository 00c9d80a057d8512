internal import Debezium

/// A file and a position of a binary log, in the order in which the server writes them.
///
/// The files of one server differ in the number behind the last dot, which grows.
struct BinlogPlace: Comparable {
  let file: String
  let number: UInt64
  let position: Int64

  /// Nil when the offset has no file, or one whose name ends in no number.
  init?(_ offset: SourceOffset) {
    guard let file = offset.file, let number = Self.number(of: file) else { return nil }
    self.file = file
    self.number = number
    // Without a position the connector begins at the file's first event.
    position = offset.position ?? 4
  }

  static func number(of file: String) -> UInt64? {
    file.split(separator: ".", omittingEmptySubsequences: false).last.flatMap { UInt64($0) }
  }

  static func < (left: BinlogPlace, right: BinlogPlace) -> Bool {
    (left.number, left.position) < (right.number, right.position)
  }
}
