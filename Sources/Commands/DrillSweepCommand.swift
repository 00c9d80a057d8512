import CommandLine
import Drill
import Runtime

/// `cdcwatch drill sweep`: what the runs of dead runners left, removed.
struct DrillSweepCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let root = try RunFolder.root(invocation, context)
    let folders = try folders(in: root)
    guard !folders.isEmpty else { return try tell("nothing to sweep in \(root)") }
    guard invocation.isSet(.execute) else {
      for folder in folders { _ = try tell("would sweep \(folder.run)") }
      return try tell("nothing was done; --execute does it")
    }
    var worst = ExitStatus.success.rawValue
    for folder in folders {
      do throws(CommandFailure) {
        let command = DrillTakeUpCommand(
          mode: .resume, invocation: invocation, context: context)
        _ = try command.undo(folder)
        _ = try tell("swept \(folder.run)")
      } catch {
        try printing { () throws(RuntimeError) in try context.errors.writeLine(error.text) }
        worst = max(worst, ExitStatus.halfway.rawValue)
      }
    }
    return worst
  }

  /// The runs that are meant, but for those that left nothing and those whose runner lives.
  private func folders(in root: String) throws(CommandFailure) -> [RunFolder] {
    if let run = invocation.arguments.first {
      let folder = try RunFolder.existing(run, in: root)
      guard !JournalFile.isHeld(folder) else { throw CommandFailure.runIsHeld(folder) }
      return try hasLeftSomething(folder, before: nil) ? [folder] : []
    }
    guard let age = invocation.duration(.olderThan) else {
      throw CommandFailure(
        "no run was named", hint: "type its id, or --older 24h; 'cdcwatch drill status' lists them",
        status: .usage)
    }
    let limit = context.clock() + (.zero - age)
    var found: [RunFolder] = []
    for name in (try? Folders.names(in: root)) ?? [] {
      let folder = RunFolder(run: name, path: "\(root)/\(name)")
      guard !JournalFile.isHeld(folder), try hasLeftSomething(folder, before: limit) else {
        continue
      }
      found.append(folder)
    }
    return found
  }

  private func hasLeftSomething(
    _ folder: RunFolder, before limit: Timestamp?
  ) throws(CommandFailure) -> Bool {
    let record = RunRecord(try JournalFile.read(folder).journal.lines)
    if let limit, record.started.map({ $0 > limit }) ?? true { return false }
    return !record.isDone(SubjectEffects.teardown)
  }

  private func tell(_ text: String) throws(CommandFailure) -> Int32 {
    try printing { () throws(RuntimeError) in
      try context.output.write(DisplayText.printable(text) + "\n")
    }
    return ExitStatus.success.rawValue
  }
}
