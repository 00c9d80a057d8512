import Debezium
import Foundation
import JSON
import Runtime
import Snapshot

/// A folder of recorded topics (one `kcat -J` record a line, zstd), as facts for a tracker.
struct Recording {
  /// Where one of the tracker's four sources lies in a record's topic.
  enum Source: CaseIterable {
    case notifications, offsets, signals, rows
  }

  struct Record {
    var topic: String
    var time: Timestamp
    var key: String?
    var value: String?
    var headers: [String: String]
  }

  let records: [Record]
  let prefix: String

  /// Reads a folder; the records of all topics in the order of their timestamps.
  init(folder: URL, prefix: String) throws {
    self.prefix = prefix
    var records: [Record] = []
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "zst" {
      for line in try Self.decompressed(file).split(separator: "\n") {
        records.append(try Self.record(String(line)))
      }
    }
    // Stable: records of one topic and millisecond keep their order.
    self.records = records.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  init(records: [Record], prefix: String) {
    self.records = records
    self.prefix = prefix
  }

  /// What had been written before `time`.
  func cut(before time: Timestamp) -> Recording {
    Recording(records: records.filter { $0.time < time }, prefix: prefix)
  }

  /// A tracker that was given the sources in the order in which a watch reads them: what controls
  /// first, then the rows.
  func tracker(
    _ settings: TrackerSettings = TrackerSettings(), without missing: Set<Source> = []
  ) -> SnapshotTracker {
    var settings = settings
    settings.prefix = prefix
    settings.connector = prefix
    var tracker = SnapshotTracker(settings: settings)
    for record in records { giveControl(record, to: &tracker, without: missing) }
    guard !missing.contains(.rows) else { return tracker }
    var newest: [String: Timestamp] = [:]
    for record in records { giveRow(record, to: &tracker, newest: &newest) }
    finish(&tracker)
    return tracker
  }

  /// A tracker that was given what came after `cut` at once, as a watch gets it that could not reach
  /// the broker meanwhile: what controls first, then the rows.
  func tracker(cutOffAt cut: Timestamp) -> SnapshotTracker {
    var tracker = newTracker()
    var newest: [String: Timestamp] = [:]
    for part in [records.filter { $0.time <= cut }, records.filter { $0.time > cut }] {
      for record in part { giveControl(record, to: &tracker, without: []) }
      for record in part { giveRow(record, to: &tracker, newest: &newest) }
    }
    finish(&tracker)
    return tracker
  }

  /// A tracker that was given the records as they were written, but each topic's so much later, and
  /// put in order as a watch does.
  func tracker(delays: [String: Duration]) -> SnapshotTracker {
    var tracker = newTracker()
    var newest: [String: Timestamp] = [:]
    var order = ArrivalOrder<Record, Record>()
    let begin = records.first?.time ?? Timestamp(milliseconds: 0)
    let arrivals = records.enumerated().map { index, record in
      (at: record.time - begin + (delays[record.topic] ?? .zero), index: index)
    }
    func release(at now: Duration) {
      while let record = order.nextControl(at: now) {
        giveControl(record, to: &tracker, without: [])
      }
      while let record = order.nextRow(at: now) { giveRow(record, to: &tracker, newest: &newest) }
    }
    for arrival in arrivals.sorted(by: { ($0.at, $0.index) < ($1.at, $1.index) }) {
      release(at: arrival.at)
      let record = records[arrival.index]
      order.append(control: record, of: factTime(of: record), arrivedAt: arrival.at)
      order.append(row: record, arrivedAt: arrival.at)
    }
    release(at: .seconds(1 << 40))
    finish(&tracker)
    return tracker
  }

  /// The moment of which a record speaks.
  private func factTime(of record: Record) -> Timestamp {
    if let signal = signal(of: record) { return signal.time }
    guard let text = record.value, record.topic.contains("notif"),
      let note = Notification(parsingKey: record.key, value: text)
    else { return record.time }
    return note.timestamp ?? record.time
  }

  private func newTracker() -> SnapshotTracker {
    var settings = TrackerSettings()
    settings.prefix = prefix
    settings.connector = prefix
    return SnapshotTracker(settings: settings)
  }

  var topics: [String] { Set(records.map(\.topic)).sorted() }

  private func finish(_ tracker: inout SnapshotTracker) {
    let last = records.last?.time ?? Timestamp(milliseconds: 0)
    for table in tracker.knownTables {
      guard let index = tracker.index(of: table) else { continue }
      tracker.rowsAreRead(from: Timestamp(milliseconds: 0), of: index)
      tracker.rowsWereRead(until: last + .seconds(3600), of: index)
    }
  }

  // MARK: Roles

  private func giveControl(
    _ record: Record, to tracker: inout SnapshotTracker, without missing: Set<Source>
  ) {
    if record.topic == "connect-offsets" {
      guard !missing.contains(.offsets), let text = record.key,
        let key = SourceOffsetKey(parsing: text), key.prefix == prefix
      else { return }
      tracker.offset(record.value.flatMap { SourceOffset(parsing: $0) }, at: record.time)
    } else if !isChange(record), record.topic.contains("notif") {
      guard !missing.contains(.notifications), let text = record.value,
        let note = Notification(parsingKey: record.key, value: text), note.connectorName == prefix
      else { return }
      tracker.notification(note, at: record.time)
    } else if let signal = signal(of: record), !missing.contains(.signals) {
      tracker.signal(signal)
    }
  }

  private func isChange(_ record: Record) -> Bool { record.topic.hasPrefix("\(prefix).") }

  private func isSignalTable(_ record: Record) -> Bool {
    isChange(record) && record.topic.dropFirst(prefix.count).contains("signal")
  }

  private func signal(of record: Record) -> SignalEntry? {
    guard let value = record.value.flatMap({ try? JSONValue.parse($0) }) else { return nil }
    if isSignalTable(record) {
      let time = RecordedRow.time(of: record.value) ?? record.time
      return Signal(event: value).map {
        SignalEntry(signal: $0, channel: .table, time: time)
      }
    }
    guard !record.topic.contains("."), record.topic.contains("signal") else { return nil }
    return Signal(kafkaKey: record.key, value: value, prefix: prefix).map {
      SignalEntry(signal: $0, channel: .kafka, time: record.time)
    }
  }

  private func giveRow(
    _ record: Record, to tracker: inout SnapshotTracker, newest: inout [String: Timestamp]
  ) {
    guard isChange(record) else { return }
    let table = String(record.topic.dropFirst(prefix.count + 1))
    // A signal table is a table like others only where a snapshot took it in.
    guard !isSignalTable(record) || tracker.index(of: table) != nil else { return }
    let index = tracker.follow(table: table, topic: record.topic)
    let content = RecordedRow.content(of: record.value)
    // A tombstone has no time of its own; it follows its delete.
    let time =
      record.value == nil
      ? newest[record.topic] ?? record.time : RecordedRow.time(of: record.value) ?? record.time
    newest[record.topic] = time
    if let run = record.headers["__debezium.context.runId"] {
      tracker.runID(UInt64(bitPattern: Int64(run.hashValue)), at: time)
    }
    tracker.record(
      RowFact(
        time: time, content: content,
        fingerprint: record.key.map { UInt64(bitPattern: Int64($0.hashValue)) }),
      of: index)
    if case .change(let envelope) = content, envelope.operation == .read,
      let key = record.key.flatMap(RecordedRow.key)
    {
      tracker.lastRead(key: key, at: time, of: index)
    }
  }

  // MARK: Files

  private static func record(_ line: String) throws -> Record {
    let object = try JSONValue.parse(line)
    let pairs = object["headers"]?.elements?.map { $0.stringValue ?? "" } ?? []
    var headers: [String: String] = [:]
    for position in stride(from: 0, to: pairs.count - 1, by: 2) {
      headers[pairs[position]] = pairs[position + 1]
    }
    return Record(
      topic: object["topic"]?.stringValue ?? "",
      time: Timestamp(milliseconds: object["ts"]?.integerValue ?? 0),
      key: object["key"]?.stringValue, value: object["payload"]?.stringValue, headers: headers)
  }

  private static func decompressed(_ file: URL) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/zstd")
    process.arguments = ["-dcq", file.path]
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  // MARK: Places

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The recorded topics that are shared between projects; nil when they are not on this machine.
  static var captures: URL? {
    let named = ProcessInfo.processInfo.environment["CDCWATCH_CAPTURES"].map {
      URL(filePath: $0)
    }
    let folder = named ?? root.deletingLastPathComponent().appending(path: "shared/captures")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }

  /// The recorded answers to signals, made by labs/recordings.
  static var own: URL { root.appending(path: "Tests/Recordings") }
}
