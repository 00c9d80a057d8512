import CommandLine
import Drill
import JSON
import Runtime

/// A run that is there already, with what is found where it was.
struct RunTakeUp {
  let start: RunStart
  /// What the world is now.
  let found: RunIdentityGathering.Found
  /// What is another one, and not by the drill's own doing.
  let differences: [IdentityRules.Difference]

  /// Reads what the folder keeps, and asks who is there; does nothing.
  init(
    _ folder: RunFolder, _ invocation: Invocation, _ context: CommandContext
  ) throws(CommandFailure) {
    start = try RunStart(folder)
    let definition = try DrillSource(name: start.name, bytes: Array(start.text.utf8)).definition()
    // A journal that cannot be read is told by whoever opens it to write.
    let lines = (try? JournalFile.read(folder))?.journal.lines ?? []
    let database = try DrillDatabase(invocation, context).uri(start.inputs["db"])
    found = try RunIdentityGathering(invocation: invocation, context: context)
      .found(start.connector, database: database)
    let rules = IdentityRules(
      start: start.identity, record: RunRecord(lines), steps: definition.steps,
      subject: start.subject)
    differences = rules.differences(from: found.identity)
  }

  /// Throws with 6 when something is another one than the run left.
  func check() throws(CommandFailure) {
    guard let first = differences.first else { return }
    let texts = differences.map(\.text).joined(separator: "; ")
    throw CommandFailure(
      DisplayText.printable("nothing was done: \(texts)"),
      hint: "name the \(Self.name(first.thing)) that the run began with, or end the run with"
        + " 'cdcwatch drill abort'; a step that changes it on purpose says changes:"
        + " [\(first.thing.rawValue)]", status: .refused)
  }

  private static func name(_ thing: ChangedThing) -> String {
    switch thing {
    case .cluster: "Connect cluster"
    case .database: "database"
    case .config: "connector"
    }
  }

  /// The live connector as it was when the run began; nil when Connect has it, and when nobody kept it.
  var remembered: PlacedConnector? {
    guard found.live == nil else { return nil }
    return PlacedConnector(
      remembered: start.connector, start.identity.connector, found.place)
  }

  /// What the note of a resumption has.
  var note: [JSONValue.Member] {
    [.init(name: RunRecord.identityName, value: found.identity.document)]
  }

  /// What the note of an abort has: it undoes in another world too, and says so.
  var warning: [JSONValue.Member] {
    guard !differences.isEmpty else { return [] }
    return [
      .init(
        name: "findings", value: .array(differences.map { .string("undone although \($0.text)") }))
    ]
  }
}
