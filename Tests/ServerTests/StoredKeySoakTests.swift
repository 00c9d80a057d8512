import Foundation
import JSON
import Kafka
import OffsetBackup
import TestSupport
import Testing

extension RealServers {
  /// Keys in Connect's offsets topic that somebody has written by hand, and a worker's next start.
  @Suite(
    .serialized, .servers("kafka", "mysql", "connect"), .soak)
  struct StoredKeyVerdictSoak {
    /// A stopped connector whose newest offset has `b`, and whose older one has not.
    private func prepare(_ name: String) async throws -> (run: VerdictRun, record: OffsetRecord) {
      let servers = try Servers.here()
      var run = VerdictRun(ledger: try await Ledger.open(name, .mysql, on: servers))
      try await run.ledger.insert("s")
      try await run.ledger.expectArrival(of: ["s": 1])
      run.old = try await run.ledger.caughtUp()
      try await run.ledger.insert("b")
      try await run.ledger.expectArrival(of: ["b": 1])
      run.new = try await run.ledger.caughtUp()
      try await run.ledger.stop()
      let record = try #require(try await Topic(servers).records(of: name).first)
      return (run, record)
    }

    private func send(_ key: [UInt8], _ offset: JSONValue, to partition: Int32) throws {
      let record = ProducerRecord(
        topic: "connect-offsets", partition: partition, key: key, value: Array(offset.text.utf8))
      try OffsetsTopic.send([record], to: Servers.here().configuration())
    }

    private func restartWorker() async throws {
      let world = try Servers.here().world
      try await world.down(["connect"])
      try await world.up(["connect"])
    }

    @Test func `UNKNOWN: a key in two partitions, of which the next start takes one`() async throws
    {
      let (run, record) = try await prepare("twice")
      let key = try #require(record.key)
      try send(key, try run.offset(of: run.old), to: record.partition == 0 ? 1 : 0)
      // The worker that lives takes what was written last.
      let set = try run.member("gtids", of: run.old)
      _ = try await run.ledger.offsets { $0["gtids"] == set }
      let reading = try await run.ledger.expect("UNKNOWN")
      #expect(reading["reason"]?.stringValue?.contains("partitions") == true)
      try await restartWorker()
      let taken = try await run.ledger.offset()?["gtids"]
      let newer = try run.member("gtids", of: run.new)
      #expect(taken == set || taken == newer, "\(taken?.text ?? "none")")
      try await run.ledger.resume()
      try await run.ledger.insert("z")
      try await run.ledger.expectArrival(of: ["s": 1, "b": taken == set ? 2 : 1, "z": 1])
    }

    @Test func `RESUME: a key with a space more is another key`() async throws {
      let (run, record) = try await prepare("spaced")
      let key = String(decoding: try #require(record.key), as: UTF8.self)
      let other = key.replacing(",{", with: ", {")
      #expect(other != key)
      try send(Array(other.utf8), try run.offset(of: run.old), to: record.partition)
      try await run.ledger.expect("RESUME")
      try await restartWorker()
      try await run.ledger.expect("RESUME")
      try await run.ledger.resume()
      try await run.ledger.insert("z")
      try await run.ledger.expectArrival(of: ["s": 1, "b": 1, "z": 1])
    }
  }
}
