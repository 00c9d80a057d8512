import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  /// Runners that die, that meet each other, and whose disk is full: over a stand-in for Connect, so
  /// that a run takes seconds.
  @Suite(.serialized, .servers("kafka", "postgres")) struct DrillKills {
    /// How many runs there are at a time: they wait more than they work.
    private static let lanes = 10

    private static func connect(_ lanes: Int) async throws -> SlotConnect {
      let servers = try Servers.here()
      try await servers.world.sql(
        "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY); CREATE TABLE IF NOT EXISTS marks (run text)"
      )
      return try await SlotConnect(servers, live: (0..<lanes).map { "live\($0)" })
    }

    @Test func `a runner that is killed anywhere is taken up again, and nothing is done twice`()
      async throws
    {
      let count = DrillKiller.count
      let lanes = min(Self.lanes, count)
      let connect = try await Self.connect(lanes)
      var killers: [DrillKiller] = []
      var lines = 0
      for lane in 0..<lanes {
        let bench = try await DrillBench(connect, live: "live\(lane)")
        if lane == 0 {
          // One that nobody kills tells how many lines there are.
          let state = bench.folder.appending(path: "whole")
          let whole = try await Binary.run(bench.beginning(in: state), within: .seconds(120))
          try #require(whole.status == 0, "\(whole)\n\(connect.complaints)")
          let run = try #require(bench.run(in: state))
          lines = DrillBench.lines(bench.journal(of: run, in: state)).count
          #expect(try await bench.problems(of: run, in: state) == [])
        }
        killers.append(DrillKiller(bench: bench, lines: lines))
      }
      #expect(lines > 80)
      let result = try await withThrowingTaskGroup(of: DrillKiller.Result.self) { group in
        for (lane, killer) in killers.enumerated() {
          let share = count / lanes + (lane < count % lanes ? 1 : 0)
          group.addTask { try await killer.run(share) }
        }
        return try await group.reduce(DrillKiller.Result()) { $0 + $1 }
      }
      #expect(result.problems == [], "\(connect.complaints)")
      #expect(result.kills > count / 2)
      #expect(result.early < count / 2)
      print("\(result.kills) killed, \(result.early) before they began, in", result.struck.sorted())
      if count >= 500 {
        for step in [
          "setup/slot", "program/program", "again/restart", "back/create", "restore/write",
          "restore/read-back", "proof/prove",
        ] { #expect(result.struck.contains(step)) }
        #expect(result.answers > 0)
      }
      for killer in killers { try killer.bench.close() }
    }

    @Test func `of two runners one is refused and told who the other is, and changes nothing`()
      async throws
    {
      let connect = try await Self.connect(1)
      let bench = try await DrillBench(connect, live: "live0", .held)
      let state = bench.folder.appending(path: "one")
      let first = try Binary.start(bench.beginning(in: state))
      let isHeld = try await first.wait(for: .seconds(60)) { _ in
        let lines = DrillBench.lines(bench.journal(of: bench.run(in: state), in: state))
        return lines.last?["effect"] == .string("program")
      }
      try #require(isHeld, "\(first.errors)")
      let run = try #require(bench.run(in: state))
      let before = bench.journal(of: run, in: state)
      // Another machine: another state folder, the same database.
      let elsewhere = bench.folder.appending(path: "two")
      let second = try await Binary.run(bench.beginning(in: elsewhere))
      #expect(second.status == 6, "\(second)")
      #expect(second.errors.contains("another drill of 'live0' is under way"), "\(second)")
      #expect(second.errors.contains("cdcwatch drill \(run) on "), "\(second)")
      if let other = bench.run(in: elsewhere) {
        #expect(try await connect.calls(about: "cdcwatch-drill-\(other)") == [])
        #expect(try await connect.remains(of: other) == [])
      }
      let status = try await Binary.run("drill", "status", "--state", elsewhere.path)
      #expect(status.status == 0, "a refused run is no run: \(status)")
      // The same machine.
      let third = try await Binary.run(bench.goingOn(run, in: state))
      #expect(third.status == 6, "\(third)")
      let sweep = try await Binary.run(
        ["drill", "sweep", run, "--state", state.path, "--execute"] + connect.endpoints)
      #expect(sweep.status == 6, "\(sweep)")
      #expect(sweep.errors.contains("another runner is at work"), "\(sweep)")
      #expect(bench.journal(of: run, in: state) == before)
      try Data().write(to: bench.folder.appending(path: "programs.go"))
      let outcome = try await first.outcome(within: .seconds(90))
      #expect(outcome.status == 0, "\(outcome)")
      #expect(try await connect.remains(of: run) == [])
      try bench.close()
    }

    @Test(arguments: [6, 11, 21, 31])
    func `a journal that takes no more ends the run before the next thing is done`(
      blocks: Int
    ) async throws {
      let connect = try await Self.connect(1)
      let bench = try await DrillBench(connect, live: "live0", .sparse)
      let state = bench.folder.appending(path: "full")
      // A limit of the process instead of a disk: "ulimit -f" counts in 1,024 bytes.
      let words = bench.beginning(in: state).map { "'\($0.replacing("'", with: #"'\''"#))'" }
      let full = try await Binary.shell(
        // What it prints goes to files here, which must not be what is full.
        "(trap '' XFSZ; ulimit -f \(blocks); exec \"$CDCWATCH\" \(words.joined(separator: " ")))"
          + " 2>&1 > /dev/null | cat >&2; exit ${PIPESTATUS[0]}", within: .seconds(90))
      #expect(full.status == 7, "\(full)")
      #expect(full.errors.contains("the journal could not be written"), "\(full)")
      #expect(full.errors.contains("nothing more was done"), "\(full)")
      let run = try #require(bench.run(in: state))
      let journal = DrillBench.lines(bench.journal(of: run, in: state))
      let calls = try await connect.calls(about: "cdcwatch-drill-\(run)")
      for (verb, effects) in [
        "create": ["create", "connector"], "stop": ["stop"],
        "delete": ["delete", "remove connector"],
        "resume": ["resume", "start"], "restart": ["restart"],
        "forget": ["forget-offsets", "remove offsets"],
        "config": ["configure"], "patch": ["write"],
      ] {
        let intended = journal.count { line in
          line["event"] == .string("intent") && effects.contains(line["effect"]?.stringValue ?? "")
        }
        let done = calls.count { $0 == verb }
        #expect(done <= intended, "\(verb): \(calls) at \(String(describing: journal.last))")
      }
      let rest = try await Binary.run(bench.goingOn(run, in: state), within: .seconds(240))
      #expect(rest.status == 0, "\(rest)")
      #expect(try await bench.problems(of: run, in: state) == [])
      try bench.close()
    }
  }
}
