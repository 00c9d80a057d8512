import CommandLine
import Runtime

/// A change that is planned, and refused or done: its report.
///
/// The plan is printed in any case. It is refused where something speaks against it, and done with
/// `--execute`.
protocol ExecutableChange: PrintedReport {
  /// The plan, as a person reads it.
  var lines: [String] { get }
  /// Why it is not done; sentences without a full stop.
  var refusals: [String] { get }
  /// What to type next when it is refused.
  var refusalHint: String { get }
  /// What was done, a line a step; nil when only the plan was asked for.
  var result: [String]? { get set }
  /// What to type for it, behind a plan that may be done.
  var way: String { get }
  /// What is said behind what was done.
  var epilogue: [String] { get }
}

extension ExecutableChange {
  var epilogue: [String] { [] }

  var printed: [String] {
    if let result { return lines + result + epilogue }
    return refusals.isEmpty ? lines + ["nothing was changed; \(way)"] : lines
  }

  /// Prints the plan; with `--execute` and the consent that it takes does it, and prints what came of
  /// it.
  mutating func carryOut(
    _ invocation: Invocation, _ context: CommandContext,
    consent: (String) throws(CommandFailure) -> Void,
    by act: (Self) throws(CommandFailure) -> [String]
  ) throws(CommandFailure) -> Int32 {
    guard refusals.isEmpty else {
      try print(invocation, context)
      throw CommandFailure(
        refusals.joined(separator: "; "), hint: refusalHint, status: .refused)
    }
    if invocation.isSet(.execute) {
      try consent(DisplayText.printable(lines: lines))
      result = try act(self)
    }
    try print(invocation, context)
    return ExitStatus.success.rawValue
  }
}
