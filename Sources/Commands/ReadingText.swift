import Runtime
import Snapshot

/// Snapshot readings for people.
struct ReadingText {
  let style: Style

  /// One reading, a line a fact.
  func details(_ reading: SnapshotReading) -> String {
    var lines = [heading(reading)]
    func add(_ name: String, _ value: String?) {
      guard let value else { return }
      lines.append("  \(DisplayText.padded(name, to: 12)) \(DisplayText.printable(value))")
    }
    add("cause", reading.cause)
    add("rows", rows(reading))
    add("chunks", reading.chunksDone.map { chunks($0, size: reading.chunkSize) })
    add("key", key(reading.key))
    add("remaining", list(reading.remainingTables))
    add("started", reading.startedAt.map { started(reading, at: $0) })
    add("finished", reading.finishedAt.map(style.time))
    add("connector", reading.connector)
    add("topic", reading.topic)
    add("sources", list(reading.sources.names))
    for warning in reading.warnings { add("warning", warning) }
    add("next", reading.next)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Several readings, a row each.
  func table(_ readings: [SnapshotReading]) -> String {
    var table = TextTable([
      ("TABLE", .left), ("KIND", .left), ("ID", .left), ("STATE", .left), ("READS", .right),
      ("STREAMED", .right), ("REPEATED", .right), ("CHUNKS", .right), ("STARTED", .left),
      ("TOOK", .right), ("CONNECTOR", .left), ("CAUSE", .left),
    ])
    for reading in readings {
      table.add([
        DisplayText.printable(reading.table), reading.kind.rawValue,
        DisplayText.printable(reading.id ?? "-"), style.state(reading.state),
        figure(reading.reads), figure(reading.streamed), figure(reading.repeated),
        figure(reading.chunksDone), reading.startedAt.map(style.time) ?? "-", duration(reading),
        DisplayText.printable(reading.connector ?? "-"),
        DisplayText.printable(reading.cause ?? ""),
      ])
    }
    return table.text
  }

  private func heading(_ reading: SnapshotReading) -> String {
    guard reading.kind != .none else { return "\(reading.table): \(style.state(reading.state))" }
    let id = reading.id.map { " '\(DisplayText.printable($0))'" } ?? ""
    return "\(reading.table): \(reading.kind.rawValue) snapshot\(id) \(style.state(reading.state))"
  }

  private func rows(_ reading: SnapshotReading) -> String? {
    guard reading.kind != .none else { return nil }
    guard let reads = reading.reads else { return "not counted" }
    var text = "\(Figures.grouped(reads)) read"
    if let rate = reading.rate { text += " (\(Figures.short(rate)) rows/s)" }
    if let repeated = reading.repeated {
      text += repeated > 0 ? ", \(Figures.grouped(repeated)) of them again" : ""
    } else {
      text += ", repeats not counted"
    }
    text += ", \(Figures.grouped(reading.streamed ?? 0)) streamed meanwhile"
    if let tombstones = reading.tombstones, tombstones > 0 {
      text += ", \(Figures.grouped(tombstones)) tombstones"
    }
    if let unreadable = reading.unreadable, unreadable > 0 {
      text += ", \(Figures.grouped(unreadable)) unreadable"
    }
    return text
  }

  private func chunks(_ done: Int64, size: Int?) -> String {
    size.map { "\(Figures.grouped(done)) of \($0) rows" } ?? Figures.grouped(done)
  }

  private func key(_ key: SnapshotReading.Key) -> String? {
    guard let last = key.last else { return nil }
    let columns = key.columns.isEmpty ? "" : " (\(key.columns.joined(separator: ", ")))"
    let text = last.joined(separator: ", ")
    guard let maximum = key.maximum else { return "\(text)\(columns); the maximum is not known" }
    return "\(text) of \(maximum.joined(separator: ", "))\(columns)"
  }

  private func started(_ reading: SnapshotReading, at time: Timestamp) -> String {
    let starts = reading.taskStarts ?? 1
    let text = style.time(time)
    return starts > 1 ? "\(text); the task has been started \(starts) times since" : text
  }

  private func list(_ texts: [String]?) -> String? {
    guard let texts, !texts.isEmpty else { return nil }
    return texts.joined(separator: ", ")
  }

  private func figure(_ value: Int64?) -> String { value.map(Figures.grouped) ?? "-" }

  private func duration(_ reading: SnapshotReading) -> String {
    guard let started = reading.startedAt else { return "-" }
    let end = reading.finishedAt ?? (reading.state.hasEnded ? nil : reading.takenAt)
    return end.map { Figures.span($0 - started) } ?? "-"
  }
}
