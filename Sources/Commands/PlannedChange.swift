import CommandLine
import JSON
import Runtime

/// A change of a connector's offsets that is planned, agreed to, done and told: its report.
///
/// The plan is printed in any case. It is refused where something speaks against it, and done with
/// `--execute` and a person's or a script's word (`ChangeConsent`).
protocol PlannedChange {
  /// The connector, whose name has to be typed.
  var connector: String { get }
  /// What the plan's hash is taken over: what is done to what, with which verdict; no positions that
  /// move by themselves.
  var hashed: [String] { get }
  /// Why it is not done; sentences without a full stop.
  var refusals: [String] { get }
  /// What to type next when it is refused.
  var refusalHint: String { get }
  var hash: String { get set }
  /// The name that a script has to give with `--confirm`.
  var typedName: String { get set }
  /// What was done, a line a step; nil when only the plan was asked for.
  var result: [String]? { get set }
  /// The plan, as a person reads it.
  var lines: [String] { get }
  /// All of it as one object, with `outcome` at its end.
  var object: JSONValue { get }
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
    guard refusals.isEmpty else {
      try print(invocation, context)
      throw CommandFailure(
        refusals.joined(separator: "; "), hint: refusalHint, status: .refused)
    }
    if invocation.isSet(.execute) {
      try consent.ask(invocation, context, showing: Self.text(of: lines))
      result = try act(self)
    }
    try print(invocation, context)
    return ExitStatus.success.rawValue
  }

  private func print(
    _ invocation: Invocation, _ context: CommandContext
  ) throws(CommandFailure) {
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      try context.output.write(text(options.format))
    }
  }

  // MARK: Words

  func text(_ format: OutputFormat) -> String {
    format.text(of: object, table: Self.text(of: lines + closing))
  }

  private static func text(of lines: [String]) -> String {
    lines.map { DisplayText.printable($0) + "\n" }.joined()
  }

  private var closing: [String] {
    if let result { return result }
    guard refusals.isEmpty else { return [] }
    return [
      "nothing was changed; --execute does it (in a script: --execute --confirm \(typedName)"
        + " --plan \(hash))"
    ]
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
