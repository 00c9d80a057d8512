import CommandLine
import Debezium
import Drill
import JSON
import Runtime

/// `cdcwatch drill list`: the drills that are part of the program.
struct DrillListCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let drills = try DrillSource.templates()
    let text = CommonOptions(invocation, context: context).format.text(
      ofEach: drills.map(Self.object), table: Self.table(drills))
    try printing { () throws(RuntimeError) in try context.output.write(text) }
    return ExitStatus.success.rawValue
  }

  private static func table(_ drills: [DrillDefinition]) -> String {
    var table = TextTable([
      ("DRILL", .left), ("RUNS ON", .left), ("FOR", .left), ("NEEDS", .left), ("TITLE", .left),
    ])
    for drill in drills {
      let needs = drill.inputs.filter { $0.fallback == nil }.map(\.name)
      table.add([
        drill.name, subjects(drill).joined(separator: ", "),
        drill.engines == DrillDefinition.allEngines
          ? "all" : engines(drill).joined(separator: ", "),
        needs.isEmpty ? "-" : needs.joined(separator: ", "), drill.title,
      ])
    }
    return table.text
  }

  private static func object(_ drill: DrillDefinition) -> JSONValue {
    .object([
      ("schema_version", 1), ("drill", .string(drill.name)), ("title", .string(drill.title)),
      ("subjects", .array(subjects(drill).map(JSONValue.string))),
      ("engines", .array(engines(drill).map(JSONValue.string))),
      ("strikes", .array(drill.strikes.map(\.rawValue).sorted().map(JSONValue.string))),
      ("inputs", .array(drill.inputs.map(input))),
    ])
  }

  private static func input(_ input: DrillInput) -> JSONValue {
    .object([
      ("name", .string(input.name)), ("required", .bool(input.fallback == nil)),
      ("default", input.fallback.map { .string($0.written) } ?? .null),
      ("title", input.title.map(JSONValue.string) ?? .null),
    ])
  }

  private static func subjects(_ drill: DrillDefinition) -> [String] {
    DrillSubject.allCases.filter { drill.subjects.contains($0) }.map(\.rawValue)
  }

  private static func engines(_ drill: DrillDefinition) -> [String] {
    drill.engines.map(\.rawValue).sorted()
  }
}
