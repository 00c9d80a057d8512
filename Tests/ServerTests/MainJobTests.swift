import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// A snapshot watched from its signal to its end, on real servers.
extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "connect"))
  struct MainJob {
    @Test func `a snapshot is watched to its end with Connect's help`() async throws {
      let shop = try await Shop.open("rest", on: Servers.here())
      // Connect makes the table's topic with the first row, when the watch is under way.
      try await shop.startSnapshot(id: "rest-1")
      let run = try await watchFromNow(shop, ["--connect", shop.servers.connect])
      try expectWatched(run, shop)
      #expect(try run.jsonLines().last?["connector"] == .string("rest"))
      #expect(try run.jsonLines().last?["chunks"]?["size"] == .integer(Shop.chunk))
      try await expectSameCounts(of: [shop.topic], on: shop.servers)
    }

    @Test func `a snapshot is watched to its end by Kafka's topics alone`() async throws {
      let shop = try await Shop.open("topics", on: Servers.here())
      let run = try await watch(shop)
      try expectWatched(run, shop)
      #expect(try run.jsonLines().last?["chunks"]?["size"]?.isNull == true)
    }

    @Test func `without notifications the offsets tell that it is complete`() async throws {
      let shop = try await Shop.open(
        "silent", on: Servers.here(), settings: ["notification.enabled.channels": "log"])
      // The moment of an offset that was there before is when the rows of the snapshot begin.
      try await waitForOffset(of: shop)
      let run = try await watch(shop)
      try expectWatched(run, shop)
      let sources = try run.jsonLines().last?["sources"]?.elements ?? []
      #expect(!sources.contains(.string("notifications")))
      #expect(sources.contains(.string("offsets")))
    }

    @Test func `the change topic alone never tells that it is complete`() async throws {
      let shop = try await Shop.open("alone", on: Servers.here())
      // Another cluster, which gets what the change topic gets and nothing else.
      let other = try await World(["kafka"])
      do {
        try await shop.startSnapshot(id: "alone-1")
        try await waitForRows(of: shop)
        try await watchAlone(shop, mirroredTo: try await other.places()["KAFKA"] ?? "")
        await other.close()
      } catch {
        await other.close()
        throw error
      }
    }

    @Test func `a broker that dies and comes back is waited for`() async throws {
      let shop = try await Shop.open("outage", on: Servers.here())
      try await shop.startSnapshot(id: "outage-1")
      try await waitForRows(of: shop)
      let running = try Binary.start([
        "snapshot", shop.topic, "-b", shop.servers.kafka, "-o", "jsonl", "--stalled-after", "120s",
      ])
      #expect(try await running.wait { $0.output.contains("RUNNING") }, "\(running.output)")
      try await shop.servers.world.kill("kafka")
      let isTold = try await running.wait { $0.errors.contains("the brokers do not answer") }
      #expect(isTold, "\(running.errors)")
      try await shop.servers.world.up(["kafka"])
      let isBack = try await running.wait { $0.errors.contains("the brokers answer again") }
      #expect(isBack, "\(running.errors)")
      let run = try await running.outcome(within: .seconds(60))
      #expect(run.status == 0, "\(run)")
      let last = try #require(run.jsonLines().last)
      #expect(last["state"] == .string("COMPLETED"), "\(run)")
      // Connect starts the task anew when it was long without a broker, which reads a part again.
      let reads = try #require(last["reads"]?.integerValue)
      let repeated = try #require(last["repeated"]?.integerValue)
      #expect(reads - repeated == Shop.rows, "\(run)")
      #expect(last["key"]?["last"] == .array([.string(String(Shop.rows))]))
    }

    @Test func `a failed connector is listed and told why, and ends with 2`() async throws {
      let shop = try await Shop.open("sound", on: Servers.here())
      let address = shop.servers.connect
      let sound = try await Binary.run("connector", "status", "sound", "--connect", address)
      #expect(sound.status == 0, "\(sound)")
      #expect(sound.output.hasPrefix("sound: RUNNING on "), "\(sound)")
      let unknown = try await Binary.run("connector", "status", "suond", "--connect", address)
      #expect(unknown.status == 64, "\(unknown)")
      #expect(unknown.output == "")
      #expect(unknown.errors.contains("Connect has no connector 'suond'"), "\(unknown)")
      #expect(unknown.errors.contains("sound"), "\(unknown)")
      // A publication that nobody has made: Connect takes the connector, and its task fails.
      try await shop.make(
        "broken", ["publication.name": "missing", "publication.autocreate.mode": "disabled"],
        until: "FAILED")
      let failed = try await Binary.run(
        "connector", "status", "broken", "--connect", address, "-o", "json")
      #expect(failed.status == 2, "\(failed)")
      let task = try failed.json().elements?.first?["tasks"]?.elements?.first
      #expect(task?["state"] == .string("FAILED"))
      #expect(task?["failure"]?.stringValue?.contains("ublication") == true, "\(failed)")
      let all = try await Binary.run("connector", "list", "--connect", address)
      #expect(all.status == 2, "\(all)")
      let line = all.output.split(separator: "\n").first { $0.hasPrefix("broken ") }
      #expect(line?.contains("FAILED") == true, "\(all)")
      #expect(all.output.contains("\nsound "), "\(all)")
    }

    @Test func `a connector is stopped, resumed and restarted, and only with --execute`()
      async throws
    {
      let shop = try await Shop.open("changed", on: Servers.here())
      func run(_ words: String...) async throws -> Outcome {
        try await Binary.run(
          ["connector"] + words + ["changed", "--connect", shop.servers.connect],
          within: .seconds(90))
      }
      func state() async throws -> String { try await run("status").output }
      let plan = try await run("stop")
      #expect(plan.status == 0, "\(plan)")
      #expect(plan.output.contains("nothing was changed: add --execute to do it\n"), "\(plan)")
      #expect(try await state().hasPrefix("changed: RUNNING on "))
      let stopped = try await run("stop", "--execute")
      #expect(stopped.status == 0, "\(stopped)")
      #expect(stopped.output.contains("done: it is STOPPED, no tasks\n"), "\(stopped)")
      #expect(try await state().hasPrefix("changed: STOPPED on "))
      let again = try await run("stop", "--execute", "-o", "json")
      #expect(again.status == 0)
      #expect(try again.json()["plan"]?.elements?.count == 1)
      let resumed = try await run("resume", "--execute")
      #expect(resumed.status == 0, "\(resumed)")
      #expect(resumed.output.contains("done: it is RUNNING, 1 task RUNNING\n"), "\(resumed)")
      let restarted = try await run("restart", "--execute", "-o", "json")
      #expect(restarted.status == 0, "\(restarted)")
      #expect(try restarted.json()["executed"] == .bool(true))
      // A publication that is gone: Connect takes the restart, and the task fails.
      try await shop.servers.world.sql("DROP PUBLICATION changed")
      try await shop.make(
        "changed", ["publication.name": "missing", "publication.autocreate.mode": "disabled"],
        until: "FAILED")
      let failed = try await run("restart", "--execute")
      #expect(failed.status == 8, "\(failed)")
      #expect(failed.errors.contains("the connector 'changed' is RUNNING, 1 task FAILED: "))
      let unknown = try await Binary.run(
        "connector", "stop", "chnaged", "--connect", shop.servers.connect, "--execute")
      #expect(unknown.status == 64)
      #expect(unknown.errors.contains("Connect has no connector 'chnaged'"))
    }

    // MARK: Watching

    private func watch(_ shop: Shop, _ arguments: [String] = []) async throws -> Outcome {
      try await shop.startSnapshot(id: "\(shop.prefix)-1")
      try await waitForRows(of: shop)
      return try await watchFromNow(shop, arguments)
    }

    private func watchFromNow(_ shop: Shop, _ arguments: [String]) async throws -> Outcome {
      try await Binary.run(
        ["snapshot", shop.topic, "-b", shop.servers.kafka, "--exit-on", "done", "-o", "jsonl"]
          + arguments, within: .seconds(60))
    }

    private func waitForRows(of shop: Shop) async throws {
      var admin = try Admin(shop.servers.configuration())
      for _ in 0..<300 {
        // Connect makes the topic for the first row.
        if (try? admin.metadata(topic: shop.topic)) != nil { return }
        try await Task.sleep(for: .milliseconds(50))
      }
      Issue.record("no rows in \(shop.topic)")
    }

    private func waitForOffset(of shop: Shop) async throws {
      for _ in 0..<60 {
        let records = try await Tool.records(of: "connect-offsets", brokers: shop.servers.kafka)
        if records.lines.contains(where: { $0.contains(shop.prefix) }) { return }
        try await Task.sleep(for: .milliseconds(100))
      }
      Issue.record("no offset of \(shop.prefix)")
    }

    private func expectWatched(_ run: Outcome, _ shop: Shop) throws {
      #expect(run.status == 0, "\(run)")
      let readings = try run.jsonLines()
      let reads = readings.compactMap { $0["reads"]?.integerValue }
      #expect(reads == reads.sorted())
      #expect(Set(reads).count >= 3, "\(reads)")
      let last = try #require(readings.last)
      #expect(last["state"] == .string("COMPLETED"))
      #expect(last["kind"] == .string("incremental"))
      #expect(last["id"] == .string("\(shop.prefix)-1"))
      #expect(last["reads"] == .integer(Shop.rows))
      #expect(last["repeated"] == .integer(0))
      #expect(last["chunks"]?["done"] == .integer(Shop.rows / Shop.chunk))
      #expect(last["key"]?["last"] == .array([.string(String(Shop.rows))]))
      #expect(last["key"]?["maximum"] == last["key"]?["last"])
      #expect(readings.dropLast().contains { $0["state"] == .string("RUNNING") })
    }

    private func watchAlone(_ shop: Shop, mirroredTo brokers: String) async throws {
      let configuration = try Configuration(bootstrapServers: brokers)
      var records = try await Tool.records(of: shop.topic, brokers: shop.servers.kafka)
      try Loader.load([records], into: configuration)
      let running = try Binary.start([
        "snapshot", shop.topic, "-b", brokers, "-o", "jsonl", "--timeout", "10s",
      ])
      var copied = records.lines.count
      let deadline = ContinuousClock.now + .seconds(30)
      while copied < Shop.rows, .now < deadline {
        records = try await Tool.records(
          of: shop.topic, brokers: shop.servers.kafka, from: String(copied))
        try Loader.append([records], to: configuration)
        copied += records.lines.count
        try await Task.sleep(for: .milliseconds(200))
      }
      let run = try await running.outcome(within: .seconds(60))
      #expect(run.status == 3, "\(run)")
      let readings = try run.jsonLines()
      let states = readings.compactMap { $0["state"]?.stringValue }
      #expect(states.first == "RUNNING")
      #expect(states.last == "UNKNOWN")
      #expect(Set(states) == ["RUNNING", "UNKNOWN"])
      #expect(readings.last?["reads"] == .integer(Shop.rows))
      #expect(readings.last?["key"]?["last"] == .array([.string(String(Shop.rows))]))
      #expect(readings.allSatisfy { $0["key"]?["maximum"]?.isNull == true })
    }
  }
}
