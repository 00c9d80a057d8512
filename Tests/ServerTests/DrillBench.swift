import Foundation
import JSON
import TestSupport
import Testing

/// A drill of every kind of step over the stand-in, and what its runs leave behind.
struct DrillBench: Sendable {
  /// What the test's drill does beside the usual steps.
  enum Form {
    /// Sentinels come quickly.
    case quick
    /// Few sentinels, so that the journal is the longest file.
    case sparse
    /// A program that runs until there is a file `go`.
    case held
  }

  let connect: SlotConnect
  let live: String
  let folder: URL
  private let arguments: [String]
  private let hash: String

  /// A bench of a live connector's own, with the plan of its drill.
  init(_ connect: SlotConnect, live: String, _ form: Form = .quick) async throws {
    self.connect = connect
    self.live = live
    folder = try Places.newFolder("bench")
    let file = folder.appending(path: "every-kind.yaml")
    try Self.text(form).write(to: file, atomically: true, encoding: .utf8)
    arguments =
      [
        file.path, "-c", live, "--set", "db=main", "--set", "folder=\(folder.path)",
        "--accept-unbounded-wal",
      ] + connect.endpoints
    let plan = try await Binary.run(["drill", "plan"] + arguments + ["-o", "json"])
    try #require(plan.status == 0, "\(plan)")
    hash = try #require(try plan.json()["plan_hash"]?.stringValue)
  }

  private static func text(_ form: Form) -> String {
    let program =
      form == .held
      ? "while [ ! -e \"$2.go\" ]; do sleep 0.05; done" : "sleep 0.1; echo \"$1\" >> \"$2\""
    let done =
      form == .held
      ? #"[test, -e, "${inputs.folder}/programs.go"]"#
      : #"[grep, -qx, "${run.id}", "${inputs.folder}/programs"]"#
    return """
      drill: every-kind
      title: A drill of every kind of step
      format: 1
      inputs: {db: {required: true}, folder: {required: true}}
      sentinel: {every: \(form == .quick ? "20ms" : "500ms")}
      steps:
        - {id: healthy, wait: {connector: RUNNING, sentinels: arriving}}
        - id: note
          sql:
            on: "${inputs.db}"
            statement: "INSERT INTO marks VALUES ('${run.id}')"
            writes: true
            done-when: "SELECT EXISTS (SELECT 1 FROM marks WHERE run = '${run.id}')"
        - id: program
          exec:
            run: [sh, -c, '\(program)', mark, "${run.id}", "${inputs.folder}/programs"]
            done-when: \(done)
        - {id: person, confirm: {text: "May it go on?", word: "yes"}}
        - {id: again, connector: restart}
        - {id: stop, connector: stop}
        - {id: backup, offsets: {backup: "${inputs.folder}/archive"}}
        - {id: sound, offsets: {verify: "${steps.backup.place}"}}
        - {id: usable, offsets: {check: "${steps.backup.place}"}, expect: [RESUME, REPLAY]}
        - {id: disaster, connector: {delete: with-offsets}, marks: disaster}
        - {id: gone, check: {connector: absent}}
        - {id: back, connector: {create: "${steps.backup.place}", state: STOPPED}}
        - {id: set, connector: {config: {"poll.interval.ms": "100"}}}
        - {id: restore, offsets: {restore: "${steps.backup.place}", resume: true}}
        - {id: proof, sentinel: {within: 20s, continues-from: restore}, marks: recovered}

      """
  }

  // MARK: Runs

  /// What begins a run with a state folder.
  func beginning(in state: URL) -> [String] {
    ["drill", "run"] + arguments + [
      "--state", state.path, "--execute", "--confirm", "every-kind", "--plan", hash,
      "--confirm-step", "person=yes", "-o", "json",
    ]
  }

  /// What takes a run up again.
  func goingOn(_ run: String, in state: URL, _ more: [String] = []) -> [String] {
    ["drill", "resume", run, "--state", state.path, "--execute", "-o", "json"]
      + ["--confirm-step", "person=yes"] + connect.endpoints + more
  }

  /// The one run of a state folder; nil when none was begun.
  func run(in state: URL) -> String? {
    (try? FileManager.default.contentsOfDirectory(atPath: state.path))?.first
  }

  /// A run's journal as it is now; empty when there is none.
  func journal(of run: String?, in state: URL) -> Data {
    guard let run else { return Data() }
    let file = state.appending(path: "\(run)/journal.jsonl")
    return (try? Data(contentsOf: file)) ?? Data()
  }

  /// A journal's lines; a torn one is left out.
  static func lines(_ journal: Data) -> [JSONValue] {
    let whole = journal[..<((journal.lastIndex(of: 0x0A) ?? -1) + 1)]
    return whole.split(separator: 0x0A).compactMap { try? JSONValue.parse(Array($0)) }
  }

  // MARK: What became of it

  /// What should not be, of a run that has been proved.
  func problems(of run: String, in state: URL) async throws -> [String] {
    var problems = try await connect.remains(of: run).map { "left: \($0)" }
    let check = try await Binary.run(
      "drill", "report", run, "--state", state.path, "--check")
    if check.status != 0 { problems.append("\(check)") }
    let marks = try await connect.servers.world.sql(
      "SELECT 'marks ' || count(*) FROM marks WHERE run = '\(run)'")
    if !marks.contains("marks 1") { problems.append("the statement: \(marks)") }
    let file = folder.appending(path: "programs")
    let programs = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let times = programs.split(separator: "\n").count { $0 == run }
    if times != 1 { problems.append("the program ran \(times) times") }
    let calls = try await connect.calls(about: "cdcwatch-drill-\(run)")
    func count(_ verb: String) -> Int { calls.count { $0 == verb } }
    if count("restart") != 1 { problems.append("restarted \(count("restart")) times") }
    // Made by the set-up and by the step, and once more where a teardown has to ask for its offsets.
    if count("create") != count("delete") || !(2...3).contains(count("create")) {
      problems.append("made \(count("create")) times, deleted \(count("delete")) times: \(calls)")
    }
    let archive = folder.appending(path: "archive").path
    let backups = (try? FileManager.default.contentsOfDirectory(atPath: archive)) ?? []
    if backups.contains(where: { $0.contains("T") }) { problems.append("backups: \(backups)") }
    return problems
  }

  func close() throws { try FileManager.default.removeItem(at: folder) }
}
