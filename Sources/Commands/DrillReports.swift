import Drill
import JSON
import Runtime

/// A run's report, put together from its folder.
struct DrillReports {
  let folder: RunFolder

  /// The most points of the curves of sentinels.
  private static let points = 200

  /// The report of the journal as it is now.
  func report() throws(CommandFailure) -> RunReport {
    let found = try JournalFile.read(folder)
    var report = RunReport(run: folder.run, folder: folder.path, journal: found.journal)
    report.series = series(report)
    return report
  }

  /// Writes the three forms into the run's folder; returns their paths.
  func write(_ report: RunReport) throws(CommandFailure) -> [String] {
    let files: [(String, String)] = [
      ("report.json", report.document.prettyText + "\n"),
      ("report.md", RunReportMarkdown(report).text), ("report.html", RunReportPage(report).text),
    ]
    do throws(RuntimeError) {
      for (name, text) in files {
        try ReplacedFile.writePrivately(Array(text.utf8), to: "\(folder.path)/\(name)")
      }
    } catch {
      throw CommandFailure("the report could not be written: \(error)", status: .unexpected)
    }
    return files.map { "\(folder.path)/\($0.0)" }
  }

  /// Written and arrived over time: by the log, and by what the proof kept of the arrivals.
  private func series(_ report: RunReport) -> [RunReport.Point] {
    guard let bytes = try? FileText.read(folder.sentinels, limit: 1 << 30),
      let log = try? SentinelLog(bytes)
    else { return [] }
    let written = log.attempts.values.filter(\.isAcknowledged)
      .compactMap { $0.answered?.wall }.sorted()
    let curve = ArrivalCurve(report.proof)
    guard let first = written.first,
      let last = [written.last, curve.end].compactMap(\.self).max(), first < last
    else { return [] }
    let span = last.milliseconds - first.milliseconds
    return (0...Self.points).map { part in
      let moment = Timestamp(
        milliseconds: first.milliseconds + span * Int64(part) / Int64(Self.points))
      return RunReport.Point(
        time: moment, written: written.count { $0 <= moment },
        arrived: curve.arrived(by: moment))
    }
  }
}
