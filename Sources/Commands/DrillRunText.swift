import Drill
import JSON
import Runtime

/// The end of a run as a person reads it on a terminal.
struct DrillRunText {
  let report: RunReport

  init(_ report: RunReport) { self.report = report }

  var text: String {
    var lines = ["\(report.opened("drill")) on \(report.opened("connector")): \(result)"]
    var table = TextTable([("STEP", .left), ("RESULT", .left), ("SECONDS", .right)])
    for step in report.steps {
      table.add(
        [step.id, step.result, step.seconds.isNull ? "" : step.seconds.text]
          .map { DisplayText.printable($0) })
    }
    lines.append(table.text)
    lines += counts + outages + lost
    lines += report.findings.map { "finding  \($0)" }
    lines.append("journal  \(report.lastHash)")
    return lines.map { line in
      line.split(separator: "\n", omittingEmptySubsequences: false)
        .map { DisplayText.printable(String($0)) }.joined(separator: "\n") + "\n"
    }.joined()
  }

  private var result: String { report.result ?? "not ended" }

  private var counts: [String] {
    guard let members = report.proof["sentinels"]?.members else { return ["no proof was taken"] }
    let counts = members.map { "\($0.name.replacing("_", with: " ")) \($0.value.text)" }
    return ["sentinels  \(counts.joined(separator: ", "))"]
  }

  private var outages: [String] {
    (report.proof["outages"]?.elements ?? []).map { outage in
      let time = outage["rto_seconds"].flatMap { $0.isNull ? nil : "\($0.text) s" }
      return "recovery after '\(outage["step"]?.stringValue ?? "")'  "
        + (time ?? "not measured: \(outage["note"]?.stringValue ?? "")")
    }
  }

  private var lost: [String] {
    (report.proof["lost"]?.elements ?? []).map { "lost  \($0.stringValue ?? $0.text)" }
  }
}
