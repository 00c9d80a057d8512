import Debezium
import Drill
import JSON
import Testing

@Suite struct DrillPlanTests {
  private static let templates = (try? DrillTemplates.all()) ?? []

  private static func plan(
    _ steps: String, _ subject: DrillSubject = .shadow, _ engine: Engine = .postgresql,
    inputs: [String: String] = [:], change: (inout DrillFacts) -> Void = { _ in }
  ) throws -> DrillPlan {
    var drill = try Plans.drill(Plans.steps(steps))
    drill.subjects = [.shadow, .live]
    var request = Plans.request(drill, subject, engine)
    request.inputs.merge(inputs) { $1 }
    var facts = Plans.allIsWell
    change(&facts)
    return try DrillPlanner.plan(drill, request, facts)
  }

  @Test(arguments: templates.flatMap { drill in Plans.engines.map { (drill.name, $0) } })
  func `every template is planned for each engine and subject that it is for`(
    name: String, engine: Engine
  ) throws {
    let template = try #require(Self.templates.first { $0.name == name })
    let drill = try DrillExpansion.expand(template, file: name, among: Self.templates)
    for subject in DrillSubject.allCases {
      let request = Plans.request(drill, subject, engine)
      let plan = try DrillPlanner.plan(drill, request, Plans.allIsWell)
      let isFor = drill.engines.contains(engine) && drill.subjects.contains(subject)
      #expect(plan.refusals.isEmpty == isFor, "\(name) \(subject) \(engine): \(plan.refusals)")
      guard isFor else { continue }
      #expect(!plan.isMissingSomething, "\(name) \(subject) \(engine): \(plan.findings)")
      #expect(plan.steps.count + plan.leftOut.count == drill.steps.count + 2)
      // Each ends with a proof, and each restore that is proved is part of the plan.
      let proofs = plan.steps.compactMap { step -> ProofDemand? in
        if case .sentinel(let demand) = step.step.action { demand } else { nil }
      }
      #expect(!proofs.isEmpty)
      for id in proofs.compactMap(\.continuesFrom) {
        #expect(plan.steps.contains { $0.step.id == id }, "\(name) \(subject) \(engine): \(id)")
      }
      #expect(
        DrillPlanDocument(plan, hash: "h").object["steps"]?.elements?.count == plan.steps.count)
      let runbook = DrillRunbook(plan, hash: "0123456789abcdef").text
      #expect(
        runbook.firstMatch(of: /\$\{[a-z0-9_]*[^a-z0-9_\}]|TODO|<[a-z]|HASH|=VALUE|=URI|\u{1}/)
          == nil,
        "\(name) \(subject) \(engine)")
      for step in plan.steps { #expect(runbook.contains("\(step.step.id)"), "\(step.step.id)") }
    }
  }

  @Test func `statements and programs stand verbatim, their variables filled in`() throws {
    let plan = try Self.plan(
      """
      - {id: s, sql: {on: "${inputs.db}", statement: "SELECT 'a  b' FROM ${sentinel.table}"}}
      - {id: e, exec: [run, "it's", "${inputs.note}", "$${x}"]}
      - {id: t, exec: {run: "a | b > ${run.folder}/c", shell: true}}
      """)
    #expect(plan.steps[1].text == "on main: SELECT 'a  b' FROM ${sentinel.table}")
    #expect(plan.steps[2].text == #"run: run 'it'\''s' none '${x}'"#)
    #expect(plan.steps[3].text == "run: a | b > ${run.folder}/c")
  }

  @Test func `each variable's source is told`() throws {
    let plan = try Self.plan(
      """
      - {id: b, offsets: {backup: "${run.folder}/a"}}
      - {id: c, sql: {on: "${inputs.db}", statement: "${inputs.note} ${engine} ${slot} ${connector} ${steps.b.place}"}}
      """)
    let sources = Dictionary(uniqueKeysWithValues: plan.variables.map { ($0.name, $0.source) })
    #expect(
      sources == [
        "inputs.db": "--set", "inputs.note": "default", "engine": "the connector's class",
        "slot": "known once the shadow is made", "connector": "known once the shadow is made",
        "run.folder": "known once the drill is run", "steps.b.place": "known once step 'b' is done",
      ])
    #expect(plan.variables.first { $0.name == "inputs.db" }?.shown == "main")
    #expect(plan.variables.first { $0.name == "slot" }?.shown == nil)
  }

  @Test(arguments: ["password", "db-password", "api-token", "url"])
  func `a secret is in no rendering`(name: String) throws {
    let secret = name == "url" ? "postgresql://u:geheim@db/x" : "geheim"
    let text = Plans.steps("- {id: e, exec: [psql, \"${inputs.\(name)}\", geheim]}")
      .replacing("note: {default: none}", with: "\(name): {required: true}")
    let drill = try Plans.drill(text)
    let request = DrillRequest(
      connector: "shop", subject: .shadow, engine: .mysql, inputs: ["db": "main", name: secret])
    let plan = try DrillPlanner.plan(drill, request, Plans.allIsWell)
    let shown =
      DrillPlanDocument(plan, hash: "h").object.text + DrillRunbook(plan, hash: "h").text
      + plan.hashed.joined() + plan.steps.map(\.text).joined()
    #expect(shown.contains("********"))
    #expect(
      !shown.replacing("psql ******** geheim", with: "").replacing("geheim]", with: "").contains(
        "u:geheim"))
    if name != "url" { #expect(!shown.contains("geheim")) }
    // The step that is done has it.
    guard case .exec(let deed) = plan.steps[1].step.action else { throw CancellationError() }
    #expect(deed.words[1].written == secret)
  }

  @Test func `unknown and missing inputs are told with what to type`() throws {
    let drill = try Plans.drill(Plans.steps("- {id: a, connector: stop}"))
    let unknown = try #require(throws: DrillInputError.self) {
      try DrillPlanner.plan(
        drill, .init(connector: "s", subject: .shadow, engine: .mysql, inputs: ["nott": "x"]),
        .init())
    }
    #expect(unknown.hint == "did you mean 'note'?")
    let missing = try #require(throws: DrillInputError.self) {
      try DrillPlanner.plan(drill, .init(connector: "s", subject: .shadow, engine: .mysql), .init())
    }
    #expect(missing.hint == "type --set db=VALUE")
    #expect(missing.description.contains("'db'"))
  }

  @Test func `a step whose condition does not hold is left out by name`() throws {
    let plan = try Self.plan(
      """
      - {id: a, when: engine == mysql, connector: stop}
      - {id: b, when: subject != live, connector: resume}
      - {id: c, when: [engine != mysql, inputs.note == other], connector: restart}
      """)
    #expect(plan.leftOut.map(\.id) == ["a", "c"])
    #expect(plan.leftOut.map(\.because) == ["engine == mysql", "inputs.note == other"])
    #expect(plan.steps.map(\.step.id) == ["setup", "b", "teardown"])
  }

  @Test func `a step that needs what a left-out one gives is a finding`() throws {
    let plan = try Self.plan(
      """
      - {id: b, when: engine == mysql, offsets: {backup: x}}
      - {id: c, offsets: {check: "${steps.b.place}"}}
      - {id: p, sentinel: {within: 5m}}
      """)
    #expect(plan.findings.contains { $0.isMissing && $0.text.contains("step 'b' is left out") })
  }

  @Test(arguments: [
    ("- {id: a, check: {lag: 5s}}", StepRisk.reads), ("- {id: a, connector: stop}", .changes),
    ("- {id: a, connector: {delete: keep-offsets}}", .canLoseData),
    ("- {id: a, offsets: {backup: x}}", .reads), ("- {id: a, offsets: {check: x}}", .reads),
    ("- {id: a, offsets: {restore: x}}", .canLoseData), ("- {id: a, offsets: reset}", .canLoseData),
    ("- {id: a, offsets: {set: to-slot}}", .canLoseData),
    ("- {id: a, sql: {on: main, statement: S}}", .reads),
    ("- {id: a, sql: {on: main, statement: S, writes: true}}", .canLoseData),
    ("- {id: a, exec: [ls]}", .canLoseData), ("- {id: a, confirm: {text: x, word: y}}", .reads),
    ("- {id: a, sentinel: {within: 1m}}", .reads),
    ("- {id: a, connector: {config: {a: b}}}", .changes),
  ])
  func `each kind of step has its risk`(line: String, risk: StepRisk) throws {
    #expect(try Self.plan(line).steps[1].risk == risk)
  }

  @Test(arguments: [
    ("a Connect without offsets by REST", "use Kafka Connect 3.6 or newer"),
    ("a Connect that makes none STOPPED", "use Kafka Connect 3.7 or newer"),
    ("no database of the name", "type --db main=URI"),
    ("a standby", "name the server that is written to"),
    ("no free slot", "raise max_replication_slots"),
    ("no bound of the log", "--accept-unbounded-wal"), ("no program", "install it"),
    ("no rights", "REPLICATION"),
  ])
  func `what a step needs and is not there is a finding with what to do`(what: String, next: String)
    throws
  {
    let steps = """
      - {id: c, connector: {create: x}}
      - {id: r, offsets: {set: to-slot}}
      - {id: s, sql: {on: "${inputs.db}", statement: S, writes: true, done-when: D}}
      - {id: e, exec: {run: [aws], done-when: [x]}}
      - {id: p, sentinel: {within: 5m}}
      """
    #expect(try !Self.plan(steps).isMissingSomething)
    let plan = try Self.plan(steps) { facts in
      switch what {
      case "a Connect without offsets by REST": facts.canAlterOffsets = .told(false)
      case "a Connect that makes none STOPPED": facts.canCreateStopped = .told(false)
      case "no database of the name": facts.databases = [:]
      case "a standby":
        facts.databases["main"] = .told(.init(identity: "x", isReadOnly: true, mayReplicate: true))
      case "no free slot": facts.freeSlots = .told(0)
      case "no bound of the log": facts.slotLogLimit = .told(nil)
      case "no program": facts.programs = ["aws": false]
      default:
        facts.databases["main"] = .told(
          .init(identity: "x", isReadOnly: false, mayReplicate: false))
      }
    }
    let found = plan.findings.filter(\.isMissing)
    #expect(found.contains { $0.next?.contains(next) == true }, "\(plan.findings)")
    #expect(plan.refusals.isEmpty)
  }

  @Test func `what nobody looked at is not checked, and no finding`() throws {
    let drill = try Plans.drill(Plans.steps("- {id: p, sentinel: {within: 5m}}"))
    var facts = DrillFacts()
    facts.databases["main"] = .notAsked
    let plan = try DrillPlanner.plan(drill, Plans.request(drill, .shadow, .postgresql), facts)
    #expect(!plan.isMissingSomething)
    #expect(plan.steps[0].needs.count == 4)
    for need in plan.steps[0].needs {
      guard case .notChecked = need.result else { throw CancellationError() }
    }
  }

  @Test(arguments: [
    ("nothing", ""), ("not allowed", "drill: allowed"), ("a bad verdict", "offsets check"),
    ("an unknown verdict", "offsets check"), ("a snapshot", "snapshot list"),
    ("a slot that goes", "slot.drop.on.stop=false"), ("no sentinel table", "sentinel.table="),
    ("a plain secret", "--secret database.password=@FILE"), ("a masked secret", "${file:...}"),
    ("an old Connect", "3.7"), ("neighbours", "one connector is 'shop'"),
  ])
  func `a live drill is refused for its reason`(what: String, next: String) throws {
    var drill = try Plans.drill(
      Plans.steps(
        "- {id: d, connector: {delete: with-offsets}, undo: {connector: resume}}\n- {id: p, sentinel: {within: 5m}}"
      ))
    drill.subjects = [.live]
    var request = Plans.request(drill, .live, .postgresql)
    var facts = Plans.allIsWell
    switch what {
    case "not allowed": facts.allowedBy = nil
    case "a bad verdict": facts.verdict = .told("WILL_SKIP")
    case "an unknown verdict": facts.verdict = .notChecked("no --db")
    case "a snapshot": facts.isInSnapshot = .told(true)
    case "a slot that goes": facts.dropsSlotOnStop = true
    case "no sentinel table": request.sentinelTable = nil
    case "a plain secret": facts.plainSecrets = ["database.password"]
    case "a masked secret": facts.maskedSecrets = ["database.password"]
    case "an old Connect": facts.canCreateStopped = .told(false)
    case "neighbours":
      drill.strikes = [.offsetsTopic]
      facts.others = ["other"]
    default: break
    }
    let plan = try DrillPlanner.plan(drill, request, facts)
    if what == "nothing" {
      #expect(plan.refusals.isEmpty, "\(plan.refusals)")
    } else {
      #expect(plan.refusals.count == 1, "\(plan.refusals)")
      #expect(plan.refusals.first?.next?.contains(next) == true, "\(plan.refusals)")
    }
    facts.plainSecrets = ["database.password"]
    request.secrets = ["database.password"]
    let given = try DrillPlanner.plan(drill, request, facts)
    #expect(!given.refusals.contains { $0.text.contains("leaves") })
  }

  @Test func `a live drill wants a table that takes sentinels and is captured, in this order`()
    throws
  {
    let steps = "- {id: p, sentinel: {within: 5m}}"
    let table = TableName("ops.sentinels")
    let definition = SentinelTables.definition(of: table, in: .postgresql)
    let defect = SentinelTableDefect(
      reason: "relation \"ops.sentinels\" does not exist", definition: definition)
    let absent = try Self.plan(steps, .live) { facts in
      facts.sentinelTableDefect = .told(defect)
      facts.capturesSentinelTable = .told(false)
    }
    let found = absent.findings.filter(\.isMissing)
    #expect(found.map(\.next) == ["\(definition);"], "\(absent.findings)")
    #expect(found.first?.text.contains(defect.reason) == true, "\(absent.findings)")
    let unheard = try Self.plan(steps, .live) { $0.capturesSentinelTable = .told(false) }
    #expect(
      unheard.findings.filter(\.isMissing).first?.next?.hasPrefix("add it to table.include.list")
        == true)
    let unknown = try Self.plan(steps, .live) { $0.sentinelTableDefect = .notChecked("no --db") }
    #expect(!unknown.isMissingSomething)
    let needs = unknown.steps.flatMap(\.needs).filter { $0.kind == .sentinelTable }
    #expect(!needs.isEmpty && needs.allSatisfy { $0.result == .notChecked("no --db") })
  }

  @Test func `a check is overruled on shadows alone`() throws {
    let steps =
      "- {id: r, offsets: {restore: x}, force: [verdict]}\n- {id: p, sentinel: {within: 5m}}"
    #expect(try Self.plan(steps, .shadow).refusals.isEmpty)
    #expect(try Self.plan(steps, .live).refusals.map(\.next) == ["leave 'force' out"])
  }

  @Test func `a runbook's commands are a shell's, with each name set before it is used`() throws {
    let plan = try Self.plan(
      """
      - {id: b, offsets: {backup: "${run.folder}/a"}}
      - {id: s, sql: {on: "${inputs.db}", statement: "SELECT '$1' || '${run.id}_x' || '`'"}}
      - {id: e, exec: [echo, "${steps.s.value}", "a b"]}
      - {id: r, offsets: {restore: "${steps.b.place}", resume: true}}
      """)
    let runbook = DrillRunbook(plan, hash: "h").text
    for line in [
      "connector=shop", "run_id=drill-$(date +%s)", "run_folder=$(mktemp -d)",
      "export CDCWATCH_CONNECT=http://connect:8083",
      "export CDCWATCH_DB=postgresql://db/shop",
      #"b_place=$(cdcwatch offsets backup "$run_folder/a")"#,
      "s_value=$(psql -At postgresql://db/shop <<SQL",
      #"SELECT '\$1' || '${run_id}_x' || '\`';"#, #"echo "$s_value" 'a b'"#,
      #"cdcwatch offsets restore "$b_place" -c "$connector" --resume --execute"#,
    ] {
      #expect(runbook.split(separator: "\n").contains { $0 == line }, "\(line)\n\(runbook)")
    }
  }

  @Test func `what the shadow's rules say is part of the plan`() throws {
    let live = ConnectorConfiguration(properties: [
      "connector.class": "io.debezium.connector.mysql.MySqlConnector", "topic.prefix": "shop",
      "heartbeat.action.query": "INSERT", "database.password": "geheim",
    ])
    let names = try ShadowNames(run: "trial")
    let tables = try #require(ShadowTables(names: names, engine: .mysql, hasSignals: false))
    let shadow = try ShadowConnector(
      ShadowRequest(
        live: "shop", configuration: live, names: names,
        sentinelTable: tables.sentinels.sentinels, sentinelColumns: ShadowTables.sentinelColumns,
        serverID: 7, brokers: "k:9092"))
    let steps = "- {id: p, sentinel: {within: 5m}}"
    let plan = try Self.plan(steps) { facts in
      facts.shadow = .told(
        DrillShadow(
          shadow,
          findings: [
            ShadowFinding("a", .refused, "never", hint: "do so"),
            ShadowFinding("b", .warning, "perhaps"), ShadowFinding("c", .notChecked, "unknown"),
          ]))
    }
    #expect(plan.refusals.map(\.text) == ["never"])
    #expect(plan.refusals.map(\.next) == ["do so"])
    #expect(plan.findings.map(\.text) == ["perhaps", "not checked: unknown"])
    let document = DrillPlanDocument(plan, hash: "h").object["shadow"]
    let without = document?["without"]?.elements?.compactMap { $0["name"]?.stringValue }
    #expect(without?.contains("heartbeat.action.query") == true)
    #expect(document?["plain_secrets"] == .array([.string("database.password")]))
    #expect(!DrillPlanDocument(plan, hash: "h").object.text.contains("geheim"))
    // A live drill makes none.
    #expect(
      try Self.plan(steps, .live) { $0.shadow = plan.facts.shadow }.refusals.isEmpty)
  }

  @Test func `the hashed lines change with what is done, and not with what moves by itself`() throws
  {
    let steps = "- {id: s, sql: {on: main, statement: \"S ${run.id} ${inputs.note}\"}}"
    let plan = try Self.plan(steps)
    #expect(plan.hashed == (try Self.plan(steps)).hashed)
    #expect(plan.hashed.contains { $0.contains("${run.id}") })
    #expect(
      plan.hashed
        == (try Self.plan(steps) { facts in
          facts.freeSlots = .told(3)
          facts.state = .told("PAUSED")
        }).hashed)
    #expect(plan.hashed != (try Self.plan(steps, inputs: ["note": "x"])).hashed)
    #expect(plan.hashed != (try Self.plan(steps, .live)).hashed)
    #expect(plan.hashed != (try Self.plan(steps) { $0.verdict = .told("REPLAY") }).hashed)
    #expect(plan.hashed != (try Self.plan(steps) { $0.clusterID = "other" }).hashed)
  }
}
