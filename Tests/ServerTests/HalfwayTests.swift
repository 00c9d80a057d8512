import Foundation
import JSON
import TestSupport
import Testing

/// A broker, or a Connect worker, that dies within a restore over REST.
extension RealServers {
  @Suite(.serialized, .servers("kafka", "mysql", "connect"), .timeLimit(.minutes(15)))
  struct DyingServers {
    /// A connector whose offset has moved on since its backup.
    private struct Desk {
      let ledger: Ledger
      let archive: URL

      init(_ name: String, _ servers: Servers) async throws {
        ledger = try await Ledger.open(name, .mysql, on: servers)
        _ = try await ledger.caughtUp()
        archive = try Places.newFolder("archive")
        _ = try await ledger.backUp(into: archive)
        try await ledger.insert("b")
        try await ledger.expectArrival(of: ["b": 1])
        _ = try await ledger.caughtUp()
      }

      /// `offsets restore` by a worker's address.
      func restore(over connect: String, _ words: String...) async throws -> Outcome {
        try await restore(over: connect, words)
      }

      func restore(over connect: String, _ words: [String]) async throws -> Outcome {
        try await Binary.run(
          ["offsets", "restore", "\(archive.path)/latest", "-c", ledger.name]
            + ["-b", ledger.servers.kafka, "--connect", connect, "--db", ledger.database]
            + ["--timeout", "5s", "-q"] + words, within: .seconds(200))
      }

      /// What a script types to have it done over that worker, which the plan is of.
      func consent(over connect: String) async throws -> [String] {
        let plan = try await restore(over: connect, "-o", "json")
        #expect(plan.status == 0, "\(plan)")
        let hash = try #require(try plan.json()["plan_hash"]?.stringValue)
        return ["--resume", "--execute", "--confirm", ledger.name, "--plan", hash]
      }

      /// Runs what a message told to type, over and over until the servers have found each other.
      func goOn(_ run: () async throws -> Outcome) async throws -> Outcome {
        var last = try await run()
        for _ in 0..<30 where last.status != 0 {
          try await Task.sleep(for: .seconds(2))
          last = try await run()
        }
        return last
      }

      /// Everything behind the backup has come again, and what is new comes once.
      func expectWhole() async throws {
        try await ledger.insert("z")
        try await ledger.expectArrival(of: ["a": 1, "b": 2, "z": 1])
        try FileManager.default.removeItem(at: archive)
        try await ledger.delete()
      }
    }

    private static let brokerDeaths: [(String, String, String, Int32, String)] = [
      ("stop", "before", "PUT /stop", 7, "whether Connect took the stop is not known"),
      ("patch", "before", "PATCH /offsets", 7, "whether Connect took the offsets is not known"),
      ("read", "after", "PATCH /offsets", 7, "the offsets could not be read back"),
      ("resume", "before", "PUT /resume", 8, "whether 'resume_broker' was started is not known"),
    ]

    @Test(arguments: Soak.all(brokerDeaths, inTest: [brokerDeaths[1], brokerDeaths[3]]))
    func
      `a broker that dies leaves a state that is told, and from which the printed command goes on`(
        step: String, moment: String, request: String, status: Int32, words: String
      ) async throws
    {
      let servers = try Servers.here()
      let desk = try await Desk("\(step)_broker", servers)
      let relay = try await Relay(
        to: servers.connect, ending: "kafka", moment, request, of: servers.world)
      let consent = try await desk.consent(over: relay.address)
      let run = try await desk.restore(over: relay.address, consent)
      #expect(run.status == status, "\(run)")
      #expect(run.errors.contains(words), "\(run)")
      let name = desk.ledger.name
      let resume = "cdcwatch connector resume \(name) --execute"
      #expect(run.errors.contains("'\(resume)'"), "\(run)")
      if status == 7 {
        #expect(run.errors.contains("'\(name)' was told to stop"), "\(run)")
        #expect(run.errors.contains("\nhint: the same command goes on; "), "\(run)")
      }
      // Where the offsets were saved before they were written, it is said also half-way.
      #expect(run.errors.contains("has the offsets from before\n") == (step != "stop"), "\(run)")

      try await servers.world.up(["kafka"])
      let again =
        status == 7
        ? try await desk.goOn { try await desk.restore(over: relay.address, consent) }
        : try await desk.goOn {
          try await Binary.shell(
            resume.replacing("cdcwatch ", with: "\"$CDCWATCH\" ", maxReplacements: 1),
            environment: ["CDCWATCH_CONNECT": servers.connect], within: .seconds(150))
        }
      #expect(again.status == 0, "\(again)")
      try await desk.expectWhole()
    }

