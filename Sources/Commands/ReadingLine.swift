import Runtime
import Snapshot

/// One reading in one line, for a terminal's live line and for logs.
enum ReadingLine {
  /// The line; where it would be wider than `columns`, it says less so that the state is still seen.
  static func text(
    _ reading: SnapshotReading, catchUp: CatchUp?, style: Style, columns: Int = .max
  ) -> String {
    let subject = DisplayText.printable(subject(reading))
    var parts = facts(reading, catchUp: catchUp).map { DisplayText.printable($0) }
    let state = style.state(reading.state)
    func line() -> String { ([subject] + parts + [state]).joined(separator: " · ") }
    while DisplayText.columns(of: line()) > columns, !parts.isEmpty { parts.removeLast() }
    return reading.cause.map { "\(line()): \(DisplayText.printable($0))" } ?? line()
  }

  /// What there is to say, the most important first.
  private static func facts(_ reading: SnapshotReading, catchUp: CatchUp?) -> [String] {
    var parts: [String] = []
    if let catchUp { parts.append(catchUp.text) }
    if let reads = reading.reads, reading.kind != .none {
      parts.append("\(Figures.grouped(reads)) rows read")
    }
    if let rate = reading.rate { parts.append("\(Figures.short(rate)) rows/s") }
    if let streamed = reading.streamed, streamed > 0 {
      parts.append("\(Figures.grouped(streamed)) streamed")
    }
    if let repeated = reading.repeated, repeated > 0 {
      parts.append("\(Figures.grouped(repeated)) read again")
    }
    if let chunks = reading.chunksDone { parts.append("chunk \(Figures.grouped(chunks))") }
    if let key = key(reading.key) { parts.append(key) }
    if let starts = reading.taskStarts, starts > 1 { parts.append("task started \(starts) times") }
    return parts
  }

  private static func subject(_ reading: SnapshotReading) -> String {
    let name = reading.table.split(separator: ".").last.map(String.init) ?? reading.table
    guard let id = reading.id else { return name }
    return "\(name) [\(id)]"
  }

  private static func key(_ key: SnapshotReading.Key) -> String? {
    guard let last = key.last else { return nil }
    let text = "key \(last.joined(separator: ", "))"
    return key.maximum.map { "\(text) of \($0.joined(separator: ", "))" } ?? text
  }
}

/// How much of what was there at the start is still to be read.
struct CatchUp: Sendable, Equatable {
  var read: Int64
  var total: Int64

  init(_ counts: (read: Int64, total: Int64)) {
    (read, total) = counts
  }

  var text: String {
    "catching up: \(Figures.grouped(read)) of \(Figures.grouped(total)) records"
  }
}
