internal import JSON
internal import Runtime

/// A run's report as one HTML page that needs nothing else.
public struct RunReportPage {
  private let report: RunReport
  private let words: ResultWords

  /// The page of this report.
  public init(_ report: RunReport) {
    self.report = report
    words = ResultWords(report)
  }

  /// The whole page.
  public var text: String {
    let name = Self.escaped("\(report.opened("drill")) on \(report.opened("connector"))")
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(name): \(Self.escaped(words.title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <header>
      <h1>\(name)</h1>
      <p class="result \(words.tone.rawValue)">\(Self.escaped(words.title))</p>
      <p>\(Self.escaped(words.sentence))</p>
      </header>
      <main>
      \(figures)
      <section><h2>Timeline</h2>
      <div class="wide">\(RunTimeline(report).svg)</div>
      \(arrivals)
      </section>
      \(findings)
      <section><h2>Proof</h2>\(proof)</section>
      <section><h2>Steps</h2>\(steps)</section>
      <section><h2>Run</h2>\(rows(RunFacts.rows(of: report)))</section>
      <section><h2>Evidence</h2>\(evidence)</section>
      </main>
      </body>
      </html>

      """
  }

  // MARK: Parts

  private var figures: String {
    let counts = report.proof["sentinels"]
    let outage = report.proof["outages"]?.elements?.first?["rto_seconds"]
    let figures: [(String, String)] = [
      ("written", counts?["written"]?.text ?? "–"), ("arrived", counts?["arrived"]?.text ?? "–"),
      ("lost", counts?["lost"]?.text ?? "–"),
      ("recovery time", outage.map { $0.isNull ? "not measured" : "\($0.text) s" } ?? "–"),
      ("recovery point", report.proof["rpo"]?["changes"].map { "\($0.text) changes" } ?? "–"),
    ]
    let cells = figures.map { "<div><b>\(Self.escaped($0.1))</b><span>\($0.0)</span></div>" }
    return "<section class=\"figures\">\(cells.joined())</section>"
  }

  private var arrivals: String {
    guard let last = report.series.last else { return "" }
    return "<p class=\"note\">Sentinels: \(last.written) written, \(last.arrived) arrived by"
      + " \(last.time).</p>"
  }

  private var findings: String {
    guard !report.findings.isEmpty else { return "" }
    let items = report.findings.map { "<li>\(Self.escaped($0))</li>" }.joined()
    return "<section><h2>Findings</h2><ul>\(items)</ul></section>"
  }

  private var proof: String {
    let rows = ProofRows.rows(of: report.proof)
    return rows.isEmpty ? "<p>No proof was taken.</p>" : self.rows(rows)
  }

  private var steps: String {
    let body = report.steps.map { step in
      let cells = [
        step.id + (step.marks.isEmpty ? "" : " (\(step.marks))"),
        step.result + (step.reason.isEmpty ? "" : ": \(step.reason)"),
        step.seconds.isNull ? "" : step.seconds.text, step.budget.isNull ? "" : step.budget.text,
      ]
      let tone = step.result == "failed" ? " class=\"bad\"" : ""
      return "<tr\(tone)>" + cells.map { "<td>\(Self.escaped($0))</td>" }.joined() + "</tr>"
    }
    return "<div class=\"wide\"><table><thead><tr><th>step</th><th>result</th><th>seconds</th>"
      + "<th>budget</th></tr></thead><tbody>\(body.joined(separator: "\n"))</tbody></table></div>"
  }

  private var evidence: String {
    let parts = report.steps.filter { !$0.evidence.isEmpty }.map { step in
      let lines = step.evidence.map { "\($0.time) \($0.effect) \($0.detail.text)" }
      return "<details><summary>\(Self.escaped(step.id))</summary><pre>"
        + Self.escaped(lines.joined(separator: "\n")) + "</pre></details>"
    }
    return parts.isEmpty ? "<p>None.</p>" : parts.joined(separator: "\n")
  }

  private func rows(_ rows: [RunFacts.Row]) -> String {
    let cells = rows.map {
      "<tr><th>\(Self.escaped($0.name))</th><td>\(Self.escaped($0.value))</td></tr>"
    }
    return "<div class=\"wide\"><table>\(cells.joined(separator: "\n"))</table></div>"
  }

  // MARK: Words and looks

  /// Text as HTML; control characters are shown as they are on a terminal.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in DisplayText.printable(text).unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1a1d21; --paper: #fff; --faint: #667; --line: #d5d9e0;
      --good: #1a7f37; --warning: #9a6700; --bad: #cf222e; --bar: #4877c9; --soft: #eef1f6; }
    @media screen and (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --paper: #14171c; --faint: #98a1b0;
      --line: #343b47; --good: #4ac26b; --warning: #d4a72c; --bad: #ff7b72; --bar: #6f9bea;
      --soft: #1e232b; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 75rem; padding: 1.5rem; color: var(--ink);
      background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.5rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
    .result { display: inline-block; margin: 0; padding: .1rem .7rem; border-radius: 1rem;
      font-weight: 600; border: 2px solid currentColor; }
    .good { color: var(--good); } .warning { color: var(--warning); } .bad { color: var(--bad); }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem;
      margin-top: 1rem; }
    .figures div { background: var(--soft); border-radius: .5rem; padding: .75rem 1rem; }
    .figures b { display: block; font-size: 1.4rem; } .figures span, .note { color: var(--faint); }
    .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0;
      border-bottom: 1px solid var(--line); }
    th { font-weight: 600; } td { min-width: 4.5rem; overflow-wrap: anywhere; }
    svg { width: 100%; min-width: 40rem; height: auto; display: block; }
    svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
    svg .faint { fill: var(--faint); } svg .row { fill: var(--soft); } svg .bar { fill: var(--bar); }
    svg .failed { fill: var(--bad); } svg .budget { stroke: var(--warning); stroke-width: 2; }
    svg .disaster { stroke: var(--bad); stroke-dasharray: 4 3; }
    svg .recovered { stroke: var(--good); stroke-dasharray: 4 3; }
    svg .written, svg .arrived { fill: none; stroke-width: 2; stroke: var(--faint); }
    svg .arrived { stroke: var(--bar); }
    summary { cursor: pointer; padding: .2rem 0; }
    pre { overflow-x: auto; background: var(--soft); padding: .75rem; border-radius: .5rem;
      font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
    @media print { body { padding: 0; max-width: none; font-size: 11pt; }
      .figures { grid-template-columns: repeat(5, 1fr); } .figures b { font-size: 1.1rem; }
      svg { min-width: 0; } h2, summary { break-after: avoid-page; }
      tr, svg, .figures { break-inside: avoid-page; }
      * { print-color-adjust: exact; } summary { list-style: none; font-weight: 600; }
      /* What is folded on a screen cannot be opened on paper. */
      details::details-content { display: block; content-visibility: visible; height: auto; } }
    """
}
