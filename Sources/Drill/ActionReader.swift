internal import YAML

/// Reads what a step does: the value behind its kind.
struct ActionReader {
  /// The keys of which a step has one.
  static let kinds = [
    "check", "wait", "connector", "offsets", "sql", "exec", "confirm", "sentinel", "drill",
  ]
  /// Those that may undo a step.
  static let undoKinds = ["connector", "offsets", "sql", "exec"]

  let fields: DrillFields
  let file: String

  func action(_ entry: YAMLNode.Entry) throws(DrillFileError) -> StepAction {
    switch entry.key {
    case "check": .check(try ConditionReader(file: file).conditions(try fields.below(entry)))
    case "wait": .wait(try ConditionReader(file: file).conditions(try fields.below(entry)))
    case "connector": .connector(try connector(entry))
    case "offsets": .offsets(try OffsetDeedReader(fields: fields, file: file).deed(entry))
    case "sql": .sql(try statement(entry))
    case "exec": .exec(try program(entry))
    case "confirm": try confirmation(try fields.below(entry))
    case "sentinel": .sentinel(try proof(try fields.below(entry)))
    default: .drill(try nested(entry))
    }
  }

  // MARK: connector

  private func connector(_ entry: YAMLNode.Entry) throws(DrillFileError) -> ConnectorDeed {
    let words = ["stop", "resume", "restart", "delete", "create", "config"]
    if case .scalar(let word) = entry.value.content {
      switch word {
      case "stop": return .stop
      case "resume": return .resume
      case "restart": return .restart
      case "delete": return .delete(withOffsets: false)
      default:
        throw fields.objection(
          entry, "is '\(word)'", allowed: DrillFields.suggestion(word, among: words))
      }
    }
    let deed = try fields.below(entry)
    try deed.check(["delete", "create", "state", "restore", "config"])
    let places = deed.entries.filter { ["delete", "create", "config"].contains($0.key) }
    guard let what = places.first, places.count == 1 else {
      throw fields.objection(
        entry, "has to do one thing", allowed: "delete, create or config below it")
    }
    if what.key != "create", let other = deed.entry("state") ?? deed.entry("restore") {
      throw DrillFileError(
        "'\(other.key)' of \(deed.name) goes with 'create'", file: file, at: FilePlace(other),
        hint: "leave it out")
    }
    switch what.key {
    case "delete":
      return .delete(withOffsets: try deed.choice("delete", of: Deletion.self) == .withOffsets)
    case "create":
      return .create(
        from: try deed.required("create", allowed: "a backup's place"),
        state: try deed.choice("state", of: ConnectorDeed.InitialState.self) ?? .stopped,
        restores: try deed.toggle("restore"))
    default: return .configure(try properties(try deed.below(what)))
    }
  }

  private enum Deletion: String, CaseIterable {
    case withOffsets = "with-offsets"
    case keepOffsets = "keep-offsets"
  }

  private func properties(_ fields: DrillFields) throws(DrillFileError) -> [String: DrillText] {
    var properties: [String: DrillText] = [:]
    for entry in fields.entries {
      properties[entry.key] = try fields.text(
        entry.value, of: entry, allowed: "the property's value")
    }
    return properties
  }

  // MARK: sql, exec

  private func statement(_ entry: YAMLNode.Entry) throws(DrillFileError) -> StatementDeed {
    let sql = try fields.below(entry)
    try sql.check(["on", "statement", "writes", "expect-value", "done-when"])
    var deed = StatementDeed(
      database: try sql.required("on", allowed: "the name of a --db, such as ${inputs.db}"),
      statement: try sql.required("statement", allowed: "one SQL statement"))
    deed.writes = try sql.toggle("writes")
    deed.expectedValue = try sql.text("expect-value", allowed: "the text of the first column")
    deed.doneWhen = try sql.text(
      "done-when", allowed: "a query whose first column is true once it was done")
    return deed
  }

  private func program(_ entry: YAMLNode.Entry) throws(DrillFileError) -> ProgramDeed {
    let list = "a list, [PROGRAM, ARGUMENT, ...]"
    guard case .mapping = entry.value.content else {
      guard case .list = entry.value.content else {
        throw fields.objection(entry, allowed: "\(list), or a mapping with 'run' and 'shell: true'")
      }
      return ProgramDeed(words: try fields.texts("exec", allowed: list) ?? [])
    }
    let exec = try fields.below(entry)
    try exec.check(["run", "shell", "expect-exit", "expect-output", "done-when"])
    let isShell = try exec.toggle("shell")
    guard let run = exec.entry("run") else { throw exec.missing("run", allowed: list) }
    if case .list = run.value.content, isShell {
      throw exec.objection(run, "is a list", allowed: "one text, which the shell reads")
    }
    if case .scalar = run.value.content, !isShell {
      throw exec.objection(run, "is a text", allowed: "\(list), or 'shell: true' beside it")
    }
    var deed = ProgramDeed(words: try exec.texts("run", allowed: list) ?? [])
    deed.isShell = isShell
    deed.expectedExit = try exec.number("expect-exit", 0...255) ?? 0
    deed.expectedOutput = try exec.text("expect-output", allowed: "a text of its standard output")
    deed.doneWhen = try exec.texts("done-when", allowed: list)
    return deed
  }

  // MARK: confirm, sentinel, drill

  private func confirmation(_ confirm: DrillFields) throws(DrillFileError) -> StepAction {
    try confirm.check(["text", "word"])
    return .confirm(
      text: try confirm.required("text", allowed: "what the person reads and looks at"),
      word: try confirm.required("word", allowed: "the word to type when it is so"))
  }

  private func proof(_ sentinel: DrillFields) throws(DrillFileError) -> ProofDemand {
    try sentinel.check(["within", "continues-from", "expect-lost", "snapshot", "read-since"])
    guard let within = try sentinel.duration("within") else {
      throw sentinel.missing("within", allowed: "how long the last sentinel may take, such as 5m")
    }
    var demand = ProofDemand(within: within)
    demand.continuesFrom = try sentinel.word("continues-from", allowed: "the id of an offsets step")
    demand.allowsSnapshot = try sentinel.toggle("snapshot")
    demand.readSince = try sentinel.word("read-since", allowed: "the id of an earlier step")
    guard let entry = sentinel.entry("expect-lost") else { return demand }
    let loss = try sentinel.below(entry)
    try loss.check(["kinds", "within", "at-least"])
    guard let kinds = try loss.choices("kinds", of: SentinelKind.self) else {
      throw loss.missing("kinds", allowed: "[delete], or other kinds of changes")
    }
    guard let marks = try loss.choices("within", of: StepMark.self), marks.count == 2,
      marks[0] != marks[1]
    else { throw loss.missing("within", allowed: "[disaster, recovered], two different marks") }
    var expected = ProofDemand.ExpectedLoss(kinds: Set(kinds), from: marks[0], until: marks[1])
    expected.atLeast = try loss.number("at-least", 0...1000) ?? 0
    demand.expectedLoss = expected
    return demand
  }

  private func nested(_ entry: YAMLNode.Entry) throws(DrillFileError) -> NestedDrill {
    let allowed = "the name of a drill"
    guard case .mapping = entry.value.content else {
      return NestedDrill(name: try fields.word("drill", allowed: allowed) ?? "")
    }
    let nested = try fields.below(entry)
    try nested.check(["name", "set"])
    guard let name = try nested.word("name", allowed: allowed) else {
      throw nested.missing("name", allowed: allowed)
    }
    guard let set = nested.entry("set") else { return NestedDrill(name: name) }
    return NestedDrill(name: name, inputs: try properties(try nested.below(set)))
  }
}
