import Debezium
import Foundation
import Runtime
import Snapshot
import Testing

/// What a reading of a recorded topic must say; nil members are not looked at.
struct Truth: Sendable, CustomTestStringConvertible {
  var folder: String
  var table: String
  var run: Int
  var kind: SnapshotKind
  var state: SnapshotState
  var id: String?
  var reads: Int64
  var repeated: Int64
  var chunks: Int64?
  var last: [String]?
  var maximum: [String]?

  var testDescription: String { "\(folder) \(table) \(run)" }

  init(
    _ folder: String, _ table: String, run: Int, _ kind: SnapshotKind, _ state: SnapshotState,
    id: String? = nil, reads: Int64, repeated: Int64 = 0, chunks: Int64? = nil,
    last: [String]? = nil, maximum: [String]? = nil
  ) {
    (self.folder, self.table, self.run, self.kind) = (folder, table, run, kind)
    (self.state, self.id, self.reads, self.repeated) = (state, id, reads, repeated)
    (self.chunks, self.last, self.maximum) = (chunks, last, maximum)
  }

  var prefix: String {
    switch folder {
    case "mysql-incremental", "mysql-failover": "inv"
    case "mysql-read-only-schemas": "ro"
    case "mysql-flattened": "flat"
    default: "shop"
    }
  }
}

private let truths: [Truth] = [
  Truth("pg-initial", "public.orders_large", run: 0, .initial, .completed, reads: 3000),
  Truth("pg-initial", "public.order_items", run: 0, .initial, .completed, reads: 900),
  Truth("pg-initial", "public.sessions", run: 0, .initial, .completed, reads: 300),
  Truth("pg-initial", "public.countries", run: 0, .initial, .completed, reads: 4),
  Truth("pg-initial", "public.debezium_heartbeat", run: 0, .initial, .completed, reads: 1),

  Truth("pg-incremental", "public.orders_large", run: 0, .initial, .completed, reads: 3000),
  Truth(
    "pg-incremental", "public.orders_large", run: 1, .incremental, .completed, id: "adhoc-1",
    reads: 3000, chunks: 12, last: ["900009"], maximum: ["900009"]),
  Truth(
    "pg-incremental", "public.orders_large", run: 2, .incremental, .completed, id: "adhoc-3",
    reads: 999, chunks: 4, last: ["900009"], maximum: ["900009"]),
  Truth(
    "pg-incremental", "public.order_items", run: 1, .incremental, .completed, id: "adhoc-1",
    reads: 900, chunks: 4, last: ["299", "2"], maximum: ["299", "2"]),
  Truth(
    "pg-incremental", "public.order_items", run: 2, .blocking, .completed, id: "block-1",
    reads: 900),
  Truth(
    "pg-incremental", "public.sessions", run: 1, .incremental, .completed, id: "adhoc-1",
    reads: 300, chunks: 2),
  Truth(
    "pg-incremental", "public.nope", run: 0, .incremental, .incomplete, id: "adhoc-3", reads: 0),

  Truth(
    "pg-ops", "public.orders_large", run: 0, .incremental, .completed, id: "run-1", reads: 24_000,
    chunks: 3000, last: ["24000"], maximum: ["24000"]),
  Truth(
    "pg-ops", "public.orders_large", run: 1, .incremental, .completed, id: "run-2", reads: 24_000,
    chunks: 3000),
  Truth(
    "pg-ops", "public.orders_large", run: 2, .incremental, .completed, id: "run-3", reads: 24_000,
    chunks: 3001),
  Truth(
    "pg-ops", "public.orders_large", run: 3, .incremental, .completed, id: "krun-4",
    reads: 24_000, chunks: 3000),
  Truth(
    "pg-ops", "public.payments", run: 0, .incremental, .completed, id: "run-1", reads: 7846,
    repeated: 3846, last: ["ref-000999", "3"], maximum: ["ref-000999", "3"]),
  Truth("pg-ops", "public.payments", run: 1, .incremental, .aborted, id: "run-2", reads: 0),

  Truth(
    "mysql-incremental", "inventory.orders_large", run: 1, .incremental, .completed, id: "my-1",
    reads: 12_000, chunks: 120, last: ["12000"], maximum: ["12000"]),
  Truth(
    "mysql-incremental", "inventory.stock", run: 1, .incremental, .completed, id: "my-1",
    reads: 599, chunks: 6, last: ["cph", "sku-98"], maximum: ["cph", "sku-98"]),
  Truth(
    "mysql-incremental", "inventory.devices", run: 1, .incremental, .completed, id: "my-1",
    reads: 200, chunks: 2, last: ["/1oa4BKvpdTIicUK1Ceq9Q=="]),
  Truth(
    "mysql-incremental", "inventory.daily", run: 1, .incremental, .completed, id: "my-1",
    reads: 101, chunks: 2, last: ["21915"], maximum: ["21915"]),

  Truth(
    "mysql-failover", "inventory.orders_large", run: 2, .incremental, .incomplete, id: "my-2",
    reads: 7100, chunks: 71, last: ["7100"], maximum: ["12000"]),

  Truth(
    "mysql-read-only-schemas", "inventory.daily", run: 1, .incremental, .completed, id: "ro-1",
    reads: 101, chunks: 2, last: ["21915"], maximum: ["21915"]),
  Truth(
    "mysql-read-only-schemas", "inventory.stock", run: 1, .incremental, .completed, id: "ro-1",
    reads: 599, chunks: 6, last: ["cph", "sku-98"]),
  Truth(
    "mysql-read-only-schemas", "inventory.orders_large", run: 0, .initial, .completed,
    reads: 12_000),

  Truth("mysql-flattened", "inventory.stock", run: 0, .initial, .completed, reads: 599),
  Truth(
    "mysql-flattened", "inventory.stock", run: 1, .incremental, .completed, id: "flat-1",
    reads: 598, chunks: 6, last: ["cph", "sku-98"], maximum: ["cph", "sku-98"]),
]

