import Runtime

/// How far the reading of a topic is, on standard error, once a second, where that is a terminal.
struct ScanProgress {
  private let context: CommandContext
  private let isShown: Bool
  private let begin: ContinuousClock.Instant
  private var next: ContinuousClock.Instant
  private var line = LiveLine()

  init(context: CommandContext, options: CommonOptions, since begin: ContinuousClock.Instant) {
    self.context = context
    self.begin = begin
    isShown = context.errorTerminal.redrawsLines && options.display.showsProgress
    next = begin + .seconds(1)
  }

  /// Draws the line when it is time to.
  mutating func show(_ amount: (read: Int64, total: Int64)) {
    let now = ContinuousClock.now
    guard isShown, now >= next else { return }
    next = now + .milliseconds(500)
    let (seconds, attoseconds) = (now - begin).components
    let elapsed = Double(seconds) + Double(attoseconds) / 1e18
    let percent = amount.total > 0 ? Double(amount.read) * 100 / Double(amount.total) : 100
    let text =
      "\(Figures.grouped(amount.read)) of \(Figures.grouped(amount.total)) records"
      + " · \(Figures.oneDecimal(percent))% · \(Figures.short(Double(amount.read) / elapsed))/s"
    // A line that cannot be drawn is no reason to stop counting.
    try? context.errors.write(line.draw(text, columns: context.errorTerminal.columns))
  }

  /// Takes the line away.
  mutating func clear() {
    guard isShown else { return }
    try? context.errors.write(line.clear())
  }
}
