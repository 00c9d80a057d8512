import CommandLine
import Drill
import Runtime

/// The person in front of a drill, who reads and types a word; in scripts `--confirm-step ID=WORD`.
struct DrillPerson {
  let invocation: Invocation
  let context: CommandContext

  func confirm(_ step: String, _ text: String, word: String) throws(StepFailure) {
    let given = invocation.pairs(.confirmStep).last { $0.key == step }?.value
    if let given {
      guard given == word else {
        throw StepFailure(
          .check, "--confirm-step \(step) says '\(given)', and '\(word)' has to be typed",
          hint: "type --confirm-step \(step)=\(word)")
      }
      return
    }
    guard context.input.isTerminal, context.errorTerminal.isTerminal else {
      throw StepFailure(
        .check, "step '\(step)' waits for a person, and there is no terminal",
        hint: "type --confirm-step \(step)=\(word) when it may go on")
    }
    do throws(RuntimeError) {
      try context.errors.writeLine(DisplayText.printable(text))
      try context.errors.write("type '\(DisplayText.printable(word))' to go on: ")
    } catch {
      throw StepFailure(.failed, "\(error)", hint: "")
    }
    guard context.input.typedLine() == word else {
      throw StepFailure(.check, "something else was typed for step '\(step)'", hint: "")
    }
  }
}
