internal import JSON
internal import Runtime

/// The picture of a run: steps against their budgets, disaster and recovery, sentinels below.
struct RunTimeline {
  private static let width = 1000
  private static let labels = 190
  private static let rowHeight = 24
  private static let chartHeight = 110

  private let report: RunReport
  private let start: Timestamp
  private let span: Int64

  init(_ report: RunReport) {
    self.report = report
    start = report.started ?? Timestamp(milliseconds: 0)
    let moments =
      report.steps.compactMap { $0.ended ?? $0.started } + report.series.map(\.time)
      + [report.ended].compactMap(\.self)
    let end = moments.max() ?? start
    let (difference, overflow) = end.milliseconds.subtractingReportingOverflow(start.milliseconds)
    span = overflow ? 1 : max(1, difference)
  }

  var svg: String {
    let shown = report.steps.filter { $0.started != nil }
    guard !shown.isEmpty else { return "<p>No step was begun.</p>" }
    let bottom = shown.count * Self.rowHeight + 8
    let chart = report.series.count > 1 ? Self.chartHeight : 0
    let height = bottom + chart + 24
    let rows = shown.enumerated().map { row(at: $0.offset, $0.element) }
    return """
      <svg viewBox="0 0 \(Self.width) \(height)" role="img" aria-label="the run's steps over time">
      \(rows.joined(separator: "\n"))
      \(marks(shown, height: bottom + chart))
      \(chart > 0 ? curves(top: bottom) : "")
      \(axis(at: bottom + chart + 16))
      </svg>
      """
  }

  private func row(at index: Int, _ step: RunReport.Step) -> String {
    let top = index * Self.rowHeight
    let left = x(step.started ?? start)
    let right = max(left + 2, x(step.ended ?? report.ended ?? step.started ?? start))
    let seconds = step.seconds.isNull ? "" : " \(step.seconds.text) s"
    var parts = [
      "<rect class=\"row\" x=\"\(Self.labels)\" y=\"\(top + 3)\""
        + " width=\"\(Self.width - Self.labels)\" height=\"18\"/>",
      "<rect class=\"\(step.result == "failed" ? "failed" : "bar")\" x=\"\(left)\" y=\"\(top + 3)\""
        + " width=\"\(right - left)\" height=\"18\"><title>\(RunReportPage.escaped(step.id))"
        + "\(seconds)</title></rect>",
      "<text x=\"0\" y=\"\(top + 16)\">\(RunReportPage.escaped(String(step.id.prefix(26))))</text>",
    ]
    if let budget = budgetMillisecond(step), let started = step.started {
      let at = x(started + .milliseconds(budget))
      if at < Self.width {
        parts.append(
          "<line class=\"budget\" x1=\"\(at)\" x2=\"\(at)\" y1=\"\(top + 1)\" y2=\"\(top + 23)\">"
            + "<title>budget of \(RunReportPage.escaped(step.id))</title></line>")
      }
    }
    return parts.joined()
  }

  private func budgetMillisecond(_ step: RunReport.Step) -> Int64? {
    guard !step.budget.isNull, let seconds = Double(step.budget.text), seconds >= 0,
      seconds < 1_000_000_000
    else { return nil }
    return Int64(seconds * 1000)
  }

  private func marks(_ steps: [RunReport.Step], height: Int) -> String {
    steps.filter { !$0.marks.isEmpty }.compactMap { step in
      // An outage begins with its step, a recovery is there at its end.
      guard let time = step.marks == "disaster" ? step.started : step.ended else { return nil }
      return "<line class=\"\(RunReportPage.escaped(step.marks))\" x1=\"\(x(time))\""
        + " x2=\"\(x(time))\" y1=\"0\" y2=\"\(height)\"/>"
    }.joined(separator: "\n")
  }

  private func curves(top: Int) -> String {
    let most = max(1, report.series.map { max($0.written, $0.arrived) }.max() ?? 1)
    func points(_ value: (RunReport.Point) -> Int) -> String {
      report.series.map { point in
        let height = value(point) * (Self.chartHeight - 16) / most
        return "\(x(point.time)),\(top + Self.chartHeight - 4 - height)"
      }.joined(separator: " ")
    }
    return """
      <text class="faint" x="0" y="\(top + 20)">sentinels</text>
      <text class="faint" x="0" y="\(top + 38)">grey: written</text>
      <text class="faint" x="0" y="\(top + 56)">blue: arrived (\(most))</text>
      <polyline class="written" points="\(points(\.written))"/>
      <polyline class="arrived" points="\(points(\.arrived))"/>
      """
  }

  private func axis(at bottom: Int) -> String {
    (0...4).map { part in
      let at = Self.labels + (Self.width - Self.labels) * part / 4
      let anchor = part == 0 ? "start" : part == 4 ? "end" : "middle"
      let seconds = Int(span) * part / 4 / 1000
      return "<text class=\"faint\" x=\"\(at)\" y=\"\(bottom)\" text-anchor=\"\(anchor)\">"
        + "\(seconds) s</text>"
    }.joined()
  }

  private func x(_ time: Timestamp) -> Int {
    let (passed, overflow) = time.milliseconds.subtractingReportingOverflow(start.milliseconds)
    guard !overflow else { return Self.labels }
    let share = Double(min(max(passed, 0), span)) / Double(span)
    return Self.labels + Int(share * Double(Self.width - Self.labels))
  }
}
