import Foundation
import JSON
import TestSupport

/// Kills runners of one bench at random moments, takes each run up again, and looks at what is left.
struct DrillKiller: Sendable {
  /// What came of it.
  struct Result: Sendable {
    /// How many runners were killed at work.
    var kills = 0
    /// How many of them before anything was begun.
    var early = 0
    /// The steps and effects that were under way, `restore/write`.
    var struck: Set<String> = []
    /// How often a person's word was needed.
    var answers = 0
    /// What should not be.
    var problems: [String] = []

    /// The two together.
    static func + (one: Result, other: Result) -> Result {
      Result(
        kills: one.kills + other.kills, early: one.early + other.early,
        struck: one.struck.union(other.struck), answers: one.answers + other.answers,
        problems: one.problems + other.problems)
    }
  }

  let bench: DrillBench
  /// How many lines the journal of a run that nobody kills has.
  let lines: Int

  /// The number of kills: `CDCWATCH_DRILL_KILLS`, or 20.
  static var count: Int {
    ProcessInfo.processInfo.environment["CDCWATCH_DRILL_KILLS"].flatMap { Int($0) } ?? 20
  }

  /// Kills so many runners.
  func run(_ count: Int) async throws -> Result {
    var result = Result()
    for number in 0..<count {
      let state = bench.folder.appending(path: "state-\(number)")
      try await killOne(in: state, &result)
      // A runner that died at once has made none.
      try? FileManager.default.removeItem(at: state)
    }
    return result
  }

  private func killOne(in state: URL, _ result: inout Result) async throws {
    let runner = try Binary.start(bench.beginning(in: state))
    try await waitForLine(Int.random(in: 0...lines), of: runner, in: state)
    try await Task.sleep(for: .microseconds(Int.random(in: 0...60_000)))
    runner.signal(SIGKILL)
    let killed = try await runner.outcome()
    guard killed.status == 137 || killed.status == 0 else {
      return result.problems.append("\(killed)")
    }
    result.kills += killed.status == 137 ? 1 : 0
    let run = bench.run(in: state)
    let before = bench.journal(of: run, in: state)
    guard let run, !before.isEmpty else {
      result.early += 1
      if let run { result.problems += try await neverBegun(run, in: state) }
      return
    }
    let found = DrillBench.lines(before)
    if let open = Self.open(found) { result.struck.insert(open) }
    result.problems += Self.lostLines(of: found, told: killed.errors).map { "\(run): \($0)" }
    try await takeUp(run, in: state, &result)
    let after = bench.journal(of: run, in: state)
    let whole = before[..<((before.lastIndex(of: 0x0A) ?? -1) + 1)]
    if !after.starts(with: whole) { result.problems.append("\(run): acknowledged lines are lost") }
    result.problems += try await bench.problems(of: run, in: state).map { "\(run): \($0)" }
  }

  /// What should not be, of a run whose runner died before the journal's first line.
  private func neverBegun(_ run: String, in state: URL) async throws -> [String] {
    var problems = try await bench.connect.remains(of: run)
    let outcome = try await Binary.run(bench.goingOn(run, in: state))
    let isTold = outcome.errors.contains("was never begun") || outcome.errors.contains("run.json")
    if outcome.status != 64 || !isTold { problems.append("taken up though not begun: \(outcome)") }
    return try await problems + bench.connect.remains(of: run)
  }

  private func waitForLine(_ count: Int, of runner: RunningProgram, in state: URL) async throws {
    let deadline = ContinuousClock.now + .seconds(90)
    while .now < deadline, runner.isRunning {
      let written = bench.journal(of: bench.run(in: state), in: state).count { $0 == 0x0A }
      if written >= count { return }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  /// Takes a run up until it is proved; now and then that runner is killed, too.
  private func takeUp(_ run: String, in state: URL, _ result: inout Result) async throws {
    var words: [String] = []
    // A runner that died while Connect was asked is taken up only after 90 s.
    let deadline = ContinuousClock.now + .seconds(480)
    while .now < deadline {
      let last = DrillBench.lines(bench.journal(of: run, in: state)).last
      if last?["detail"]?["result"] == .string("proved") { return }
      let runner = try Binary.start(bench.goingOn(run, in: state, words))
      if Int.random(in: 0..<4) == 0 {
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...6000)))
        runner.signal(SIGKILL)
      }
      let outcome = try await runner.outcome(within: .seconds(240))
      switch outcome.status {
      case 0:
        let report = try outcome.json()
        let lost = report["sentinels"]?["lost"]
        if report["result"] != .string("proved") || lost != .integer(0) {
          result.problems.append("\(outcome)")
        }
        return
      case 137: words = []
      case 6 where outcome.errors.contains("is under way"):
        // The dead runner's connection is not yet known to be dead.
        try await Task.sleep(for: .milliseconds(100))
      case 7 where outcome.errors.contains("--step-done again"):
        result.answers += 1
        let calls = try await bench.connect.calls(about: "cdcwatch-drill-\(run)")
        words = [calls.contains("restart") ? "--step-done" : "--step-again", "again"]
      default:
        return result.problems.append("taken up \(words): \(outcome)")
      }
    }
    result.problems.append("\(run) was not brought to its end in time")
  }

  // MARK: What the journal has

  /// The step and effect that a journal ends in; nil between two.
  private static func open(_ lines: [JSONValue]) -> String? {
    guard let last = lines.last, last["event"] == .string("intent") else { return nil }
    return "\(last["step"]?.stringValue ?? "")/\(last["effect"]?.stringValue ?? "")"
  }

  /// What a runner told of and the journal does not have: each is told behind its line.
  private static func lostLines(of journal: [JSONValue], told errors: String) -> [String] {
    // "12:34:56  step: what"; cdcwatch's other words have no time.
    let told = errors.split(separator: "\n")
      .filter { $0.first?.isNumber == true && $0.dropFirst(8).hasPrefix("  ") }
      .map { $0.dropFirst(10) }
    let expected = journal.compactMap { line -> String? in
      guard let step = line["step"]?.stringValue else { return nil }
      switch (line["event"]?.stringValue, line["effect"]?.stringValue) {
      case ("started", nil): return "\(step): begun"
      case ("done", let effect?): return "\(step): \(effect)"
      case ("done", nil): return "\(step): done in"
      case ("failed", nil): return "\(step): failed"
      default: return nil
      }
    }
    let steps = told.filter { !$0.hasPrefix("ended: ") }
    var lost = zip(steps, expected).filter { !$0.hasPrefix($1) }.map { "told '\($0)', has '\($1)'" }
    if steps.count > expected.count { lost.append("told \(steps.count), has \(expected.count)") }
    return lost
  }
}
