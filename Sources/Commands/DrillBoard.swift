import CommandLine
import Drill
import Runtime

/// The list of a run's steps on a terminal, drawn again in place by a thread of its own.
final class DrillBoard: Sendable {
  /// What the drawing thread is to do.
  private enum Wish {
    case draw
    /// Leave the terminal alone: a person is asked something.
    case rest
    case end
  }

  private struct State {
    var screen: RunScreen
    var wish = Wish.draw
    /// The wish that the drawing thread has followed.
    var followed: Wish?
    var thread: DedicatedThread<Void>?
  }

  /// How often the clocks are drawn anew.
  private static let pace = Duration.milliseconds(200)
  /// How long the terminal may take to let go of the list.
  private static let patience = Duration.seconds(2)

  private let state: Locked<State>
  private let context: CommandContext
  private let hasColor: Bool
  private let activity: SentinelActivity

  /// A board that is not drawn before the first line that it is told.
  init(
    _ screen: RunScreen, _ context: CommandContext, _ invocation: Invocation,
    _ activity: SentinelActivity
  ) {
    state = Locked(State(screen: screen))
    self.context = context
    let choice = invocation.text(.color).flatMap(ColorChoice.init(rawValue:)) ?? .auto
    hasColor = context.errorTerminal.usesColor(choice)
    self.activity = activity
  }

  /// Takes a line of the journal that is no news.
  func remember(_ line: JournalLine) { state.withLock { $0.screen.take(line) } }

  /// Takes a new line of the journal; where a person is asked, the terminal is free on return.
  func tell(_ line: JournalLine) {
    let wish = state.withLock { state in
      state.screen.take(line)
      let wish: Wish = state.screen.isAsking ? .rest : .draw
      // What was followed before this wish says nothing of it.
      if wish != state.wish { state.followed = nil }
      state.wish = wish
      return wish
    }
    guard line.step != nil else { return }
    start()
    guard wish == .rest else { return }
    _ = state.wait(until: Deadline(after: Self.patience)) { $0.followed == .rest ? true : nil }
  }

  /// Takes the list off the terminal.
  func end() {
    state.withLock { $0.wish = .end }
    state.current.thread?.join()
  }

  // MARK: Drawing

  private func start() {
    guard state.current.thread == nil else { return }
    // Without a thread nothing is drawn; the run itself goes on.
    let thread = try? DedicatedThread(name: "drill-board") { [self] in run() }
    state.withLock { $0.thread = thread }
  }

  private func run() {
    var block = LiveBlock()
    while true {
      let counts = activity.counts
      let now = state.withLock { state in
        if let counts { state.screen.sentinels = counts }
        return state
      }
      let text = now.wish == .draw ? draw(now.screen, &block) : block.clear()
      try? context.errors.write(text)
      state.withLock { $0.followed = now.wish }
      guard now.wish != .end else { return }
      _ = state.wait(until: Deadline(after: Self.pace)) { $0.wish == now.wish ? nil : true }
    }
  }

  private func draw(_ screen: RunScreen, _ block: inout LiveBlock) -> String {
    let columns = context.errorTerminal.columns
    return block.draw(
      screen.lines(
        at: context.clock(), columns: columns, rows: context.errorTerminal.rows,
        hasColor: hasColor), columns: columns)
  }
}
