import Debezium
import Drill
import Testing

@Suite struct DrillReaderTests {
  /// A file, and the place, the problem and the hint.
  struct Case: Sendable, CustomTestStringConvertible {
    var file: String
    var place: String
    var message: String
    var hint: String

    var testDescription: String { message }
  }

  private static func step(_ line: String, _ place: String, _ message: String, _ hint: String)
    -> Case
  {
    Case(file: Plans.steps(line), place: place, message: message, hint: hint)
  }

  private static let head = "drill: a\ntitle: A\nformat: 1\n"

  private static let cases: [Case] = [
    step(
      "- {id: a, conector: stop}", "6:13", "there is no key 'conector' in step 'a'",
      "did you mean 'connector'?"),
    step("- {id: a, connector: stopp}", "6:24", "is 'stopp'", "did you mean 'stop'?"),
    step(
      "- {id: a, wait: {conector: RUNNING}}", "6:20", "there is no key 'conector'",
      "did you mean 'connector'?"),
    step(
      "- {id: a, wait: {connector: RUNING}}", "6:31", "'RUNING' is not known",
      "did you mean 'RUNNING'?"),
    step(
      "- {id: a, check: {rules: [gtid-mod]}}", "6:29", "'gtid-mod' is not known",
      "did you mean 'gtid-mode'?"),
    step(
      "- {id: a, check: {lag: soon}}", "6:26", "'lag' of 'check' of step 'a' is 'soon'",
      "a duration"),
    step(
      "- {id: a, connector: stop, timeout: 5 minutes}", "6:39",
      "'timeout' of step 'a' is '5 minutes'", "such as 90s"),
    step(
      "- {id: a, connector: stop, on-failure: retry}", "6:42", "'retry' is not known",
      "there is stop, abort, continue"),
    step(
      "- {id: a, connector: stop, marks: desaster}", "6:37", "'desaster' is not known",
      "did you mean 'disaster'?"),
    step(
      "- {id: a, connector: stop, changes: [databas]}", "6:40", "'databas' is not known",
      "did you mean 'database'?"),
    step(
      "- {id: a, connector: stop, sql: x}", "6:30", "step 'a' has both 'connector' and 'sql'",
      "two steps"),
    step("- {id: a, title: x}", "6:5", "step 'a' says nothing that is done", "connector"),
    step("- {connector: stop}", "6:5", "step 1 has no 'id'", "id:"),
    step("- {id: setup, connector: stop}", "6:10", "is 'setup'", "cdcwatch's own"),
    step(
      "- {id: a, connector: stop}\n- {id: a, connector: resume}", "7:5", "the id 'a' comes twice",
      "6:5"),
    step("- {id: a, connector: {delete: all}}", "6:33", "'all' is not known", "with-offsets"),
    step(
      "- {id: a, connector: {delete: keep-offsets, state: STOPPED}}", "6:47", "goes with 'create'",
      "leave it out"),
    step("- {id: a, offsets: {restore: x, set: to-slot}}", "6:22", "has to do one thing", "backup"),
    step(
      "- {id: a, offsets: {chek: x}}", "6:23", "there is no key 'chek'", "did you mean 'check'?"),
    step("- {id: a, offsets: {check: x, resume: true}}", "6:33", "'resume'", "leave it out"),
    step(
      "- {id: a, offsets: {check: x}, expect: [RESUMED]}", "6:43", "'RESUMED' in 'expect'",
      "did you mean 'RESUME'?"),
    step("- {id: a, offsets: {check: x}, force: [v]}", "6:34", "'force'", "leave it out"),
    step("- {id: a, connector: stop, expect: RESUME}", "6:30", "'expect'", "no verdict"),
    step(
      "- {id: a, offsets: {set: {lns: 0/1}}}", "6:29", "there is no key 'lns'",
      "did you mean 'lsn'?"),
    step("- {id: a, sql: {on: main}}", "6:18", "has no 'statement'", "statement:"),
    step("- {id: a, exec: ls}", "6:19", "'exec' of step 'a' is a text", "[PROGRAM, ARGUMENT, ...]"),
    step("- {id: a, exec: {run: [ls], shell: true}}", "6:25", "is a list", "the shell"),
    step("- {id: a, exec: {run: ls}}", "6:25", "is a text", "shell: true"),
    step("- {id: a, confirm: {text: x}}", "6:22", "has no 'word'", "word:"),
    step("- {id: a, sentinel: {}}", "6:23", "has no 'within'", "5m"),
    step(
      "- {id: a, sentinel: {within: 5m, continues-from: b}}", "6:5",
      "'continues-from' of step 'a' names 'b'", "there is none"),
    step(
      "- {id: a, sentinel: {within: 5m, expect-lost: {kinds: [delet], within: [disaster, recovered]}}}",
      "6:58", "'delet' is not known", "did you mean 'delete'?"),
    step(
      "- {id: a, sentinel: {within: 5m, expect-lost: {kinds: [delete], within: [disaster, recovered]}}}",
      "6:5", "names the mark 'disaster'", "marks: disaster"),
    step(
      "- {id: b, connector: stop}\n- {id: a, sentinel: {within: 5m, read-since: c}}", "7:5",
      "'read-since' of step 'a' names 'c'", "b"),
    step(
      "- {id: a, offsets: {check: \"${steps.b.place}\"}}\n- {id: b, offsets: {backup: x}}", "6:30",
      "known only when step 'b' is done", "before"),
    step(
      "- {id: b, offsets: {backup: x}}\n- {id: a, offsets: {check: \"${steps.b.plac}\"}}", "7:30",
      "there is no variable '${steps.b.plac}'", "did you mean 'steps.b.place'?"),
    step(
      "- {id: b, connector: stop}\n- {id: a, offsets: {check: \"${steps.b.place}\"}}", "7:30",
      "there is no variable", "inputs.db"),
    step(
      "- {id: a, offsets: {backup: \"${inputs.dbb}\"}}", "6:31",
      "there is no variable '${inputs.dbb}'", "did you mean 'inputs.db'?"),
    step(
      "- {id: a, offsets: {backup: \"${conector}\"}}", "6:31", "there is no variable '${conector}'",
      "did you mean 'connector'?"),
    step("- {id: a, offsets: {backup: \"${inputs.db\"}}", "6:31", "has no '}'", "$${"),
    step(
      "- {id: a, when: engine = postgresql, connector: stop}", "6:19", "is 'engine = postgresql'",
      "engine == postgresql"),
    step(
      "- {id: a, when: engine == postgres, connector: stop}", "6:19", "'postgres' in 'when'",
      "did you mean 'postgresql'?"),
    step(
      "- {id: a, when: engin == postgresql, connector: stop}", "6:5", "names 'engin'",
      "did you mean 'engine'?"),
    step(
      "- {id: a, connector: stop, undo: {wait: {connector: RUNNING}}}", "6:37",
      "there is no key 'wait'", "connector, offsets, sql, exec"),
    step(
      "- {id: a, exec: [psql, \"postgresql://u:geheim@db/x\"]}", "6:26", "holds a password", "input"
    ),
    step(
      "- {id: a, drill: slot-lost, timeout: 5m}", "6:31", "no 'timeout' of its own",
      "that drill's steps"),
    Case(
      file: "title: A\nformat: 1\nsteps: []\n", place: "1:1", message: "the drill has no 'drill'",
      hint: "drill:"),
    Case(file: head + "steps: []\n", place: "4:8", message: "'steps'", hint: "- {id: NAME"),
    Case(
      file: head + "stepps: []\n", place: "4:1", message: "there is no key 'stepps'",
      hint: "did you mean 'steps'?"),
    Case(
      file: "drill: A b\ntitle: A\nformat: 1\n", place: "1:8",
      message: "'drill' of the drill is 'A b'", hint: "lower-case"),
    Case(
      file: "drill: a\ntitle: A\nformat: 2\n", place: "3:9",
      message: "none that this version reads", hint: "newer"),
    Case(
      file: head + "subjects: [life]\n", place: "4:12", message: "'life' is not known",
      hint: "did you mean 'live'?"),
    Case(
      file: head + "targets: {rt: 1m}\n", place: "4:11", message: "there is no key 'rt'",
      hint: "'rto'"),
    Case(
      file: head + "targets: {rpo: -1}\n", place: "4:16", message: "is '-1'", hint: "whole number"),
    Case(
      file: head + "sentinel: {every: 1ms}\n", place: "4:19", message: "is '1ms'",
      hint: "at least 10ms"),
    Case(
      file: head + "inputs: {a: {}}\n", place: "4:10", message: "no default and is not required",
      hint: "required: true"),
    Case(
      file: head + "inputs: {a: {required: true, default: x}}\n", place: "4:10",
      message: "is required and has a default", hint: "default"),
    Case(
      file: head + "inputs: {a: {default: \"${slot}\"}}\nsteps: [{id: a, connector: stop}]\n",
      place: "4:23", message: "names 'slot'", hint: "run.id"),
    Case(file: "- a\n", place: "1:1", message: "the drill is a list", hint: "key: value"),
    Case(
      file: "a: *b\n", place: "1", message: "the alias '*b' is not read",
      hint: "write the values out"),
  ]

