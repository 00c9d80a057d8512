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

  func perform(_ deed: ProgramDeed) throws(StepFailure) -> EffectResult {
    let ending = try run(try words(deed.words, isShell: deed.isShell), keeping: true)
    let output = String(
      decoding: (try? FileText.read(outputFile, limit: Self.outputLimit)) ?? [], as: UTF8.self)
    guard ending == .exited(Int32(clamping: deed.expectedExit)) else {
      throw StepFailure(
        .failed, "the program \(Self.words(ending)), and had to end with \(deed.expectedExit)",
        hint: "its output is in \(outputFile)")
    }
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

  /// Whether a program that was begun was done; one that is still alive is waited for.
  func standing(_ deed: ProgramDeed) throws(StepFailure) -> Standing {
    if let identity = known {
      while identity.isAlive {
        guard !deadline.hasPassed else {
          return .cannotTell("process \(identity.process) is still at work")
        }
        if stage.context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil {
          throw .interrupted
        }
      }
    }
    guard let command = deed.doneWhen else { return .cannotTell("the step has no 'done-when'") }
    let ending = try run(try words(command, isShell: false), keeping: false)
    return ending == .exited(0) ? .done(EffectResult()) : .notDone
  }

  private func words(_ texts: [DrillText], isShell: Bool) throws(StepFailure) -> [String] {
    var words: [String] = []
    for text in texts { words.append(try stage.filled(text, record)) }
    return isShell ? ["/bin/sh", "-c"] + words : words
  }

  private func run(
    _ words: [String], keeping: Bool
  ) throws(StepFailure) -> StartedProgram.Ending {
    let ending: StartedProgram.Ending
    do throws(RuntimeError) {
      let program = try StartedProgram.start(words, output: keeping ? outputFile : "/dev/null")
      if keeping { try keep(program.identity) }
      ending = program.wait(until: deadline, stop: stage.context.stop)
    } catch {
      throw StepFailure(.failed, "\(error)", hint: "try the program by hand")
    }
    guard !stage.context.stop.isRaised else { throw .interrupted }
    return ending
  }

  // MARK: What a later runner finds

  private var outputFile: String { "\(stage.folder.evidence)/\(step).txt" }
  private var processFile: String { "\(stage.folder.evidence)/\(step).process.json" }

  private func keep(_ identity: StartedProgram.Identity) throws(RuntimeError) {
    let value = JSONValue.object([
      .init(name: "process", value: .integer(Int64(identity.process))),
      .init(name: "start", value: .string(String(identity.start))),
    ])
    try ReplacedFile.writePrivately(Array(value.text.utf8), to: processFile)
  }

  private var known: StartedProgram.Identity? {
    guard let bytes = try? FileText.read(processFile), let value = try? JSONValue.parse(bytes),
      let process = value["process"]?.integerValue.flatMap({ Int32(exactly: $0) }),
      let start = value["start"]?.stringValue.flatMap({ UInt64($0) })
    else { return nil }
    return StartedProgram.Identity(process: process, start: start)
  }

  private static func words(_ ending: StartedProgram.Ending) -> String {
    switch ending {
    case .exited(let status): "ended with \(status)"
    case .killed(let signal): "was ended by signal \(signal)"
    case .ended: "was not done in time"
    }
  }
}
