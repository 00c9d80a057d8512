internal import YAML

/// Reads one step of a drill's file: what all kinds have in common.
struct StepReader {
  private static let commonKeys = [
    "id", "title", "when", "timeout", "budget", "undo", "on-failure", "marks", "changes", "expect",
    "force",
  ]

  private let fields: DrillFields
  private let file: String

  /// `number` is its place in the list, from 1, for a step whose id cannot be read.
  init(_ node: YAMLNode, number: Int, file: String) throws(DrillFileError) {
    self.file = file
    var name = "step \(number)"
    if case .scalar(let id) = node["id"]?.content { name = "step '\(id)'" }
    fields = try DrillFields(node, of: name, file: file)
  }

  func step() throws(DrillFileError) -> DrillStep {
    try fields.check(Self.commonKeys + ActionReader.kinds)
    let kinds = fields.entries.filter { ActionReader.kinds.contains($0.key) }
    guard let kind = kinds.first else {
      throw DrillFileError(
        "\(fields.name) says nothing that is done", file: file, at: fields.place,
        hint: "type one of \(ActionReader.kinds.joined(separator: ", "))")
    }
    if let second = kinds.dropFirst().first {
      throw DrillFileError(
        "\(fields.name) has both '\(kind.key)' and '\(second.key)'", file: file,
        at: FilePlace(second), hint: "make two steps of them, each with an id")
    }
    if kind.key == "drill" { try checkNested() }
    var step = DrillStep(id: try id(), action: try action(kind), place: fields.place)
    step.title = try fields.text("title", allowed: "what a person reads")
    step.when = try guards()
    step.timeout = try fields.duration("timeout") ?? DrillStep.usualTimeout
    step.budget = try fields.duration("budget")
    step.undo = try undo()
    step.onFailure = try fields.choice("on-failure", of: FailureRule.self) ?? .stop
    step.marks = try fields.choice("marks", of: StepMark.self)
    step.changes = Set(try fields.choices("changes", of: ChangedThing.self) ?? [])
    return step
  }

  /// The other drill's steps have these themselves.
  private func checkNested() throws(DrillFileError) {
    for key in ["timeout", "budget", "undo", "on-failure", "marks", "changes"] {
      guard let entry = fields.entry(key) else { continue }
      throw DrillFileError(
        "\(fields.name) runs another drill and has no '\(key)' of its own", file: file,
        at: FilePlace(entry), hint: "leave it out: that drill's steps say it")
    }
  }

  private func id() throws(DrillFileError) -> String {
    let allowed = "a name of lower-case letters, digits and '-'"
    guard let id = try fields.word("id", allowed: allowed), let entry = fields.entry("id") else {
      throw fields.missing("id", allowed: allowed)
    }
    guard DrillName.isGood(id), id != "setup", id != "teardown" else {
      throw fields.objection(
        entry, "is '\(id)'",
        allowed: "\(allowed); 'setup' and 'teardown' are cdcwatch's own steps")
    }
    return id
  }

  // MARK: The action

  private func action(_ kind: YAMLNode.Entry) throws(DrillFileError) -> StepAction {
    let action = try ActionReader(fields: fields, file: file).action(kind)
    guard case .offsets(var deed) = action else {
      for key in ["expect", "force"] {
        guard let entry = fields.entry(key) else { continue }
        throw DrillFileError(
          "'\(key)' of \(fields.name) is for offsets steps", file: file, at: FilePlace(entry),
          hint: "leave it out: a '\(kind.key)' step has no verdict")
      }
      return action
    }
    deed.expected =
      try fields.texts("expect", allowed: "verdicts, such as [RESUME, REPLAY]") ?? []
    try checkVerdicts(deed)
    for text in try fields.texts("force", allowed: "ids of checks, such as [verdict]") ?? [] {
      deed.forced.append(text.written)
    }
    if !deed.forced.isEmpty, !deed.command.writesOffsets, deed.command != .reset,
      let entry = fields.entry("force")
    {
      throw DrillFileError(
        "'force' of \(fields.name) is for what writes offsets", file: file, at: FilePlace(entry),
        hint: "leave it out: this step writes none, so nothing refuses it")
    }
    return .offsets(deed)
  }

  private static let verdicts = [
    "RESUME", "REPLAY", "WILL_SKIP", "WILL_REFUSE", "WILL_RESNAPSHOT", "UNKNOWN",
  ]

  private func checkVerdicts(_ deed: OffsetDeed) throws(DrillFileError) {
    for text in deed.expected where text.variables.isEmpty {
      guard !Self.verdicts.contains(text.written) else { continue }
      throw DrillFileError(
        "'\(text.written)' in 'expect' of \(fields.name) is no verdict", file: file,
        at: text.place ?? fields.place,
        hint: DrillFields.suggestion(text.written, among: Self.verdicts))
    }
  }

  private func undo() throws(DrillFileError) -> UndoAction? {
    guard let entry = fields.entry("undo") else { return nil }
    let below = try fields.below(entry)
    try below.check(ActionReader.undoKinds)
    guard let kind = below.entries.first, below.entries.count == 1 else {
      throw fields.objection(
        entry, "has to be one action", allowed: ActionReader.undoKinds.joined(separator: " or "))
    }
    return .action(try ActionReader(fields: below, file: file).action(kind))
  }

  // MARK: Conditions of being there

  private func guards() throws(DrillFileError) -> [StepGuard] {
    guard let entry = fields.entry("when") else { return [] }
    var guards: [StepGuard] = []
    for node in try fields.elements(of: entry) { guards.append(try stepGuard(node, of: entry)) }
    return guards
  }

  private func stepGuard(
    _ node: YAMLNode, of entry: YAMLNode.Entry
  ) throws(DrillFileError) -> StepGuard {
    let allowed = "engine == postgresql, subject != live or inputs.NAME == VALUE"
    guard case .scalar(let text) = node.content else {
      throw fields.objection(entry, allowed: allowed)
    }
    let isEqual = text.contains(" == ")
    guard let sign = text.firstRange(of: isEqual ? " == " : " != ") else {
      throw fields.objection(entry, "is '\(text)'", allowed: allowed)
    }
    let variable = text[..<sign.lowerBound].filter { $0 != " " }
    let value = String(text[sign.upperBound...].drop { $0 == " " })
    guard !variable.isEmpty, !value.isEmpty else {
      throw fields.objection(entry, "is '\(text)'", allowed: allowed)
    }
    try checkGuard(String(variable), value, FilePlace(node))
    return StepGuard(variable: String(variable), isEqual: isEqual, value: value)
  }

  private func checkGuard(
    _ variable: String, _ value: String, _ place: FilePlace
  ) throws(DrillFileError) {
    let values: [String: [String]] = [
      "engine": ["postgresql", "mysql", "mariadb"],
      "subject": DrillSubject.allCases.map(\.rawValue),
    ]
    guard let known = values[variable] else { return }
    guard !known.contains(value) else { return }
    throw DrillFileError(
      "'\(value)' in 'when' of \(fields.name) is no \(variable)", file: file, at: place,
      hint: DrillFields.suggestion(value, among: known))
  }
}