  @Test(arguments: cases)
  func `a wrong file is told with its place, its key and the nearest right one`(each: Case) throws {
    let error = try #require(throws: DrillFileError.self) {
      try DrillReader.read(Array(each.file.utf8), file: "f.yaml")
    }
    #expect(error.description.hasPrefix("f.yaml:\(each.place): "), "\(error)")
    #expect(error.message.contains(each.message), "\(error)")
    #expect(error.hint.contains(each.hint), "\(error.hint)")
    #expect(!error.description.contains("geheim"))
  }

  @Test func `what all kinds of steps say is read`() throws {
    let drill = try Plans.drill(
      Plans.steps(
        """
        - {id: w, wait: {connector: RUNNING, lag: 5s, rules: [gtid-mode, lag]}, timeout: 2m}
        - {id: b, offsets: {backup: "a/${run.id}"}, budget: 1m, title: "for ${inputs.note}"}
        - {id: r, offsets: {restore: "${steps.b.place}", resume: true, via: kafka}, force: [verdict], expect: [REPLAY]}
        - {id: c, connector: {create: "${steps.b.place}", state: RUNNING, restore: true}, when: [engine == mysql, inputs.note != none]}
        - {id: s, sql: {on: "${inputs.db}", statement: SELECT 1, writes: true, expect-value: "1", done-when: SELECT 2}, changes: [database, config]}
        - {id: e, exec: {run: [a, b], expect-exit: 3, expect-output: x, done-when: [c]}, on-failure: continue}
        - {id: q, confirm: {text: look, word: seen}, marks: disaster, undo: {connector: resume}}
        - {id: p, sentinel: {within: 5m, continues-from: r, snapshot: true, read-since: c, expect-lost: {kinds: [delete], within: [disaster, recovered], at-least: 3}}, marks: recovered}
        """))
    #expect(
      drill.steps.map(\.action.kind) == [
        "wait", "offsets", "offsets", "connector", "sql", "exec", "confirm", "sentinel",
      ])
    guard case .wait(let conditions) = drill.steps[0].action else { throw CancellationError() }
    #expect(conditions.map(\.subject) == [.connector, .lag, .rules, .rules])
    #expect(drill.steps[0].timeout == .seconds(120))
    #expect(drill.steps[1].budget == .seconds(60))
    guard case .offsets(let restore) = drill.steps[2].action else { throw CancellationError() }
    #expect(restore.resumes && restore.viaKafka && restore.forced == ["verdict"])
    #expect(restore.expected.map(\.written) == ["REPLAY"])
    guard case .connector(.create(let place, .running, true)) = drill.steps[3].action else {
      throw CancellationError()
    }
    #expect(place.variables == ["steps.b.place"])
    #expect(drill.steps[3].when.map(\.text) == ["engine == mysql", "inputs.note != none"])
    guard case .sql(let statement) = drill.steps[4].action else { throw CancellationError() }
    #expect(
      statement.writes && statement.doneWhen?.written == "SELECT 2"
        && statement.expectedValue?.written == "1")
    #expect(drill.steps[4].changes == [.database, .config])
    guard case .exec(let program) = drill.steps[5].action else { throw CancellationError() }
    #expect(program.words.map(\.written) == ["a", "b"] && program.expectedExit == 3)
    #expect(program.doneWhen?.map(\.written) == ["c"] && program.expectedOutput?.written == "x")
    #expect(drill.steps[5].onFailure == .continue)
    #expect(drill.steps[6].undo == .action(.connector(.resume)))
    guard case .sentinel(let demand) = drill.steps[7].action else { throw CancellationError() }
    #expect(demand.continuesFrom == "r" && demand.allowsSnapshot && demand.within == .seconds(300))
    var loss = ProofDemand.ExpectedLoss(kinds: [.delete], from: .disaster, until: .recovered)
    loss.atLeast = 3
    #expect(demand.expectedLoss == loss && demand.readSince == "c")
  }

  @Test(arguments: [
    ("- {id: a, drill: slot-los}", "did you mean 'slot-lost'?"),
    ("- {id: a, drill: quarterly}", "name those drills"),
    ("- {id: a, drill: slot-lost}", "set: {db: VALUE}"),
    ("- {id: a, drill: {name: slot-lost, set: {db: x, dbb: y}}}", "did you mean 'db'?"),
  ])
  func `a drill that names another one wrongly is told`(line: String, hint: String) throws {
    let error = try #require(throws: DrillFileError.self) { try Plans.drill(Plans.steps(line)) }
    #expect(error.hint.contains(hint), "\(error) \(error.hint)")
    #expect(error.line == 6)
  }

  @Test func `another drill's steps take its name, and its inputs what is set`() throws {
    let drill = try Plans.drill(
      Plans.steps(
        "- {id: one, when: inputs.note == none, drill: {name: connector-deleted, set: {db: \"${inputs.db}\"}}}"
      ))
    #expect(drill.steps.first?.id == "one.healthy")
    #expect(drill.steps.allSatisfy { $0.when.first?.text == "inputs.note == none" })
    #expect(drill.inputs.map(\.name) == ["db", "note", "one.db", "one.archive"])
    guard case .sentinel(let demand) = drill.steps.last?.action else { throw CancellationError() }
    #expect(demand.continuesFrom == "one.restore")
    let request = DrillRequest(
      connector: "shop", subject: .shadow, engine: .mysql, inputs: ["db": "main"])
    let plan = try DrillPlanner.plan(drill, request, Plans.allIsWell)
    #expect(plan.variables.first { $0.name == "inputs.one.db" }?.shown == "main")
    let slot = try Plans.drill(Plans.steps("- {id: two, drill: {name: slot-lost, set: {db: x}}}"))
    let left = try DrillPlanner.plan(slot, request, Plans.allIsWell).leftOut
    #expect(left.first?.because == "engine != mysql")
    #expect(left.count == slot.steps.count)
  }
}