/// A folder is read once, whatever number of tables is asked of it.
private actor Recordings {
  static let shared = Recordings()
  private var loaded: [String: Recording] = [:]
  private var trackers: [String: SnapshotTracker] = [:]

  func tracker(_ truth: Truth) throws -> SnapshotTracker {
    if let tracker = trackers[truth.folder] { return tracker }
    var settings = TrackerSettings()
    settings.engine = truth.folder.hasPrefix("pg") ? .postgresql : .mysql
    settings.signalTable = "inventory.debezium_signal"
    let tracker = try recording(truth).tracker(settings)
    trackers[truth.folder] = tracker
    return tracker
  }

  func recording(_ truth: Truth) throws -> Recording {
    if let recording = loaded[truth.folder] { return recording }
    guard let captures = Recording.captures else { throw CocoaError(.fileNoSuchFile) }
    let recording = try Recording(
      folder: captures.appending(path: truth.folder), prefix: truth.prefix)
    loaded[truth.folder] = recording
    return recording
  }
}

@Suite(.enabled(if: Recording.captures != nil, "the recorded topics are not on this machine"))
struct CaptureTests {
  @Test(arguments: truths)
  func `a recorded snapshot reads as what it was`(truth: Truth) async throws {
    let tracker = try await Recordings.shared.tracker(truth)
    let index = try #require(tracker.index(of: truth.table))
    let now = try #require(try await Recordings.shared.recording(truth).records.last).time
    let history = tracker.history(of: index, at: now + .seconds(600))
    try #require(history.indices.contains(truth.run))
    let reading = history[truth.run]
    #expect(reading.kind == truth.kind)
    #expect(reading.state == truth.state, "\(reading.cause ?? "")")
    #expect(reading.id == truth.id)
    #expect(reading.reads == truth.reads)
    #expect(reading.repeated == truth.repeated)
    if let chunks = truth.chunks { #expect(reading.chunksDone == chunks) }
    if let last = truth.last { #expect(reading.key.last == last) }
    if let maximum = truth.maximum { #expect(reading.key.maximum == maximum) }
  }

  @Test func `a failover that cut a scan short names its rows and what reads the rest`()
    async throws
  {
    let truth = Truth(
      "mysql-failover", "inventory.orders_large", run: 2, .incremental, .incomplete, reads: 7100)
    let tracker = try await Recordings.shared.tracker(truth)
    let index = try #require(tracker.index(of: truth.table))
    let reading = tracker.reading(of: index, at: Timestamp(milliseconds: 1_795_250_000_000))
    #expect(reading.state == .incomplete)
    #expect(reading.cause == "the scan ended with SQL_EXCEPTION after 7100 rows")
    #expect(
      reading.next == """
        INSERT INTO inventory.debezium_signal (id, type, data) VALUES ('cdcwatch-1795250000', \
        'execute-snapshot', '{"data-collections":["inventory.orders_large"],"type":"incremental",\
        "additional-conditions":[{"data-collection":"inventory.orders_large",\
        "filter":"id > 7100"}]}');
        """)
  }

  /// The moments are those of the pause, of the restart that undoes it, and of the resumed reading.
  @Test(arguments: [
    (1_795_248_695_850, SnapshotState.paused, 1), (1_795_248_708_900, .running, 2),
    (1_795_248_690_000, .running, 1),
  ])
  func `a pause holds until the task is started again`(
    milliseconds: Int64, state: SnapshotState, starts: Int
  ) async throws {
    let truth = Truth("pg-ops", "public.orders_large", run: 0, .incremental, .paused, reads: 0)
    let moment = Timestamp(milliseconds: milliseconds)
    let recording = try await Recordings.shared.recording(truth).cut(before: moment)
    let tracker = recording.tracker()
    let index = try #require(tracker.index(of: truth.table))
    let reading = tracker.reading(of: index, at: moment)
    #expect(reading.state == state)
    #expect(reading.taskStarts == starts)
    #expect(reading.id == "run-1")
  }

  @Test func `a table that waits behind another is queued`() async throws {
    let truth = Truth("pg-ops", "public.payments", run: 0, .incremental, .queued, reads: 0)
    let moment = Timestamp(milliseconds: 1_795_248_690_000)
    let recording = try await Recordings.shared.recording(truth).cut(before: moment)
    let tracker = recording.tracker()
    let index = try #require(tracker.index(of: truth.table))
    #expect(tracker.reading(of: index, at: moment).state == .queued)
  }
}