    private static let workerDeaths: [(String, String, Int32, String)] = [
      ("before", "PATCH /offsets", 7, "whether Connect took the offsets is not known"),
      ("after", "PATCH /offsets", 7, "the offsets could not be read back"),
    ]

    @Test(arguments: Soak.all(workerDeaths, inTest: [workerDeaths[1]]))
    func `a worker that dies, too, and the same command goes on once it is back`(
      moment: String, request: String, status: Int32, words: String
    ) async throws {
      let servers = try Servers.here()
      let desk = try await Desk("\(moment)_worker", servers)
      let relay = try await Relay(
        to: servers.connect, ending: "connect", moment, request, of: servers.world)
      let consent = try await desk.consent(over: relay.address)
      let run = try await desk.restore(over: relay.address, consent)
      #expect(run.status == status, "\(run)")
      #expect(run.errors.contains(words), "\(run)")
      #expect(run.errors.contains("\nhint: the same command goes on; "), "\(run)")
      let away = try await desk.restore(over: relay.address, consent)
      #expect(away.status == 5, "\(away)")

      try await servers.world.up(["connect"])
      let again = try await desk.goOn {
        try await desk.restore(over: relay.address, consent)
      }
      #expect(again.status == 0, "\(again)")
      try await desk.expectWhole()
    }
  }

  @Suite(.serialized, .servers("kafka", "mysql", "connect", "connect2"), .timeLimit(.minutes(8)))
  struct TwoWorkers {
    @Test func `commas name workers of one cluster, and changes pass over one that is gone`()
      async throws
    {
      let servers = try Servers.here()
      let second = try #require(servers.places["CONNECT2"])
      let ledger = try await Ledger.open("twoworkers", .mysql, on: servers)
      // What a dead worker has not told of its position comes again.
      _ = try await ledger.caughtUp()
      try await servers.world.kill("connect")
      let workers = "\(servers.connect),\(second)"
      var places = servers.places
      places["CONNECT"] = second
      let rest = Ledger(
        servers: Servers(world: servers.world, places: places), engine: .mysql, name: ledger.name)
      for (change, state) in [("stop", "STOPPED"), ("resume", "RUNNING"), ("restart", "RUNNING")] {
        let run = try await goOn {
          try await Binary.run(
            "connector", change, ledger.name, "--execute", "--connect", workers,
            within: .seconds(100))
        }
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("done: it is \(state)"), "\(run)")
      }
      try await rest.insert("b")
      try await rest.expectArrival(of: ["a": 1, "b": 1])
      let change = OffsetSetting(
        Ledger(
          servers: Servers(
            world: servers.world, places: places.merging(["CONNECT": workers]) { $1 }),
          engine: .mysql, name: ledger.name))
      _ = try await rest.caughtUp()
      let done = try await change.execute("cdcwatch offsets reset -c twoworkers", "--resume")
      #expect(done.output.contains("read back twice: as written\n"), "\(done)")
      try await rest.expectArrival(of: ["a": 2, "b": 2])
      try await rest.delete()
    }

    /// The worker that is left takes the cluster over after the other's session.
    private func goOn(_ run: () async throws -> Outcome) async throws -> Outcome {
      var last = try await run()
      for _ in 0..<20 where last.status != 0 {
        try await Task.sleep(for: .seconds(2))
        last = try await run()
      }
      return last
    }
  }
}
