import Databases
import Drill
import Foundation
import JSON
import Runtime
import TestSupport
import Testing

@testable import Commands

extension RealServers {
  @Suite(
    .serialized,
    .servers("kafka", "postgres", "postgres-endpoint", "mysql", "mariadb", "connect"))
  struct Sentinels {
    @Test(arguments: Soak.engines(inTest: .postgres))
    func `every change of a healthy connector arrives, and is counted once`(
      engine: Ledger.Engine
    ) async throws {
      let run = try await SentinelRun.open("whole_\(engine.rawValue)", engine, on: Servers.here())
      defer { run.stop.raise(.terminated) }
      try await run.capture()
      let reader = try run.reader()
      let writer = try run.writer()
      try run.run(200, writer, reader)
      let history = try run.history(writer, reader)
      let proof = run.judged(history)
      #expect(proof.verdict == .holds, "\(proof.objections)")
      let counts = proof.reckoning.counts
      #expect(counts.written >= 200)
      #expect(counts.arrived == counts.written)
      #expect(counts.repeated + counts.outOfOrder + counts.onlyInTopic + counts.lostByDatabase == 0)
      // A second client's count of the topic, and the table itself.
      let told = try await Tool.counts(of: run.topic, brokers: run.servers.kafka)
      for (kind, letter) in [(SentinelKind.insert, "c"), (.update, "u"), (.delete, "d")] {
        let count = told.filter { $0.key.hasPrefix("\(letter) ") }.values.reduce(0, +)
        let early = history.ledger.filter { $0.change.number < proof.reckoning.start }
        let all = history.ledger.count { $0.change.kind == kind }
        #expect(Int(count) >= all - early.count { $0.change.kind == kind })
        #expect(Int(count) <= all)
      }
      var alive: [Int: Int] = [:]
      for row in history.ledger {
        alive[row.change.key] = row.change.kind == .delete ? nil : row.change.number
      }
      let rows = try run.session().rows(
        "SELECT first_number, number FROM \(run.tables.dialect.table(run.tables.sentinels))")
      #expect(
        Dictionary(uniqueKeysWithValues: rows.map { (Int($0[0] ?? ""), Int($0[1] ?? "")) })
          == Dictionary(uniqueKeysWithValues: alive.map { ($0.key, $0.value) }))
      try run.close()
    }

