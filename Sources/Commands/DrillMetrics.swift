import Drill
import JSON
import Runtime

/// The last proved drill of each connector for Prometheus' text file collector.
struct DrillMetrics {
  /// The file; nil when nobody asks for one.
  let file: String?

  private static let names: [(name: String, help: String)] = [
    (
      "cdcwatch_drill_last_success_timestamp_seconds", "When the last drill ended that was proved."
    ), ("cdcwatch_drill_rto_seconds", "How long its recovery took."),
    ("cdcwatch_drill_rpo_changes", "How many sentinel changes it lost."),
  ]

  /// Replaces the file.
  func write(_ reports: [RunReport]) throws(CommandFailure) {
    guard let file else { return }
    var newest: [String: RunReport] = [:]
    for report in reports where report.result?.hasPrefix("proved") == true {
      let key = Self.labels(report)
      guard let ended = report.ended, ended > newest[key]?.ended ?? Timestamp(milliseconds: 0)
      else { continue }
      newest[key] = report
    }
    var text = ""
    for (name, help) in Self.names {
      text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
      for (labels, report) in newest.sorted(by: { $0.key < $1.key }) {
        guard let value = Self.value(of: name, report) else { continue }
        text += "\(name){\(labels)} \(value)\n"
      }
    }
    do throws(RuntimeError) {
      try ReplacedFile.write(Array(text.utf8), to: file, readableBy: .everyone)
    } catch {
      throw CommandFailure("--textfile: \(error)", status: .unexpected)
    }
  }

  private static func value(of name: String, _ report: RunReport) -> String? {
    switch name {
    case "cdcwatch_drill_rto_seconds":
      let time = report.proof["outages"]?.elements?.last?["rto_seconds"]
      return time.flatMap { $0.isNull ? nil : $0.text }
    case "cdcwatch_drill_rpo_changes": return report.proof["rpo"]?["changes"]?.text
    default: return report.ended.map { String($0.milliseconds / 1000) }
    }
  }

  private static func labels(_ report: RunReport) -> String {
    ["connector", "drill"].map { name in
      let value = report.opened(name).replacing("\\", with: "\\\\")
        .replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return "\(name)=\"\(value)\""
    }.joined(separator: ",")
  }
}
