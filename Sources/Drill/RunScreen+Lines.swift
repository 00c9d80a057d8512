public import Runtime

// The screen's lines.
extension RunScreen {
  /// The lines at this moment, each narrower than `columns` and all of them fewer than `rows`.
  ///
  /// Where the terminal is too low for all steps, those around the running one are shown. Colour
  /// sequences only where `hasColor`.
  public func lines(
    at now: Timestamp, columns: Int, rows: Int, hasColor: Bool = false
  ) -> [String] {
    let width = max(columns - 1, 1)
    // The title, the sentinels, and the line on which the cursor rests.
    let window = window(height: max(rows - 3, 3))
    let shown = steps[window]
    let names = min(shown.map { DisplayText.columns(of: $0.id) }.max() ?? 0, max(8, columns / 3))
    let clocks = shown.map { clock(of: $0, now) }
    let clockWidth = clocks.map(\.count).max() ?? 0
    var list = zip(shown, clocks).map { step, clock in
      line(step, names: names, clock: clock, clockWidth: clockWidth, width, hasColor: hasColor)
    }
    if window.lowerBound > 0 { list[0] = "  … \(window.lowerBound + 1) above" }
    let below = steps.count - window.upperBound
    if below > 0 { list[list.count - 1] = "  … \(below + 1) below" }
    let total = started.map { Self.clock(since($0, now)) } ?? ""
    return ([Self.spread(DisplayText.printable(title), total, width)] + list + [sentinelLine])
      .map { DisplayText.truncated($0, to: width) }
  }

  /// The steps that are shown: as many as fit, the running one among them.
  private func window(height: Int) -> Range<Int> {
    guard steps.count > height else { return steps.indices }
    let focus = steps.firstIndex { $0.id == newest } ?? 0
    let first = min(max(0, focus - height / 2), steps.count - height)
    return first..<first + height
  }

  private func line(
    _ step: Step, names: Int, clock: String, clockWidth: Int, _ width: Int, hasColor: Bool
  ) -> String {
    let id = DisplayText.truncated(DisplayText.printable(step.id), to: names)
    let left = "\(mark(of: step, hasColor: hasColor)) \(DisplayText.padded(id, to: names))"
    let room = width - names - 2 - clockWidth - 4
    // Less than this tells nobody anything.
    guard room >= 12 else { return Self.spread(left, clock, width) }
    let text = DisplayText.truncated(DisplayText.printable(words(of: step)), to: room)
    return Self.spread("\(left)  \(text)", clock, width)
  }

  /// What the step does, or what became of it.
  private func words(of step: Step) -> String {
    switch standings[step.id] ?? .waiting {
    case .failed(let reason): reason
    case .running(_, let effect?) where effect != Effect.observe.name: "\(effect) · \(step.text)"
    case .undone: "undone"
    case .waiting, .running, .done: step.text
    }
  }

  private func mark(of step: Step, hasColor: Bool) -> String {
    let (mark, color) =
      switch standings[step.id] ?? .waiting {
      case .waiting: (" ", 0)
      case .running: ("▸", 36)
      case .done(let taken): ("✓", isOver(step, taken) ? 33 : 32)
      case .failed: ("✗", 31)
      case .undone: ("↶", 33)
      }
    return hasColor && color > 0 ? "\u{1B}[\(color)m\(mark)\u{1B}[0m" : mark
  }

  private func clock(of step: Step, _ now: Timestamp) -> String {
    switch standings[step.id] ?? .waiting {
    case .waiting, .failed, .undone: return ""
    case .done(let taken): return isOver(step, taken) ? against(step, taken) : Self.exact(taken)
    case .running(let begun, _): return against(step, since(begun, now))
    }
  }

  private func against(_ step: Step, _ taken: Duration) -> String {
    guard let budget = step.budget else { return Self.clock(taken) }
    let word = isOver(step, taken) ? "over" : "of"
    return "\(Self.clock(taken)) \(word) \(Self.clock(budget))"
  }

  private func isOver(_ step: Step, _ taken: Duration) -> Bool {
    step.budget.map { taken > $0 } ?? false
  }

  private var sentinelLine: String {
    guard let sentinels else { return "  sentinels: none yet" }
    let counts = "  sentinels: \(sentinels.written) written, \(sentinels.arrived) arrived"
    return counts + (sentinels.trouble.map { "; \(DisplayText.printable($0))" } ?? "")
  }

  /// `left`, and `right` at the far end; `left` gives way where both do not fit.
  private static func spread(_ left: String, _ right: String, _ width: Int) -> String {
    guard !right.isEmpty else {
      return String(left.reversed().drop { $0 == " " }.reversed())
    }
    let room = width - DisplayText.columns(of: right) - 1
    guard room > 0 else { return left }
    let kept = DisplayText.truncated(left, to: room)
    return DisplayText.padded(kept, to: room) + " " + right
  }

  /// What took seconds, with a tenth: `2.5 s`; else as a clock.
  private static func exact(_ duration: Duration) -> String {
    guard duration < .seconds(60) else { return clock(duration) }
    let tenths = duration.components.attoseconds / 100_000_000_000_000_000
    return "\(duration.components.seconds).\(tenths) s"
  }

  /// Minutes and seconds, with hours where there are any: `0:07`, `1:02:03`.
  private static func clock(_ duration: Duration) -> String {
    let seconds = max(0, duration.components.seconds)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (minutes, rest) = (seconds / 60, seconds % 60)
    guard minutes >= 60 else { return "\(minutes):\(two(rest))" }
    return "\(minutes / 60):\(two(minutes % 60)):\(two(rest))"
  }
}
