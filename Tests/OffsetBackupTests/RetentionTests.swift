import Runtime
import Testing

@testable import OffsetBackup

@Suite struct RetentionTests {
  /// A run of so many days ago with these connectors' offsets; nil is one that is not sound.
  private struct Run {
    var days: Int64
    var connectors: [String]?

    init(_ days: Int64, _ connectors: [String]?) {
      (self.days, self.connectors) = (days, connectors)
    }
  }

  private func removed(_ retention: Retention, _ runs: [Run]) -> [String] {
    let now = Backups.moment
    var plan = RetentionPlan(retention, now: now)
    for run in runs {
      let moment = Timestamp(milliseconds: now.milliseconds - run.days * 86_400_000)
      plan.decide("\(run.days)", proof(run, moment))
    }
    return plan.removed
  }

  private func proof(_ run: Run, _ moment: Timestamp) -> BackupProof.Result {
    guard let connectors = run.connectors else { return .broken(["records.jsonl was changed"]) }
    let store = MemoryStore()
    let contents = Backups.contents(
      connectors.enumerated().map { Backups.offset($1, at: Int64($0)) }, at: moment)
    do {
      return .sound(
        try NewBackup.write(contents, into: store, toolVersion: "", libraryVersion: "").backup)
    } catch {
      return .broken(["\(error)"])
    }
  }

  @Test func `so many sound ones stay, whatever their age`() {
    let runs = [Run(1, ["a"]), Run(2, ["a"]), Run(90, ["a"]), Run(91, ["a"])]
    #expect(removed(.newest(1), runs) == ["91", "90", "2"])
    #expect(removed(.newest(3), runs) == ["91"])
    #expect(removed(.newest(9), runs) == [])
    #expect(removed(.newest(0), runs) == ["91", "90", "2"])
  }

  @Test func `those of so long stay, and the newest however old`() {
    let runs = [Run(40, ["a"]), Run(41, ["a"])]
    #expect(removed(.younger(.seconds(30 * 86_400)), runs) == ["41"])
    #expect(removed(.younger(.seconds(41 * 86_400)), runs) == [])
  }

  @Test func `the newest sound record of a connector that is gone stays for ever`() {
    let runs = [
      Run(1, ["a"]), Run(100, ["a"]), Run(200, ["a", "gone"]), Run(201, ["a", "gone"]),
      Run(300, ["a", "long gone", "gone"]), Run(301, ["a", "long gone"]),
    ]
    #expect(removed(.newest(1), runs) == ["301", "201", "100"])
  }

  @Test func `one that is not sound neither counts nor covers nor goes`() {
    let runs = [Run(1, nil), Run(2, ["a"]), Run(3, nil), Run(4, ["a"]), Run(5, ["a", "b"])]
    #expect(removed(.newest(1), runs) == ["4"])
    #expect(removed(.newest(1), [Run(1, nil), Run(2, nil)]) == [])
  }

  @Test(arguments: [
    ("30d", Retention.younger(.seconds(30 * 86_400))), ("48", .newest(48)), ("1", .newest(1)),
    ("0", nil), ("-1", nil), ("0s", nil), ("soon", nil), ("", nil), ("99999999999999999999", nil),
  ])
  func `what is typed`(text: String, expected: Retention?) {
    let read = Retention(text) { text in
      switch text {
      case "30d": .seconds(30 * 86_400)
      case "0s": .zero
      default: nil
      }
    }
    #expect(read == expected)
  }

  @Test func `the watchdog's states`() throws {
    let now = Backups.moment
    func check(_ age: Int64?, broken: [String] = []) throws -> ArchiveCheck.State {
      let backup = try age.map { age in
        try #require(
          proof(Run(0, ["a"]), Timestamp(milliseconds: now.milliseconds - age * 1000)).sound)
      }
      return ArchiveCheck(
        newest: backup.map { _ in "run" }, backup: backup, runCount: 3, broken: broken,
        maximumAge: .seconds(60), now: now
      ).state
    }
    #expect(try check(10) == .good)
    #expect(try check(60) == .good)
    #expect(try check(61) == .bad)
    #expect(try check(nil) == .bad)
    #expect(try check(10, broken: ["x"]) == .doubtful)
    #expect(try check(61, broken: ["x"]) == .bad)
    // A clock that ran ahead when it was taken.
    #expect(try check(-200) == .good)
    #expect(try check(-3600) == .doubtful)
  }
}
