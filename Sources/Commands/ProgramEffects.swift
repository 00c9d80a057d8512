import Drill
import JSON
import Runtime

/// What `exec` steps do: a program, its output kept.
struct ProgramEffects {
  let stage: DrillStage
  let step: String
  let record: RunRecord
  let deadline: Deadline

  /// The most that is read of a program's output.
  private static let outputLimit = 1 << 20

  /// Starts the program and holds it, so that the journal knows its process before it does anything.
  func hold(
    _ deed: ProgramDeed
  ) throws(StepFailure) -> (held: HeldProgram, detail: [JSONValue.Member]) {
    let words = try words(deed.words, isShell: deed.isShell)
    let ending = "\(stage.folder.evidence)/\(step).\(stage.context.clock().milliseconds).ending"
    do throws(RuntimeError) {
      let held = try HeldProgram(words, output: outputFile, ending: ending)
      return (held, ProgramTrace(identity: held.program.identity, ending: ending).detail)
    } catch {
      throw StepFailure(.failed, "\(error)", hint: "try the program by hand")
    }
  }

  /// Lets it go, and waits for its end.
  func perform(_ deed: ProgramDeed, _ held: HeldProgram) throws(StepFailure) -> EffectResult {
    held.release()
    let ending = held.program.wait(until: deadline, stop: stage.context.stop)
    guard !stage.context.stop.isRaised else { throw .interrupted }
    return try result(of: deed, ending)
  }

  /// What a program's end and its output come to.
  private func result(
    of deed: ProgramDeed, _ ending: StartedProgram.Ending
  ) throws(StepFailure) -> EffectResult {
    guard ending == .exited(Int32(clamping: deed.expectedExit)) else {
      throw StepFailure(
        .failed, "the program \(Self.words(ending)), and had to end with \(deed.expectedExit)",
        hint: "its output is in \(outputFile)")
    }
    let output = String(
      decoding: (try? FileText.read(outputFile, limit: Self.outputLimit)) ?? [], as: UTF8.self)
    if let expected = deed.expectedOutput {
      let wanted = try stage.filled(expected, record)
      guard output.contains(wanted) else {
        throw StepFailure(
          .check, "the program did not print '\(wanted)'", hint: "its output is in \(outputFile)")
      }
    }
    let value = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return EffectResult(
      detail: [.init(name: "output", value: .string(outputFile))],
      outputs: [StepOutput.output.rawValue: value])
  }

  // MARK: What a later runner finds

  /// Whether a program that was begun was done; one that is still alive is waited for.
  func standing(_ deed: ProgramDeed) throws(StepFailure) -> Standing {
    guard let trace = ProgramTrace(record.steps[step]?.open?.detail ?? []) else {
      return try asked(deed, "the journal does not name its process")
    }
    while trace.identity.isAlive {
      guard !deadline.hasPassed else {
        return .cannotTell("process \(trace.identity.process) is still at work")
      }
      if stage.context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil {
        throw .interrupted
      }
    }
    switch HeldProgram.ending(trace.ending) {
    case .neverBegan: return .notDone
    case .exited(let status):
      do throws(StepFailure) {
        return .done(try result(of: deed, .exited(status)))
      } catch {
        return try asked(deed, error.reason)
      }
    case nil: return try asked(deed, "process \(trace.identity.process) was ended on its way")
    }
  }

  /// What the step's own command says; without one nothing tells.
  private func asked(_ deed: ProgramDeed, _ reason: String) throws(StepFailure) -> Standing {
    guard let command = deed.doneWhen else {
      return .cannotTell("\(reason), and the step has no 'done-when'")
    }
    let words = try words(command, isShell: false)
    let ending: StartedProgram.Ending
    do throws(RuntimeError) {
      ending = try StartedProgram.start(words, output: "/dev/null")
        .wait(until: deadline, stop: stage.context.stop)
    } catch {
      throw StepFailure(.failed, "\(error)", hint: "try the command of 'done-when' by hand")
    }
    guard !stage.context.stop.isRaised else { throw .interrupted }
    return ending == .exited(0) ? .done(EffectResult()) : .notDone
  }

  private func words(_ texts: [DrillText], isShell: Bool) throws(StepFailure) -> [String] {
    var words: [String] = []
    for text in texts { words.append(try stage.filled(text, record)) }
    return isShell ? ["/bin/sh", "-c"] + words : words
  }

  private var outputFile: String { "\(stage.folder.evidence)/\(step).txt" }

  private static func words(_ ending: StartedProgram.Ending) -> String {
    switch ending {
    case .exited(let status): "ended with \(status)"
    case .killed(let signal): "was ended by signal \(signal)"
    case .ended: "was not done in time"
    }
  }
}
