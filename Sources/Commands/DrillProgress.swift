import CommandLine
import Drill
import JSON
import Runtime

/// A run while it is under way: a line a step on standard error.
struct DrillProgress {
  let invocation: Invocation
  let context: CommandContext
  let activity: SentinelActivity

  /// Tells of a journal line that a person wants to see.
  func tell(_ line: JournalLine) {
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
    guard let progress = activity.progress else { return "" }
    return "; sentinels: \(progress.tally.committed) written,"
      + " \(progress.sightings.arrivals.count) arrived"
  }
}
