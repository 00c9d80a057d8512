import Foundation
public import OffsetBackup

/// Ends `offsets backup` at random moments, and looks at what is left.
public struct BackupKiller {
  /// What came of all of it.
  public struct Result {
    /// How many runs were started.
    public var runs = 0
    /// How many of them had ended well before they could be killed.
    public var succeeded = 0
    /// How many were killed while they wrote.
    public var killedWriting = 0
    /// What should not be.
    public var problems: [String] = []
  }

  private let arguments: [String]
  private let environment: [String: String]
  private let store: any BackupStore
  private let unfinished: () -> Set<String>

  /// Runs `cdcwatch ARGUMENTS`, which backs up into `store`; `unfinished` tells the names of the
  /// runs that were begun and are not complete.
  public init(
    _ arguments: [String], environment: [String: String] = [:], into store: any BackupStore,
    unfinished: @escaping () -> Set<String>
  ) {
    self.arguments = arguments
    self.environment = environment
    self.store = store
    self.unfinished = unfinished
  }

  /// The number of kills: `CDCWATCH_KILLS`, or 20.
  public static var count: Int {
    ProcessInfo.processInfo.environment["CDCWATCH_KILLS"].flatMap { Int($0) } ?? 20
  }

  /// Kills so many runs, behind a first one that has to end well.
  ///
  /// Half of them die anywhere within the time that a run takes, the others just after they began to
  /// write.
  public func run(_ count: Int) async throws -> Result {
    var result = Result()
    let first = try await Binary.run(arguments, environment: environment)
    guard first.status == 0 else {
      result.problems.append("the first run: \(first)")
      return result
    }
    var newest = Self.name(first.output)
    for number in 0..<count {
      let before = unfinished()
      let program = try Binary.start(arguments, environment: environment)
      result.runs += 1
      if number.isMultiple(of: 2) {
        try await Task.sleep(for: first.took * Double.random(in: 0...1))
      } else {
        let isWriting = try await waitUntilWriting(program, before)
        try await Task.sleep(for: .microseconds(Int.random(in: 0...8000)))
        if isWriting, program.isRunning { result.killedWriting += 1 }
      }
      program.signal(SIGKILL)
      let outcome = try await program.outcome()
      if outcome.status == 0 {
        result.succeeded += 1
        newest = Self.name(outcome.output)
      } else if outcome.status != 137 {
        result.problems.append("run \(number): \(outcome)")
      }
      // A run that was killed behind its commit is there too, and may be newer.
      let sound = try soundRuns(&result)
      if (sound.last ?? "") < newest {
        result.problems.append("\(newest) was reported, and \(sound.last ?? "nothing") is there")
      }
      // The time of looking at them all would grow with their number.
      for run in sound.dropLast(3) { try store.remove(run) }
    }
    return result
  }

  private func waitUntilWriting(
    _ program: RunningProgram, _ before: Set<String>
  ) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while .now < deadline, program.isRunning {
      if !unfinished().isSubset(of: before) { return true }
      try await Task.sleep(for: .microseconds(200))
    }
    return false
  }

  private func soundRuns(_ result: inout Result) throws -> [String] {
    var sound: [String] = []
    for run in try store.runs() {
      switch try BackupProof.result(of: run, in: store) {
      case .sound: sound.append(run)
      case .broken(let problems): result.problems.append("\(run): \(problems)")
      }
    }
    return sound
  }

  private static func name(_ output: String) -> String {
    output.split(separator: "\n").last?.split(separator: "/").last.map(String.init) ?? ""
  }
}
