import CommandLine
import Drill
import JSON
import Runtime

/// A run while it is under way, on standard error: the list of its steps on a terminal, else a line
/// an event.
struct DrillProgress {
  let invocation: Invocation
  let context: CommandContext
  let activity: SentinelActivity
  private let board: DrillBoard?

  init(
    _ invocation: Invocation, _ context: CommandContext, _ plan: DrillPlan,
    _ activity: SentinelActivity
  ) {
    self.invocation = invocation
    self.context = context
    self.activity = activity
    let isLive =
      context.errorTerminal.redrawsLines
      && CommonOptions(invocation, context: context).display.showsProgress
    board = isLive ? DrillBoard(RunScreen(plan), context, invocation, activity) : nil
  }

  /// Takes what an earlier runner wrote.
  func takeUp(_ lines: [JournalLine]) {
    for line in lines { board?.remember(line) }
  }

  /// Takes the list off the screen: something else is printed.
  func end() { board?.end() }

  /// Tells of a journal line that a person wants to see.
  func tell(_ line: JournalLine) {
    if let board { return board.tell(line) }
    guard !invocation.isSet(.quiet), let text = text(line) else { return }
    let time = line.time.description.dropFirst(11).prefix(8)
    try? context.errors.writeLine("\(time)  \(DisplayText.printable(text))")
  }

  private func text(_ line: JournalLine) -> String? {
    guard let step = line.step else {
      return line.event == .ended ? "ended: \(line.text("result") ?? "")" : nil
    }
    switch (line.event, line.effect) {
    case (.started, nil): return "\(step): begun"
    case (.done, let effect?):
      let told = line.text("line") ?? line.text("verdict")
      return "\(step): \(effect)" + (told.map { ", \($0)" } ?? "")
    case (.done, nil):
      let seconds = JSONValue.object(line.detail)["seconds"]?.text ?? "?"
      return "\(step): done in \(seconds) s\(sentinels)"
    case (.failed, nil): return "\(step): failed: \(line.text("reason") ?? "")"
    case (.undone, nil): return "\(step): undone"
    case (.note, _) where line.text("note") == RunRecord.waiting:
      let seconds = JSONValue.object(line.detail)["seconds"]?.text ?? "?"
      return "\(step): waiting \(seconds) s: Connect may still be at work on"
        + " '\(line.text("effect") ?? "")', of which no answer came"
    default: return nil
    }
  }

  private var sentinels: String {
    guard let counts = activity.counts else { return "" }
    return "; sentinels: \(counts.written) written, \(counts.arrived) arrived"
  }
}
