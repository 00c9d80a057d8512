import Debezium
import Foundation
import JSON
import Runtime
import SeededRandom
import Snapshot
import Testing

/// The answers of real connectors to signals (labs/recordings), one recorded case a folder.
struct RecordedCase: Sendable, CustomTestStringConvertible {
  let name: String
  let prefix: String
  /// When the recording was cut, which is its now.
  let cut: Timestamp
  /// What an independent count of the topic found, by table.
  let tables: [String: Count]

  struct Count: Sendable {
    var reads: Int64
    var distinctKeys: Int64
  }

  var testDescription: String { name }

  init?(folder: URL) {
    guard let text = try? String(contentsOf: folder.appending(path: "truth.json"), encoding: .utf8),
      let truth = try? JSONValue.parse(text),
      let cut = truth["steps"]?.elements?.last?["time_ms"]?.integerValue
    else { return nil }
    name = folder.lastPathComponent
    prefix = truth["topic_prefix"]?.stringValue ?? name
    self.cut = Timestamp(milliseconds: cut)
    var tables: [String: Count] = [:]
    for member in truth["tables"]?.members ?? [] {
      tables[member.name] = Count(
        reads: member.value["r_rows_in_topic"]?.integerValue ?? 0,
        distinctKeys: member.value["r_distinct_keys"]?.integerValue ?? 0)
    }
    self.tables = tables
  }

  func tracker() throws -> SnapshotTracker {
    var tracker = try recording().tracker()
    if let status = try taskState() { tracker.status(status) }
    return tracker
  }

  func recording() throws -> Recording {
    try Recording(folder: Recording.own.appending(path: name), prefix: prefix)
  }

  func taskState() throws -> ConnectorTaskState? {
    let file = Recording.own.appending(path: name).appending(path: "connectors.json")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    let status = try JSONValue.parse(text)["\(name)-connector"]?["status"]
    let tasks = status?["tasks"]?.elements ?? []
    if tasks.contains(where: { $0["state"]?.stringValue == "FAILED" }) {
      return ConnectorTaskState(state: .failed, reason: "the task has failed")
    }
    switch status?["connector"]?["state"]?.stringValue {
    case "RUNNING": return ConnectorTaskState(state: .running)
    case "PAUSED": return ConnectorTaskState(state: .paused)
    case "STOPPED": return ConnectorTaskState(state: .stopped)
    default: return nil
    }
  }

  static let all: [RecordedCase] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: Recording.own.path)
    return (names ?? []).sorted().compactMap {
      RecordedCase(folder: Recording.own.appending(path: $0))
    }
  }()
}

@Suite struct RecordedCaseTests {
  @Test func `there are cases for every row of the table of answers`() {
    #expect(RecordedCase.all.count >= 110)
  }

  /// `recorded-readings.tsv`: the readings when the recording was cut, and the state 100 s later.
  @Test(arguments: RecordedCase.all)
  func `every snapshot of a recorded case reads as what it was`(recorded: RecordedCase) throws {
    let found = try lines(recorded)
    let expected = Self.expected[recorded.name] ?? []
    #expect(found == expected)
  }

  @Test(arguments: RecordedCase.all)
  func `each read is counted once and in one snapshot`(recorded: RecordedCase) throws {
    let tracker = try recorded.tracker()
    // A name with another connector's before it is that one's table.
    for (table, count) in recorded.tables where !table.contains(":") {
      guard let index = tracker.index(of: table) else {
        #expect(count.reads == 0, "\(table) is not known")
        continue
      }
      let history = tracker.history(of: index, at: recorded.cut)
      #expect(history.reduce(0) { $0 + ($1.reads ?? 0) } == count.reads, "\(table)")
      guard history.count == 1, let repeated = history[0].repeated else { continue }
      #expect(count.reads - repeated == count.distinctKeys, "\(table)")
    }
  }

  /// `before`: the recording up to that moment only.
  @Test(
    arguments: [
      ("pause-twice-and-resume-when-none", 1_795_267_355_780, "pause-1"),
      ("pause-twice-and-resume-when-none", nil, nil), ("stop-when-none", nil, "stop-1"),
      ("pause-resume", nil, nil), ("stop-whole", nil, nil), ("paused", nil, nil),
      ("stop-while-paused-then-resume", nil, nil),
    ] as [(String, Int64?, String?)])
  func `a signal that found nothing to act on is told`(
    name: String, before: Int64?, signal: String?
  ) throws {
    let recorded = try #require(RecordedCase.all.first { $0.name == name })
    var recording = try recorded.recording()
    if let before { recording = recording.cut(before: Timestamp(milliseconds: before)) }
    var tracker = recording.tracker()
    let table = tracker.follow(table: "public.t1", topic: "\(name).public.t1")
    let warnings = tracker.reading(of: table, at: recorded.cut + .seconds(100)).warnings
      .filter { $0.contains("it does nothing") }
    #expect(warnings.count == (signal == nil ? 0 : 1))
    #expect(warnings.first?.hasPrefix("signal '\(signal ?? "")' (") ?? (signal == nil))
  }

