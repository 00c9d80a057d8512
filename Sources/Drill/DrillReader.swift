internal import Debezium
internal import YAML

/// Reads a drill's file: every key, kind, value and variable is looked at before anything is done.
///
/// What it cannot know is checked later: whether the drills that it names are there (`DrillExpansion`)
/// and whether its inputs are given (`DrillPlanner`).
public struct DrillReader {
  private static let keys = [
    "drill", "title", "format", "subjects", "engines", "strikes", "inputs", "targets", "sentinel",
    "contacts", "steps",
  ]

  private let file: String
  private let fields: DrillFields

  /// The drill that the bytes say; `file` is what an error calls them.
  public static func read(
    _ bytes: [UInt8], file: String
  ) throws(DrillFileError) -> DrillDefinition {
    let root: YAMLNode
    do throws(YAMLError) {
      root = try YAMLReader.read(bytes)
    } catch {
      throw DrillFileError(error, file: file)
    }
    let reader = DrillReader(
      file: file, fields: try DrillFields(root, of: "the drill", file: file))
    return try reader.definition()
  }

  private func definition() throws(DrillFileError) -> DrillDefinition {
    try fields.check(Self.keys)
    try checkFormat()
    let name = try self.name()
    guard let title = try fields.word("title", allowed: "one line about the drill") else {
      throw fields.missing("title", allowed: "one line about the drill")
    }
    let inputs = try self.inputs()
    var definition = DrillDefinition(
      name: name, title: title,
      subjects: Set(try fields.choices("subjects", of: DrillSubject.self) ?? [.shadow]),
      inputs: inputs, targets: try targets(), sentinelInterval: try sentinelInterval(),
      contacts: try fields.texts("contacts", allowed: "whom to call, a text each") ?? [], steps: [])
    definition.strikes = Set(try fields.choices("strikes", of: StruckThing.self) ?? [])
    if let engines = try fields.choices("engines", of: DrilledEngine.self) {
      definition.engines = Set(engines.map(\.engine))
    }
    definition.steps = try steps()
    try DrillFileCheck(file: file, definition: definition).check()
    return definition
  }

  /// The kinds of database, as a file names them.
  private enum DrilledEngine: String, CaseIterable {
    case postgresql, mysql, mariadb

    var engine: Engine {
      switch self {
      case .postgresql: .postgresql
      case .mysql: .mysql
      case .mariadb: .mariadb
      }
    }
  }

  // MARK: The head

  private func checkFormat() throws(DrillFileError) {
    guard let entry = fields.entry("format") else { throw fields.missing("format", allowed: "1") }
    guard entry.value.content == .scalar("1") else {
      throw fields.objection(
        entry, "is none that this version reads", allowed: "format: 1, or use a newer cdcwatch")
    }
  }

  private func name() throws(DrillFileError) -> String {
    let allowed = "a name of lower-case letters, digits and '-'"
    guard let name = try fields.word("drill", allowed: allowed), let entry = fields.entry("drill")
    else { throw fields.missing("drill", allowed: allowed) }
    guard DrillName.isGood(name) else {
      throw fields.objection(entry, "is '\(name)'", allowed: allowed)
    }
    return name
  }

  private func targets() throws(DrillFileError) -> RecoveryTargets {
    guard let entry = fields.entry("targets") else { return RecoveryTargets(time: nil, changes: 0) }
    let targets = try fields.below(entry)
    try targets.check(["rto", "rpo", "whole"])
    return RecoveryTargets(
      time: try targets.duration("rto"), changes: try targets.number("rpo", 0...1_000_000) ?? 0,
      whole: try targets.duration("whole"))
  }

  private func sentinelInterval() throws(DrillFileError) -> Duration {
    guard let entry = fields.entry("sentinel") else { return .milliseconds(200) }
    let sentinel = try fields.below(entry)
    try sentinel.check(["every"])
    return try sentinel.duration("every", atLeast: .milliseconds(10)) ?? .milliseconds(200)
  }

  // MARK: Inputs

  private func inputs() throws(DrillFileError) -> [DrillInput] {
    guard let entry = fields.entry("inputs") else { return [] }
    var inputs: [DrillInput] = []
    for each in try fields.below(entry).entries { inputs.append(try input(each)) }
    return inputs
  }

  private func input(_ entry: YAMLNode.Entry) throws(DrillFileError) -> DrillInput {
    guard DrillName.isGood(entry.key) else {
      throw DrillFileError(
        "'\(entry.key)' is no name of an input", file: file, at: FilePlace(entry),
        hint: "type a name of lower-case letters, digits and '-'")
    }
    let input = try DrillFields(entry.value, of: "input '\(entry.key)'", file: file)
    try input.check(["required", "default", "title", "secret"])
    let isRequired = try input.toggle("required")
    let fallback = try input.text("default", allowed: "the value that counts when none is given")
    guard isRequired == (fallback == nil) else {
      throw DrillFileError(
        isRequired
          ? "input '\(entry.key)' is required and has a default"
          : "input '\(entry.key)' has no default and is not required",
        file: file, at: FilePlace(entry), hint: "type required: true, or default: VALUE")
    }
    return DrillInput(
      name: entry.key, fallback: fallback,
      title: try input.word("title", allowed: "what the input is"),
      isSecret: try input.toggle("secret"), place: FilePlace(entry))
  }

  // MARK: Steps

  private func steps() throws(DrillFileError) -> [DrillStep] {
    guard let entry = fields.entry("steps") else {
      throw fields.missing("steps", allowed: "a list of steps below it")
    }
    guard case .list(let elements) = entry.value.content, !elements.isEmpty else {
      throw fields.objection(entry, allowed: "- {id: NAME, KIND: ...}, a line a step")
    }
    var steps: [DrillStep] = []
    for (index, element) in elements.enumerated() {
      let step = try StepReader(element, number: index + 1, file: file).step()
      if let twin = steps.first(where: { $0.id == step.id }) {
        throw DrillFileError(
          "the id '\(step.id)' comes twice", file: file, at: FilePlace(element),
          hint: "the other step is at \(twin.place.map { "\($0)" } ?? "another place")")
      }
      steps.append(step)
    }
    return steps
  }
}

/// Names of drills, inputs and steps.
enum DrillName {
  /// Whether it is one: lower-case letters, digits and `-`, a letter first, at most 60 of them.
  static func isGood(_ name: String) -> Bool {
    guard let first = name.utf8.first, first >= 97, first <= 122, name.utf8.count <= 60 else {
      return false
    }
    return name.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
    }
  }
}
