import Foundation
import JSON
import TestSupport
import Testing

/// What `drill list`, `show` and `plan` say.
@Suite struct DrillPlanProcessTests {
  private static let nobody = "http://127.0.0.1:1"

  /// Runs `body` with the path of a file that holds this text.
  private static func file(_ text: String, _ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "drill-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "own.yaml")
    try text.write(to: file, atomically: true, encoding: .utf8)
    try await body(file.path)
  }

  @Test func `the list names every drill, and each can be shown and read again`() async throws {
    let list = try await Binary.run("drill", "list", "-o", "json")
    #expect(list.status == 0, "\(list)")
    let names = try #require(try list.json().elements).compactMap { $0["drill"]?.stringValue }
    #expect(names.count >= 13)
    let table = try await Binary.run("drill", "list")
    for name in names {
      #expect(table.output.contains("\n\(name) "), "\(name)")
      let shown = try await Binary.run("drill", "show", name)
      #expect(shown.status == 0, "\(shown)")
      #expect(shown.output.contains("\ndrill: \(name)\n"))
      try await Self.file(shown.output) { path in
        let again = try await Binary.run("drill", "show", path)
        #expect(again.output == shown.output, "\(again)")
      }
    }
  }

  @Test
  func `a mistake in a file is told with its place and the nearest word, before anybody is asked`()
    async throws
  {
    let text = "drill: own\ntitle: Own\nformat: 1\nsteps:\n  - {id: a, conector: stop}\n"
    try await Self.file(text) { path in
      for words in [["drill", "show", path], ["drill", "plan", path, "-c", "shop"]] {
        let run = try await Binary.run(words)
        #expect(run.status == 64, "\(run)")
        #expect(
          run.errors
            == "cdcwatch: \(path):5:13: there is no key 'conector' in step 'a'\nhint: did you mean 'connector'?\n"
        )
        #expect(run.output == "")
      }
    }
  }

  @Test(arguments: [
    (["drill", "show", "conector-deleted"], 64, "did you mean 'connector-deleted'?"),
    (["drill", "show", "/nonexistent/a.yaml"], 64, "drill list"),
    (["drill", "plan", "slot-lost"], 64, "type -c NAME"),
    (["drill", "plan", "slot-lost", "-c", "shop"], 64, "--set db=VALUE"),
    (["drill", "plan", "slot-lost", "-c", "shop", "--set", "dbb=x"], 64, "did you mean 'db'?"),
    (["drill", "plan", "slot-lost", "-c", "shop", "--set", "db=main"], 64, "--connect"),
    (
      ["drill", "plan", "slot-lost", "-c", "shop", "--set", "db=main", "--connect", nobody], 5,
      "hint: "
    ),
  ])
  func `wrong use is told with what to type`(words: [String], status: Int32, hint: String)
    async throws
  {
    let run = try await Binary.run(words)
    #expect(run.status == status, "\(run)")
    #expect(run.errors.contains(hint), "\(run)")
    #expect(run.output == "")
  }

  @Test func `a plan says what is there, what is missing and what nobody could be asked`()
    async throws
  {
    let connect = try await StandInConnect()
    let common = [
      "drill", "plan", "connector-deleted", "-c", "shop", "--connect", connect.address, "--set",
      "db=main",
    ]
    let without = try await Binary.run(common + ["-o", "json"])
    #expect(without.status == 2, "\(without)")
    let plan = try without.json()
    #expect(plan["engine"]?.stringValue == "postgresql")
    #expect(plan["subject"]?.stringValue == "shadow")
    #expect(plan["cluster_id"]?.stringValue == "one")
    #expect(plan["plan_hash"]?.stringValue?.count == 16)
    let ids = try #require(plan["steps"]?.elements).compactMap { $0["id"]?.stringValue }
    #expect(ids.first == "setup" && ids.last == "teardown" && ids.contains("restore"))
    let db = ["--db", "main=postgresql://nobody:geheim@127.0.0.1:1/shop", "--timeout", "2s"]
    let unreached = try await Binary.run(common + db)
    #expect(unreached.status == 0, "\(unreached)")
    #expect(unreached.output.contains("not checked"), "\(unreached)")
    #expect(!(unreached.output + unreached.errors).contains("geheim"))
    #expect(unreached.output.contains("postgresql://127.0.0.1:1/shop"))
    let calls = try await connect.calls()
    #expect(calls.isEmpty, "\(calls)")
    try await connect.set("version=3.5.0")
    let old = try await Binary.run(common + db)
    #expect(old.status == 2, "\(old)")
    #expect(old.output.contains("Kafka Connect 3.6 or newer"), "\(old)")
  }

  @Test func `the hash stays, and the runbook has no placeholder`() async throws {
    let connect = try await StandInConnect()
    let common = [
      "drill", "plan", "connector-deleted", "-c", "shop", "--connect", connect.address, "--set",
      "db=main", "--db", "main=postgresql://127.0.0.1:1/shop", "--timeout", "2s",
    ]
    let first = try await Binary.run(common + ["-o", "json"])
    let second = try await Binary.run(common + ["-o", "json"])
    let hash = try #require(try first.json()["plan_hash"]?.stringValue)
    #expect(try second.json()["plan_hash"]?.stringValue == hash)
    let runbook = try await Binary.run(common + ["-o", "markdown"])
    #expect(runbook.status == 0, "\(runbook)")
    #expect(runbook.output.contains("--plan \(hash)"), "\(runbook)")
    #expect(!runbook.output.contains("${"), "\(runbook)")
    #expect(runbook.output.contains("\n## Verification\n"))
  }

  @Test func `a live drill without the context's word is refused`() async throws {
    let connect = try await StandInConnect()
    let run = try await Binary.run([
      "drill", "plan", "slot-lost", "-c", "shop", "--connect", connect.address, "--set", "db=main",
      "--live", "--timeout", "2s",
    ])
    #expect(run.status == 6, "\(run)")
    #expect(run.errors.contains("the drill does not run on a live connector"), "\(run)")
    #expect(run.errors.contains("the context does not allow drills"), "\(run)")
    #expect(run.output.contains("refused: "))
  }

  @Test func `a secret input comes from a file and is never shown`() async throws {
    let connect = try await StandInConnect()
    let text = """
      drill: own
      title: Own
      format: 1
      inputs: {password: {required: true}}
      steps:
        - {id: run, exec: {run: [env, "PGPASSWORD=${inputs.password}"], done-when: ["true"]}}
        - {id: proof, sentinel: {within: 1m}}
      """
    try await Self.file(text) { path in
      let secret = URL(filePath: path).deletingLastPathComponent().appending(path: "secret")
      try "geheim\n".write(to: secret, atomically: true, encoding: .utf8)
      for form in ["table", "json", "markdown"] {
        let run = try await Binary.run([
          "drill", "plan", path, "-c", "shop", "--connect", connect.address, "--set",
          "password=@\(secret.path)", "-o", form, "--timeout", "2s",
        ])
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("********"), "\(run)")
        #expect(!(run.output + run.errors).contains("geheim"), "\(run)")
      }
    }
  }
}