  /// A watch that cannot reach the broker for a while gets all that was missed at once.
  @Test(arguments: RecordedCase.all)
  func `what is caught up with in the middle says the same`(recorded: RecordedCase) throws {
    var random = SeededRandom(seed: recorded.name)
    let expected = Self.expected[recorded.name] ?? []
    let recording = try recorded.recording()
    for _ in 0..<6 {
      guard let cut = recording.records.randomElement(using: &random) else { return }
      var tracker = recording.tracker(cutOffAt: cut.time)
      if let status = try recorded.taskState() { tracker.status(status) }
      #expect(lines(recorded, tracker) == expected, "cut off at \(cut.time.milliseconds)")
    }
  }

  /// Each topic is fetched by itself, some sooner and some later.
  @Test(arguments: RecordedCase.all)
  func `topics that come at different times say the same`(recorded: RecordedCase) throws {
    var random = SeededRandom(seed: recorded.name)
    let expected = Self.expected[recorded.name] ?? []
    let recording = try recorded.recording()
    for _ in 0..<6 {
      let delays = Dictionary(
        uniqueKeysWithValues: recording.topics.map {
          ($0, Duration.milliseconds(Int.random(in: 0...300, using: &random)))
        })
      var tracker = recording.tracker(delays: delays)
      if let status = try recorded.taskState() { tracker.status(status) }
      #expect(lines(recorded, tracker) == expected, "\(delays)")
    }
  }

  // MARK: Lines

  private func lines(_ recorded: RecordedCase) throws -> [String] {
    lines(recorded, try recorded.tracker())
  }

  private func lines(_ recorded: RecordedCase, _ tracker: SnapshotTracker) -> [String] {
    var lines: [String] = []
    for table in tracker.knownTables.sorted() where !table.contains("heartbeat") {
      guard let index = tracker.index(of: table) else { continue }
      let later = recorded.cut + .seconds(100)
      let now = tracker.history(of: index, at: recorded.cut)
      for (before, after) in zip(now, tracker.history(of: index, at: later)) {
        lines.append(Self.line(recorded.name, before, after))
      }
      let (before, after) = (
        tracker.reading(of: index, at: recorded.cut), tracker.reading(of: index, at: later)
      )
      if now.isEmpty || before.id != now.last?.id {
        lines.append(Self.line(recorded.name, before, after))
      }
    }
    return lines
  }

  private static func line(
    _ name: String, _ now: SnapshotReading, _ later: SnapshotReading
  ) -> String {
    func figure(_ value: Int64?) -> String { value.map(String.init) ?? "-" }
    let fields = [
      name, now.table, now.kind.rawValue, now.id ?? "-", now.state.rawValue, later.state.rawValue,
      figure(now.reads), figure(now.repeated), figure(now.streamed), figure(now.chunksDone),
      figure(now.taskStarts.map(Int64.init)), now.key.last?.joined(separator: ",") ?? "-",
      now.key.maximum?.joined(separator: ",") ?? "-", now.cause ?? "-",
    ]
    return fields.joined(separator: "\t")
  }

  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "recorded-readings.tsv")

  private static let expected: [String: [String]] = {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    return Dictionary(grouping: lines) { String($0.prefix { $0 != "\t" }) }
  }()

  /// Writes the file anew, for a person to read the difference: `CDCWATCH_WRITE_GOLDEN=1`.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["CDCWATCH_WRITE_GOLDEN"] == "1",
      "writes the expected readings, and is asked for by name"))
  func `the expected readings are written`() throws {
    var text = """
      # case\ttable\tkind\tid\tstate when cut\tstate 100 s later\treads\trepeated\tstreamed\tchunks\t\
      task starts\tlast key\tmaximum key\tcause

      """
    for recorded in RecordedCase.all {
      for line in try lines(recorded) { text += line + "\n" }
    }
    try text.write(to: Self.file, atomically: true, encoding: .utf8)
    #expect(!text.isEmpty)
  }
}
