import Watch

/// The records that could not be read, by place, as lines for standard error.
enum UnreadableText {
  static func lines(_ found: UnreadableRecords) -> [String] {
    var lines = found.first.map { record in
      "cdcwatch: unreadable: \(record.topic) partition \(record.partition)"
        + " offset \(record.offset): \(record.reason)"
    }
    let rest = found.count - Int64(found.first.count)
    if rest > 0 { lines.append("cdcwatch: and \(Figures.grouped(rest)) more unreadable records") }
    return lines
  }
}
