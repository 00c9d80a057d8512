import Drill
import JSON
import Runtime
import Testing

@Suite struct ProofSpanTests {
  static let steps: [DrillStep] = {
    let proof = StepAction.sentinel(ProofDemand(within: .seconds(60)))
    var cut = DrillStep(id: "cut", action: .connector(.stop))
    cut.marks = .disaster
    var cutAgain = DrillStep(id: "cut-again", action: .connector(.stop))
    cutAgain.marks = .disaster
    return [
      cut, DrillStep(id: "first", action: proof), cutAgain, DrillStep(id: "second", action: proof),
    ]
  }()

  static func counts(_ written: Int64) -> JSONValue.Member {
    .init(
      name: "sentinels",
      value: .object([.init(name: "written", value: .integer(written))]))
  }

  /// What a proof comes to: its last sentinel, its counts, a loss, an outage.
  static func result(
    fence: Int64, written: Int64, lost: String, outage: String, seconds: String,
    word: ProofWord = .holds
  ) -> EffectResult {
    EffectResult(
      detail: [
        counts(written),
        .init(
          name: "outages",
          value: .array([.object([.init(name: "step", value: .string(outage))])])),
        .init(name: "lost", value: .array([.string(lost)])),
        .init(
          name: "rpo",
          value: .object([
            .init(name: "changes", value: .integer(1)),
            .init(name: "seconds", value: .number(seconds)),
          ])), .init(name: ProofSpan.fence, value: .integer(fence)),
      ], proof: word)
  }

  static func run(_ first: EffectResult, _ second: EffectResult?) throws -> (RunRecord, RunReport) {
    let (world, disk) = (StandInWorld(), StandInDisk())
    world.results["first/prove"] = first
    if let second {
      world.results["second/prove"] = second
    } else {
      world.failures["second"] = StepFailure(.failed, "not yet", hint: "")
    }
    var runner = DrillRunner(
      steps: steps, subject: .shadow, journal: Journal(), store: DiskStore(disk: disk),
      world: StandIn(world: world))
    try runner.open([])
    _ = runner.run()
    let journal = try Journal.read(disk.bytes).journal
    return (runner.record, RunReport(run: "r", folder: "/r", journal: journal))
  }

  @Test func `a proof is about what came since the last one that holds`() throws {
    let first = Self.result(fence: 40, written: 40, lost: "a", outage: "cut", seconds: "1.5")
    let (record, _) = try Self.run(first, nil)
    let span = ProofSpan(of: "second", in: Self.steps, record: record)
    #expect(span.start == 41)
    #expect(span.steps.map(\.id) == ["cut-again", "second"])
    let whole = ProofSpan(of: "first", in: Self.steps, record: record)
    #expect(whole.start == nil)
    #expect(whole.steps == Self.steps)
  }

  @Test(arguments: [Int64.min, -1, 0, .max])
  func `a last sentinel that is no number of one ends nothing`(fence: Int64) throws {
    let first = Self.result(fence: fence, written: 1, lost: "a", outage: "cut", seconds: "0")
    let (record, _) = try Self.run(first, nil)
    let span = ProofSpan(of: "second", in: Self.steps, record: record)
    #expect(span.start == nil && span.steps == Self.steps)
  }

  @Test func `a proof that does not hold ends nothing`() throws {
    let first = Self.result(
      fence: 40, written: 40, lost: "a", outage: "cut", seconds: "1.5", word: .lost)
    let (record, _) = try Self.run(first, nil)
    #expect(ProofSpan(of: "second", in: Self.steps, record: record).start == nil)
  }

  @Test func `a report has all proofs together`() throws {
    let (_, report) = try Self.run(
      Self.result(fence: 40, written: 40, lost: "a", outage: "cut", seconds: "11.5"),
      Self.result(fence: 90, written: 50, lost: "b", outage: "cut-again", seconds: "2.5"))
    let proof = report.proof
    #expect(proof["sentinels"]?["written"] == .integer(90))
    #expect(proof["lost"] == .array([.string("a"), .string("b")]))
    #expect(
      proof["outages"]?.elements?.map { $0["step"] } == [.string("cut"), .string("cut-again")])
    #expect(proof["rpo"]?["changes"] == .integer(2))
    #expect(proof["rpo"]?["seconds"] == .number("11.5"))
    #expect(proof["fence"] == .integer(90))
  }

  @Test func `counts that are too large stay the largest number`() throws {
    let (_, report) = try Self.run(
      Self.result(fence: 40, written: .max, lost: "a", outage: "cut", seconds: "0.5"),
      Self.result(fence: 90, written: 50, lost: "b", outage: "cut-again", seconds: "2.5"))
    #expect(report.proof["sentinels"]?["written"] == .integer(.max))
  }
}
