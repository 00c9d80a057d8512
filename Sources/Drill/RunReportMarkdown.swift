internal import JSON
internal import Runtime

/// A run's report in Markdown.
public struct RunReportMarkdown {
  private let report: RunReport

  /// The text of this report.
  public init(_ report: RunReport) { self.report = report }

  /// The whole text, with a line feed at its end.
  public var text: String {
    ([heading, facts, steps, proof, findings, evidence].filter { !$0.isEmpty })
      .joined(separator: "\n\n") + "\n"
  }

  private var heading: String {
    let words = ResultWords(report)
    return "# Drill \(report.opened("drill")): \(words.title)\n\n\(Self.escaped(words.sentence))"
  }

  private var facts: String {
    table(
      ["", ""], RunFacts.rows(of: report).map { [Self.escaped($0.name), Self.escaped($0.value)] })
  }

  private var steps: String {
    "## Steps\n\n"
      + table(
        ["step", "result", "seconds", "budget", "began"],
        report.steps.map { step in
          [
            Self.escaped(step.id) + (step.marks.isEmpty ? "" : " (\(step.marks))"),
            step.result + (step.reason.isEmpty ? "" : ": \(Self.escaped(step.reason))"),
            step.seconds.isNull ? "" : step.seconds.text,
            step.budget.isNull ? "" : step.budget.text, step.started?.description ?? "",
          ]
        })
  }

  private var proof: String {
    let rows = ProofRows.rows(of: report.proof)
    guard !rows.isEmpty else { return "## Proof\n\nNo proof was taken." }
    return "## Proof\n\n"
      + table(["", ""], rows.map { [Self.escaped($0.name), Self.escaped($0.value)] })
  }

  private var findings: String {
    guard !report.findings.isEmpty else { return "" }
    return "## Findings\n\n"
      + report.findings.map { "- \(Self.escaped($0))" }.joined(separator: "\n")
  }

  private var evidence: String {
    let lines = report.steps.flatMap { step in
      step.evidence.map { "- `\(step.id)` \($0.effect), \($0.time): `\($0.detail.text)`" }
    }
    return lines.isEmpty ? "" : "## Evidence\n\n" + lines.joined(separator: "\n")
  }

  private func table(_ heads: [String], _ rows: [[String]]) -> String {
    let lines = [heads, heads.map { _ in "---" }] + rows
    return lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in DisplayText.printable(text) {
      if "|\\`*_<>[]".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
