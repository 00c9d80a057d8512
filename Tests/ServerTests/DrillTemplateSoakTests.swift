import Foundation
import JSON
import TestSupport
import Testing

/// Every template on real servers: to its proof, and without what it is about, which is none.
extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "mysql", "mariadb", "connect"), .soak)
  struct DrillTemplateSoak {
    typealias Desk = DrillRuns.Desk

    /// A template, and what has to be seen of its run.
    struct Case: Sendable, CustomTestStringConvertible {
      var template: String
      var engine: Ledger.Engine
      var more: [String] = []
      /// Whether it declares a loss, which has to come about.
      var loses = false
      /// How many recoveries it times.
      var outages = 1
      /// The text that is changed, so that the drill misses what it is about.
      var without: [(String, String)] = []

      var testDescription: String { "\(template) on \(engine.rawValue)" }
    }

    static let all: [Case] =
      [Ledger.Engine.postgres, .mysql, .mariadb].flatMap { engine in
        [
          Case(template: "cron-backup", engine: engine, more: ["--set", "age=5s"]),
          Case(template: "offset-modified", engine: engine, loses: true),
          Case(template: "schema-change", engine: engine),
        ]
      } + [
        Case(template: "slot-lost", engine: .postgres, loses: true),
        Case(template: "quarterly", engine: .postgres, loses: true, outages: 3),
      ]

    @Test(arguments: all)
    func `a template is proved, and leaves nothing`(each: Case) async throws {
      let name = "t_\(each.template.replacing("-", with: "_"))_\(each.engine.rawValue)"
      let desk = try await Desk(name, each.engine)
      var more = each.more
      if each.template == "quarterly" {
        more += ["--set", "backup=\(try await desk.ledger.backUp(into: desk.archive))"]
      }
      let run = try await desk.drill(each.template, more)
      try desk.expect(run, 0, "proved")
      let report = try run.json()
      let counts = report["sentinels"]
      let lost = (counts?["lost"]?.integerValue ?? -1) + (counts?["superseded"]?.integerValue ?? 0)
      #expect((lost > 0) == each.loses, "\(run)")
      #expect(counts?["not_checked"] == .integer(0) && counts?["not_arrived"] == .integer(0))
      #expect(report["outages"]?.elements?.count == each.outages, "\(run)")
      for loss in report["lost"]?.elements ?? [] {
        #expect(loss.stringValue?.hasSuffix("declared") == true, "\(loss)")
      }
      try await desk.expectNothingLeft()
      try await desk.close()
    }

    /// What is taken out of each template; a wait that cannot come about is made a short one.
    static let broken: [Case] = [
      Case(
        template: "cron-backup", engine: .postgres, more: ["--set", "age=5s"],
        without: [
          (
            "  - {id: to-slot, when: [engine == postgresql, inputs.way == to-slot], offsets: {set: to-slot, resume: true}, budget: 5m}\n",
            ""
          ),
          (", continues-from: to-slot", ""), ("state: STOPPED", "state: RUNNING"),
        ]),
      Case(
        template: "cron-backup", engine: .mysql, more: ["--set", "age=5s"], without: notRestored),
      Case(
        template: "cron-backup", engine: .mariadb, more: ["--set", "age=5s"], without: notRestored),
      Case(
        template: "slot-lost", engine: .postgres,
        without: [("'execute-snapshot'", "'log'")]),
      Case(
        template: "slot-lost", engine: .postgres,
        without: [
          ("  - {id: to-slot, offsets: {set: to-slot, resume: true}, budget: 10m}\n", ""),
          ("      continues-from: to-slot\n", ""), ("timeout: 5m, marks", "timeout: 10s, marks"),
        ]),
      Case(
        template: "schema-change", engine: .postgres, without: notReadAgain),
      Case(template: "schema-change", engine: .mysql, without: notReadAgain),
      Case(template: "schema-change", engine: .mariadb, without: notReadAgain),
      Case(
        template: "offset-modified", engine: .mysql,
        without: [
          ("20 + SUBSTRING_INDEX", "0 + SUBSTRING_INDEX"),
          ("expect: [WILL_SKIP, WILL_REFUSE]", "expect: [RESUME, REPLAY]"),
        ]),
      Case(
        template: "offset-modified", engine: .postgres,
        without: [
          (
            "  - {id: to-slot, when: engine == postgresql, offsets: {set: to-slot, resume: true}}\n",
            ""
          ),
          (", continues-from: to-slot", ""), ("sentinel: {within: 5m}", "sentinel: {within: 5s}"),
        ]),
    ]

    private static let notRestored = [
      (
        """
          - id: restore
            when: [engine != postgresql, subject == shadow]
            offsets: {restore: "${steps.backup.place}", resume: true}
            budget: 5m

        """, ""
      ), ("within: 5m, continues-from: restore}", "within: 20s}"),
      ("state: STOPPED", "state: RUNNING"),
    ]

    private static let notReadAgain = [
      ("VALUES ('${run.id}-second', 'execute-snapshot',", "VALUES ('${run.id}-second', 'log',")
    ]

    @Test(arguments: broken.indices)
    func `a template without what it is about is never proved`(number: Int) async throws {
      let each = Self.broken[number]
      let desk = try await Desk("b_\(number)_\(each.engine.rawValue)", each.engine)
      let file = try await desk.changed(each.template, each.without)
      let run = try await desk.drill(file, each.more, confirm: "changed")
      #expect([7, 8].contains(run.status), "\(each.testDescription): \(run)")
      let result = try run.json()["result"]?.stringValue ?? ""
      #expect(["lost", "not-proved", "half-way"].contains(result), "\(run)")
      try await desk.sweep()
      try await desk.expectNothingLeft()
      try await desk.close()
    }
  }
}

extension RealServers.DrillRuns.Desk {
  /// An archive of the live connectors' own.
  var archive: URL {
    state.appending(path: "../\(state.lastPathComponent)-archive").standardizedFileURL
  }
}