    @Test(arguments: Soak.engines(inTest: .mysql))
    func `a database that is killed and started again interrupts the writer, no more`(
      engine: Ledger.Engine
    ) async throws {
      let run = try await SentinelRun.open("killed_\(engine.rawValue)", engine, on: Servers.here())
      defer { run.stop.raise(.terminated) }
      try await run.capture()
      let reader = try run.reader()
      let writer = try run.writer()
      try run.run(50, writer, reader)
      let start = run.clock.moment
      try await run.servers.world.kill(engine.rawValue)
      #expect(
        writer.wait(until: Deadline(after: .seconds(20))) { $0.trouble } != nil,
        "\(writer.progress)")
      let done = run.clock.moment
      let before = try #require(writer.progress.last)
      try await run.startAgain()
      try run.commit(50, writer)
      try await run.waitUntilDelivering(reader, after: before)
      let history = try run.history(writer, reader)
      #expect(writer.progress.connections >= 2)
      try expectTruth(of: history)
      let proof = run.judged(history)
      #expect(proof.verdict == .holds, "\(proof.objections) \(proof.reckoning.counts)")
      #expect(proof.reckoning.counts.lostByDatabase == 0)
      let outage = OutageSight.first(
        after: start, until: run.clock.moment, log: history.log, arrivals: history.arrivals)
      let time = RecoveryTime(
        .init(step: "kill", start: start, done: done, outage: outage), log: history.log,
        ledger: history.ledger, arrivals: history.arrivals)
      #expect(time.duration.map { $0 > .zero && $0 < .seconds(150) } == true, "\(time)")
      try run.close()
    }

    /// Nobody but the writer's own word and the database's: what is acknowledged is there, what failed
    /// is not, and nothing is left open.
    private func expectTruth(of history: SentinelHistory) throws {
      let known = Set(history.ledger.map(\.change.number))
      for attempt in history.log.attempts.values {
        let number = attempt.change.number
        switch try #require(attempt.outcome, "\(number)") {
        case .committed, .found: #expect(known.contains(number), "\(number)")
        case .failed: #expect(!known.contains(number), "\(number)")
        // It may have been under way still when it was looked up.
        case .absent: break
        }
      }
      #expect(known.isSubset(of: history.log.attempts.keys))
    }

    @Test func `connections that are cut at any moment leave no change in doubt`() async throws {
      let servers = try Servers.here()
      let run = try await SentinelRun.open("cuts", .postgres, on: servers)
      defer { run.stop.raise(.terminated) }
      try await run.capture()
      let reader = try run.reader()
      let port = try #require(servers.places["POSTGRES_ENDPOINT_PORT"])
      let stack = try #require(Places.stack)
      let writer = try run.writer(every: .milliseconds(1), at: port)
      try run.run(20, writer, reader)
      for _ in 0..<12 {
        try await Tool.run(
          stack, ["point", servers.world.folder.path, "postgres-endpoint", "postgres"])
        try run.commit(20, writer)
      }
      let history = try run.history(writer, reader)
      #expect(writer.progress.connections >= 12, "\(writer.progress)")
      try expectTruth(of: history)
      #expect(run.judged(history).verdict == .holds)
      try run.close()
    }

    @Test func `a writer that was killed looks its last change up when it is started again`()
      async throws
    {
      let run = try await SentinelRun.open("again", .mysql, on: Servers.here())
      defer { run.stop.raise(.terminated) }
      let first = try run.writer()
      try run.commit(20, first)
      let last = try #require(first.finish().last)
      // It died with two answers outstanding, of which the database has one, and a torn line.
      var bytes = [UInt8](try Data(contentsOf: URL(filePath: run.log)))
      let lines = bytes.split(separator: UInt8(ascii: "\n")).dropLast()
      bytes = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
      let moment = run.clock.moment
      bytes +=
        SentinelLogEntry(
          number: last + 1, event: .intent(kind: .insert, key: last + 1), moment: moment
        ).bytes
      try Data(bytes + Array("{\"event\":\"int".utf8)).write(to: URL(filePath: run.log))
      let second = try run.writer()
      try run.commit(20, second)
      _ = second.finish()
      let log = try run.written()
      #expect(log.attempts[last]?.outcome == .found)
      #expect(log.attempts[last + 1]?.outcome == .absent)
      #expect(log.attempts[last + 2]?.outcome == .committed)
      #expect(try run.ledger().map(\.change.number).sorted() == Array(1...last) + rest(log, last))
      try run.close()
    }

    private func rest(_ log: SentinelLog, _ last: Int) -> [Int] {
      log.attempts.values.filter { $0.change.number > last && $0.isAcknowledged }
        .map(\.change.number).sorted()
    }

    @Test func `records that were deleted before they were read are not checked, and never lost`()
      async throws
    {
      let servers = try Servers.here()
      let run = try await SentinelRun.open("gone", .postgres, on: servers)
      defer { run.stop.raise(.terminated) }
      try await run.capture()
      let reader = try run.reader()
      let writer = try run.writer()
      try run.run(120, writer, reader)
      var history = try run.history(writer, reader)
      #expect(run.judged(history).verdict == .holds)
      let cut = Int64(history.arrivals.count / 2)
      let file = run.folder.appending(path: "cut.json")
      try """
      {"partitions": [{"topic": "\(run.topic)", "partition": 0, "offset": \(cut)}], "version": 1}
      """.write(to: file, atomically: true, encoding: .utf8)
      try await Tool.run(
        try #require(Places.stack),
        [
          "kafka-tool", "org.apache.kafka.tools.DeleteRecordsCommand", "--bootstrap-server",
          servers.kafka, "--offset-json-file", file.path,
        ])
      let again = try run.reader()
      let all = history.arrivals.count
      let deadline = Deadline(after: .seconds(30))
      #expect(
        again.wait(until: deadline) { $0.arrivals.count >= all - Int(cut) ? true : nil } != nil)
      let sightings = again.finish()
      #expect(sightings.positions.gaps.map(\.from) == [0])
      #expect(sightings.positions.gaps.map(\.to) == [cut])
      #expect(sightings.arrivals == history.arrivals.suffix(all - Int(cut)).map(\.unseen))
      history.arrivals = sightings.arrivals
      history.gaps = sightings.positions.gaps
      let proof = run.judged(history)
      let counts = proof.reckoning.counts
      #expect(proof.verdict == .notProved)
      #expect(counts.lost + counts.superseded + counts.notArrived == 0)
      #expect(counts.notChecked > 0)
      #expect(counts.notChecked == counts.written - counts.arrived)
      #expect(counts.written == history.ledger.count)
      try run.close()
    }

    @Test(arguments: Soak.engines(inTest: .mariadb))
    func `a new snapshot loses the deletes that came before it, and they are named`(
      engine: Ledger.Engine
    ) async throws {
      let servers = try Servers.here()
      let run = try await SentinelRun.open("anew_\(engine.rawValue)", engine, on: servers)
      defer { run.stop.raise(.terminated) }
      try await run.capture()
      let ledger = Ledger(servers: servers, engine: engine, name: run.name)
      let reader = try run.reader()
      let writer = try run.writer(every: .milliseconds(20))
      try run.run(40, writer, reader)
      let start = run.clock.moment.wall
      try await ledger.stop()
      try run.commit(40, writer)
      let outage = try #require(writer.progress.last)
      try await ledger.forgetOffsets()
      let resumed = run.clock.moment.wall
      try await ledger.resume()
      try await run.waitUntilDelivering(reader, after: outage + 10)
      let recovered = run.clock.moment.wall
      try run.commit(10, writer)
      var history = try run.history(writer, reader)
      history.marks = [
        .init(mark: .disaster, step: "stop", start: start, done: start),
        .init(mark: .recovered, step: "resume", start: resumed, done: recovered),
      ]
      let strict = run.judged(history)
      #expect(strict.verdict == .lost, "\(strict.objections)")
      let lost = strict.reckoning.entries.filter { $0.word == .lost }.map(\.row)
      let arrived = Set(
        strict.reckoning.entries.filter { $0.word == .arrived }.map(\.row.change.number))
      let deletes = history.ledger.filter {
        $0.change.kind == .delete && $0.change.number >= strict.reckoning.start
          && !arrived.contains($0.change.number)
      }
      #expect(deletes.contains { $0.change.number <= outage })
      #expect(Set(deletes).isSubset(of: lost))
      #expect(Set(lost.map(\.change.key)).isSubset(of: deletes.map(\.change.key)))
      #expect(strict.reckoning.counts.snapshotRows > 0)
      var demand = ProofDemand(within: .seconds(60))
      demand.allowsSnapshot = true
      #expect(run.judged(history, demand).verdict == .lost)
      demand.expectedLoss = .init(kinds: [.delete], from: .disaster, until: .recovered)
      let declared = run.judged(history, demand)
      #expect(declared.verdict == .holds, "\(declared.objections)")
      #expect(declared.losses.map(\.row) == lost)
      demand.continuesFrom = "restore"
      history.continuation = .init(wasReadBack: true, goesOn: true, ends: [:])
      #expect(run.judged(history, demand).verdict == .notProved)
      try run.close()
    }
  }
}

extension SentinelArrival {
  /// The same as somebody reads it who comes later.
  fileprivate var unseen: SentinelArrival {
    var copy = self
    copy.seen = nil
    return copy
  }
}
