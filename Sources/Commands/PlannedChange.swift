import CommandLine
import JSON

/// A change of a connector's offsets, which takes a person's or a script's word (`ChangeConsent`).
protocol PlannedChange: ExecutableChange {
  /// The connector, whose name has to be typed.
  var connector: String { get }
  /// What the plan's hash is taken over: what is done to what, with which verdict; no positions that
  /// move by themselves.
  var hashed: [String] { get }
  var hash: String { get set }
  /// The name that a script has to give with `--confirm`.
  var typedName: String { get set }
}

extension PlannedChange {
  /// Prints the plan; with `--execute` and consent does it, and prints what came of it.
  mutating func carryOut(
    _ invocation: Invocation, _ context: CommandContext,
    by act: (Self) throws(CommandFailure) -> [String]
  ) throws(CommandFailure) -> Int32 {
    let consent = try ChangeConsent(subject: connector, plan: hashed)
    hash = consent.hash
    typedName = consent.name(in: context)
    return try carryOut(
      invocation, context,
      consent: { (plan) throws(CommandFailure) in
        try consent.ask(invocation, context, showing: plan)
      }, by: act)
  }

  var way: String {
    "--execute does it (in a script: --execute --confirm \(typedName) --plan \(hash))"
  }

  /// What every change tells at the end of its object.
  var outcome: [(String, JSONValue)] {
    [
      ("refusals", .array(refusals.map(JSONValue.string))),
      ("plan_hash", .string(hash)),
      ("executed", .bool(result != nil)),
      ("result", result.map { .array($0.map(JSONValue.string)) } ?? .null),
      ("next", refusals.isEmpty ? .null : .string(refusalHint)),
    ]
  }
}
