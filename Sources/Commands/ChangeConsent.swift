import CommandLine
import Contexts
import Runtime

/// A person's or a script's word that a plan is to be done.
struct ChangeConsent {
  /// What has to be typed: the name of what is changed.
  let subject: String
  /// The hash of the plan's lines.
  let hash: String

  init(subject: String, plan: [String]) throws(CommandFailure) {
    self.subject = subject
    do throws(RuntimeError) {
      let lines = ([subject] + plan).joined(separator: "\n")
      hash = String(try SHA256.text(of: Array(lines.utf8)).prefix(16))
    } catch {
      throw CommandFailure("\(error)", status: .unexpected)
    }
  }

  /// Asks on a terminal for the name; elsewhere takes `--confirm` and `--plan`.
  ///
  /// In a protected context the name is `NAME@CONTEXT`. `shown` is the plan as a person reads it
  /// before the name is typed; a script has its hash. Throws `refused` unless they agree.
  func ask(
    _ invocation: Invocation, _ context: CommandContext, showing shown: String = ""
  ) throws(CommandFailure) {
    let subject = name(in: context)
    let told = invocation.text(.confirm)
    if told == nil, invocation.text(.plan) == nil, context.input.isTerminal,
      context.errorTerminal.isTerminal
    {
      try printing { () throws(RuntimeError) in
        try context.errors.write(shown + "type \(DisplayText.printable(subject)) to go on: ")
      }
      guard context.input.typedLine() == subject else {
        throw refusal("another name was typed", subject)
      }
      return
    }
    guard told == subject else {
      throw refusal(
        told == nil ? "nobody agreed to it" : "--confirm names something else", subject)
    }
    guard let plan = invocation.text(.plan) else { throw refusal("--plan is missing", subject) }
    guard plan == hash else { throw refusal("the plan has changed since", subject) }
  }

  /// What has to be typed there.
  func name(in context: CommandContext) -> String {
    guard let protected = context.active.protectedName else { return subject }
    return "\(subject)@\(protected)"
  }

  private func refusal(_ reason: String, _ subject: String) -> CommandFailure {
    CommandFailure(
      "\(reason), so nothing was changed",
      hint: "look at the plan without --execute, then type --execute --confirm \(subject)"
        + " --plan HASH with its hash", status: .refused)
  }
}
