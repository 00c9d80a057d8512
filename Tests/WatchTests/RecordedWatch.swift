import Foundation
import JSON
import Kafka
import Runtime
import Snapshot
import TestSupport

@testable import Watch

/// A recorded case: its topics, and what a reading of it must say.
struct RecordedWatch {
  let name: String
  let topics: [RecordedTopic]
  /// A hundred seconds after the recording was cut: the second state of `recorded-readings.tsv`.
  let now: Timestamp

  init(_ name: String, renaming names: [String: String] = [:]) async throws {
    self.name = name
    let folder = Places.recordings.appending(path: name)
    topics = try await RecordedTopic.all(in: folder).map { topic in
      var topic = topic
      topic.name = names[topic.name] ?? topic.name
      return topic
    }
    let text = try String(contentsOf: folder.appending(path: "truth.json"), encoding: .utf8)
    let last = try JSONValue.parse(text)["steps"]?.elements?.last?["time_ms"]?.integerValue
    now = Timestamp(milliseconds: (last ?? 0) + 100_000)
  }

  /// A request for these tables that reads topics whole: the embedded cluster knows no offsets by
  /// time.
  func request(_ tables: [String]) -> WatchRequest {
    let now = now
    var request = WatchRequest { now }
    request.wishes.tables = tables
    request.rows = .everything
    return request
  }

  /// What `recorded-readings.tsv` says of a table: kind, id, state, reads, repeated, oldest first.
  func expected(_ table: String) throws -> [String] {
    let file = Places.package.appending(path: "Tests/SnapshotTests/recorded-readings.tsv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
      .filter { $0.first == name[...] && $0[1] == table[...] }
      .map { [$0[2], $0[3], $0[5], $0[6], $0[7]].joined(separator: " ") }
  }

  static func words(_ reading: SnapshotReading) -> String {
    func figure(_ value: Int64?) -> String { value.map(String.init) ?? "-" }
    return [
      reading.kind.rawValue, reading.id ?? "-", reading.state.rawValue, figure(reading.reads),
      figure(reading.repeated),
    ].joined(separator: " ")
  }
}

extension SnapshotWatch {
  /// Opens the watch and reads until all is read that was there.
  mutating func openAndCatchUp() throws {
    try open { false }
    _ = try steps { $0.catchUp == nil }
  }

  /// Steps until the condition holds; false when it does not within the time.
  mutating func steps(
    for limit: Duration = .seconds(20), until isDone: (borrowing SnapshotWatch) -> Bool
  ) throws -> Bool {
    let deadline = Deadline(after: limit)
    while !isDone(self) {
      guard !deadline.hasPassed else { return false }
      try step(timeout: .milliseconds(50))
    }
    return true
  }
}
