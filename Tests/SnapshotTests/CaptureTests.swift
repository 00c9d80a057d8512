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
]

@Suite(.enabled(if: Recording.captures != nil, "the recorded topics are not on this machine"))
struct CaptureTests {
  @Test(arguments: truths)
  func `a recorded snapshot reads as what it was`(truth: Truth) throws {
    let folder = try #require(Recording.captures).appending(path: truth.folder)
    let recording = try Recording(folder: folder, prefix: truth.prefix)
    let tracker = recording.tracker()
    let index = try #require(tracker.index(of: truth.table))
    let now = try #require(recording.records.last).time + .seconds(600)
    let history = tracker.history(of: index, at: now)
    for r in history { print(truth.folder, r.table, r.kind, r.id ?? "-", r.state, r.cause ?? "-", r.reads ?? -1, r.repeated ?? -1, "streamed", r.streamed ?? -1, "tomb", r.tombstones ?? -1, "chunks", r.chunksDone ?? -1, r.key, "starts", r.taskStarts ?? -1, r.remainingTables ?? [], r.sources.names, r.warnings, r.next ?? "-", r.startedAt.map{"\($0)"} ?? "-", r.finishedAt.map{"\($0)"} ?? "-") }
    try #require(history.indices.contains(truth.run))
    let reading = history[truth.run]
    #expect(reading.kind == truth.kind)
    #expect(reading.state == truth.state)
    #expect(reading.id == truth.id)
    #expect(reading.reads == truth.reads)
    #expect(reading.repeated == truth.repeated)
  }
}
