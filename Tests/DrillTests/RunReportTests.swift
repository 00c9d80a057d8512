import Drill
import JSON
import Runtime
import Testing

@Suite struct RunReportTests {
  /// A run to its end, whose proof found this.
  static func report(
    _ word: ProofWord = .holds, failing: String? = nil
  ) throws -> RunReport {
    let (world, disk) = (StandInWorld(), StandInDisk())
    let counts = JSONValue.object([
      .init(name: "written", value: .integer(200)), .init(name: "arrived", value: .integer(198)),
      .init(name: "lost", value: .integer(2)), .init(name: "not_checked", value: .null),
    ])
    let outage = JSONValue.object([
      .init(name: "step", value: .string("disaster")),
      .init(name: "rto_seconds", value: .number("12.5")),
    ])
    world.results["proof/prove"] = EffectResult(
      detail: [
        .init(name: "sentinels", value: counts), .init(name: "outages", value: .array([outage])),
        .init(
          name: "rpo",
          value: .object([
            .init(name: "changes", value: .integer(2)),
            .init(name: "seconds", value: .number("0.400")),
          ])),
        .init(name: "lost", value: .array([.string("17 insert at <b>noon</b> | \u{1B}[31m")])),
        .init(name: "why", value: .string("2 changes are lost")),
      ], findings: ["the broker was <slow>"], proof: word)
    if let failing { world.failures[failing] = StepFailure(.failed, "a|b", hint: "") }
    var runner = try DrillRunnerTests.runner(
      world, disk,
      opening: [
        .init(name: "drill", value: .string("every-kind")),
        .init(name: "connector", value: .string("shop")),
        .init(name: "subject", value: .string("shadow")), .init(name: "rto_target", value: .null),
        .init(
          name: "steps", value: .array(DrillRunnerTests.steps.map { .string($0.id) })),
      ])
    _ = runner.run()
    return RunReport(
      run: "r1", folder: "/state/r1", journal: try Journal.read(disk.bytes).journal)
  }

  @Test func `on paper the page has light colours, all rows whole, and the evidence unfolded`()
    throws
  {
    let page = RunReportPage(try Self.report()).text
    #expect(page.contains("@media screen and (prefers-color-scheme: dark)"))
    let print = try #require(page.split(separator: "@media print").last)
    #expect(print.contains("details::details-content { display: block;"))
    #expect(print.contains("tr, svg, .figures { break-inside: avoid-page; }"))
  }

  @Test func `a target that there is none of is told as none`() throws {
    let page = RunReportPage(try Self.report()).text
    #expect(page.contains("<tr><th>rto target</th><td>none</td></tr>"))
    #expect(!page.contains("<td>null</td>"))
  }

  @Test func `the document has what the contract names`() throws {
    let report = try Self.report(.lost)
    let document = report.document
    #expect(document["result"] == .string("lost"))
    #expect(document["sentinels"]?["lost"] == .integer(2))
    #expect(document["outages"]?.elements?.first?["rto_seconds"] == .number("12.5"))
    #expect(document["rpo"]?["changes"] == .integer(2))
    #expect(document["journal_hash"] == .string(report.lastHash))
    let steps = try #require(document["steps"]?.elements)
    #expect(steps.map { $0["id"]?.stringValue } == DrillRunnerTests.steps.map(\.id))
    #expect(steps.first?["result"] == .string("done"))
    #expect(steps.first?["seconds"]?.isNull == false)
    #expect(steps.last?["result"] == .string("not reached"))
  }

  @Test func `a step that failed says why, and those behind it were not reached`() throws {
    let report = try Self.report(failing: "restore")
    let steps = report.steps
    #expect(steps.first { $0.id == "restore" }?.result == "failed")
    #expect(steps.first { $0.id == "restore" }?.reason == "a|b")
    #expect(steps.first { $0.id == "proof" }?.result == "not reached")
    #expect(report.result == "half-way" && report.proof.isNull)
  }

  @Test func `foreign text cannot break out of Markdown or HTML`() throws {
    let report = try Self.report(.lost)
    let markdown = RunReportMarkdown(report).text
    #expect(markdown.contains("\\<b\\>noon\\</b\\> \\|"))
    #expect(!markdown.contains("\u{1B}"))
    let page = RunReportPage(report).text
    #expect(page.contains("&lt;b&gt;noon&lt;/b&gt;") && !page.contains("<b>noon"))
    #expect(!page.contains("\u{1B}") && !page.contains("http://") && !page.contains("src="))
    #expect(page.contains("not checked"))
  }

  @Test func `the timeline has a bar a step, its marks, and the curves of sentinels`() throws {
    var report = try Self.report()
    let start = try #require(report.started)
    report.series = (0...10).map {
      .init(time: start + .seconds($0), written: $0 * 20, arrived: $0 * 19)
    }
    let page = RunReportPage(report).text
    #expect(page.components(of: "class=\"bar\"") == DrillRunnerTests.steps.count)
    #expect(page.components(of: "class=\"disaster\"") == 1)
    #expect(page.components(of: "class=\"recovered\"") == 1)
    #expect(page.components(of: "<polyline") == 2)
  }
}

extension String {
  /// How often that text stands in this one.
  fileprivate func components(of part: String) -> Int { split(separator: part).count - 1 }
}
