import Drill
import Runtime
import Testing

@Suite struct SentinelProofTests {
  /// A story, what the drill demands of it, and what has to come out.
  struct Case: Sendable, CustomStringConvertible {
    var name: String
    var story: SentinelStory
    var demand = ProofDemand(within: .seconds(60))
    var allowed = 0
    var marks: [SentinelHistory.MarkedStep] = []
    var continuation: SentinelHistory.Continuation?
    /// The second since which a snapshot has to have read what lies still.
    var readSince: Int64?
    var verdict: SentinelProof.Verdict
    var objections: [ProofObjection] = []
    /// The lost changes' numbers.
    var lost: [Int] = []
    var findings = 0

    var description: String { name }
  }

  private static func mark(
    _ mark: StepMark, _ step: String, _ start: Int64, _ done: Int64?
  ) -> SentinelHistory.MarkedStep {
    SentinelHistory.MarkedStep(
      mark: mark, step: step, start: Timestamp(milliseconds: start * 1000),
      done: done.map { Timestamp(milliseconds: $0 * 1000) })
  }

  private static func demand(
    losing kinds: Set<SentinelKind>? = nil, atLeast: Int = 0, snapshot: Bool = false,
    after step: String? = nil, readSince: String? = nil
  ) -> ProofDemand {
    var demand = ProofDemand(within: .seconds(60))
    demand.allowsSnapshot = snapshot
    demand.continuesFrom = step
    demand.readSince = readSince
    demand.expectedLoss = kinds.map {
      ProofDemand.ExpectedLoss(kinds: $0, from: .disaster, until: .recovered)
    }
    demand.expectedLoss?.atLeast = atLeast
    return demand
  }

  private static let outage = [mark(.disaster, "cut", 10, 11), mark(.recovered, "back", 20, 21)]
  private static let all = "i1 i2 u3:1 d4:2"
  private static let gapped = SentinelStory(
    ledger: "i1 i2 i3", topic: "c1 c3",
    gaps: [TopicGap(partition: 0, from: 1, to: 2, seen: Timestamp(milliseconds: 9000))])

  static let cases = [
    Case(
      name: "all arrived", story: SentinelStory(ledger: all, topic: "c1 c2 u3:1 d2"),
      verdict: .holds),
    Case(
      name: "repeats do no harm",
      story: SentinelStory(ledger: all, topic: "c1 c2 c1 c2 u3:1 d2"), verdict: .holds),
    Case(
      name: "one is lost", story: SentinelStory(ledger: "i1 i2 i3", topic: "c1 c3"),
      verdict: .lost, objections: [.lost(1, allowed: 0)], lost: [2]),
    Case(
      name: "one is lost, and one may be", story: SentinelStory(ledger: "i1 i2 i3", topic: "c1 c3"),
      allowed: 1, verdict: .holds, lost: [2]),
    Case(
      name: "two are lost, and one may be",
      story: SentinelStory(ledger: "i1 i2 i3 i4", topic: "c1 c4"), allowed: 1, verdict: .lost,
      objections: [.lost(2, allowed: 1)], lost: [2, 3]),
    Case(
      name: "superseded counts as lost",
      story: SentinelStory(ledger: "i1 u2:1 u3:1", topic: "c1 u3:1"), verdict: .lost,
      objections: [.lost(1, allowed: 0)], lost: [2]),
    Case(
      name: "a snapshot may stand for what led to a state",
      story: SentinelStory(ledger: "i1 u2:1 u3:1 i4", topic: "r3:1 c4"),
      demand: demand(snapshot: true), verdict: .holds),
    Case(
      name: "the last sentinel is missing",
      story: SentinelStory(ledger: "i1 i2 i3", topic: "c1 c2"), verdict: .notArrived,
      objections: [.notArrived(1)]),
    Case(
      name: "nothing was written", story: SentinelStory(ledger: "", topic: ""),
      verdict: .notProved, objections: [.nothingArrived]),
    Case(
      name: "nothing arrived", story: SentinelStory(ledger: "i1", topic: ""),
      verdict: .notArrived, objections: [.notArrived(1), .nothingArrived]),
    Case(
      name: "a part of the topic was gone", story: gapped, verdict: .notProved,
      objections: [.notChecked(1)]),
    Case(
      name: "a part was gone, and one is lost all the same",
      story: SentinelStory(ledger: "i1 i2 i12 i13", topic: "c1 c13", gaps: gapped.gaps),
      verdict: .lost, objections: [.lost(1, allowed: 0), .notChecked(1)], lost: [12]),
    Case(
      name: "out of order", story: SentinelStory(ledger: "i1 u2:1 u3:1", topic: "c1 u3:1 u2:1"),
      verdict: .notProved, objections: [.outOfOrder(1)]),
    Case(
      name: "the database lost some, and some are in the topic alone",
      story: SentinelStory(ledger: "i1 i4", topic: "c1 c2 c4", undone: "i2 i3"), verdict: .holds,
      findings: 2),
    // expect-lost
    Case(
      name: "a declared loss",
      story: SentinelStory(ledger: "i1 i2 d15:1 i16", topic: "c1 c2 c16"),
      demand: demand(losing: [.delete]), marks: outage, verdict: .holds, lost: [15]),
    Case(
      name: "a loss of another kind than declared",
      story: SentinelStory(ledger: "i1 i2 u15:1 i16", topic: "c1 c2 c16"),
      demand: demand(losing: [.delete]), marks: outage, verdict: .lost,
      objections: [.lost(1, allowed: 0)], lost: [15], findings: 1),
    Case(
      name: "a loss before the declared stretch",
      story: SentinelStory(ledger: "i1 i2 d7:1 i16", topic: "c1 c2 c16"),
      demand: demand(losing: [.delete]), marks: outage, verdict: .lost,
      objections: [.lost(1, allowed: 0)], lost: [7], findings: 1),
    Case(
      name: "a loss that was under way when the stretch began",
      story: SentinelStory(ledger: "i1 i2 d8:1 i16", topic: "c1 c2 c16"),
      demand: demand(losing: [.delete]), marks: outage, verdict: .holds, lost: [8]),
    Case(
      name: "a loss behind the declared stretch",
      story: SentinelStory(ledger: "i1 i2 d22:1 i23", topic: "c1 c2 c23"),
      demand: demand(losing: [.delete]), marks: outage, verdict: .lost,
      objections: [.lost(1, allowed: 0)], lost: [22], findings: 1),
    Case(
      name: "a stretch that has not ended",
      story: SentinelStory(ledger: "i1 i2 d22:1 i23", topic: "c1 c2 c23"),
      demand: demand(losing: [.delete]), marks: [outage[0]], verdict: .holds, lost: [22]),
    Case(
      name: "a declared loss that did not come about",
      story: SentinelStory(ledger: all, topic: "c1 c2 u3:1 d2"),
      demand: demand(losing: [.delete]), marks: outage, verdict: .holds, findings: 1),
    Case(
      name: "rows that came and went during the outage are told by their deletes",
      story: SentinelStory(ledger: "i1 i12 u13:12 d14:12 i16", topic: "c1 r1 c16"),
      demand: demand(losing: [.delete], snapshot: true), marks: outage, verdict: .holds,
      lost: [12, 13, 14]),
    Case(
      name: "without a snapshot each change of such a row has to be declared",
      story: SentinelStory(ledger: "i1 i12 u13:12 d14:12 i16", topic: "c1 c16"),
      demand: demand(losing: [.delete]), marks: outage, verdict: .lost,
      objections: [.lost(2, allowed: 0)], lost: [12, 13, 14]),
    Case(
      name: "a loss that has to come about, and did",
      story: SentinelStory(ledger: "i1 i2 d15:1 i16", topic: "c1 c2 c16"),
      demand: demand(losing: [.delete], atLeast: 1), marks: outage, verdict: .holds, lost: [15]),
    Case(
      name: "a loss that has to come about, and did not",
      story: SentinelStory(ledger: "i1 i2 d15:1 i16", topic: "c1 c2 d1 c16"),
      demand: demand(losing: [.delete], atLeast: 1), marks: outage, verdict: .notProved,
      objections: [.nothingLost(0, expected: 1)], findings: 1),
    // read-since: a record is as many seconds after 1970 as its offset says.
    Case(
      name: "what lies still was read again",
      story: SentinelStory(
        ledger: "i1 i2 u3:2 i4 d5:4 i12", topic: "c1 c2 u3:2 c4 d4 R1:1 R3:2 c12"),
      demand: demand(readSince: "again"), readSince: 5, verdict: .holds),
    Case(
      name: "one that lies still was read only before",
      story: SentinelStory(ledger: "i1 i2 i12", topic: "R1:1 c1 c2 R2:2 c12"),
      demand: demand(readSince: "again"), readSince: 3, verdict: .notProved,
      objections: [.notRead(1, of: 2, step: "again")]),
    Case(
      name: "one was read again as it had been before its last change",
      story: SentinelStory(ledger: "i1 u2:1 i12", topic: "c1 u2:1 c12 R1:1"),
      demand: demand(readSince: "again"), readSince: 3, verdict: .notProved,
      objections: [.notRead(1, of: 1, step: "again")]),
    Case(
      name: "nothing lies still", story: SentinelStory(ledger: "i1 u12:1", topic: "c1 u12:1 R12:1"),
      demand: demand(readSince: "again"), readSince: 3, verdict: .notProved,
      objections: [.notRead(0, of: 0, step: "again")]),
    Case(
      name: "the snapshot was never asked for",
      story: SentinelStory(ledger: "i1", topic: "c1 R1:1"),
      demand: demand(readSince: "again"), verdict: .notProved,
      objections: [.notRead(0, of: 0, step: "again")]),
    // continues-from
    Case(
      name: "it continues from the restore",
      story: SentinelStory(ledger: "i1 i2", topic: "r1 c1 c2"),
      demand: demand(after: "restore"),
      continuation: .init(wasReadBack: true, goesOn: true, ends: [0: 1]), verdict: .holds),
    Case(
      name: "nothing is known of the restore",
      story: SentinelStory(ledger: "i1", topic: "c1"), demand: demand(after: "restore"),
      verdict: .notProved, objections: [.continuationUnknown(step: "restore")]),
    Case(
      name: "no new offset has come", story: SentinelStory(ledger: "i1", topic: "c1"),
      demand: demand(after: "restore"),
      continuation: .init(wasReadBack: true, goesOn: nil, ends: [:]), verdict: .notProved,
      objections: [.continuationUnknown(step: "restore")]),
    Case(
      name: "the offset was not read back", story: SentinelStory(ledger: "i1", topic: "c1"),
      demand: demand(after: "restore"),
      continuation: .init(wasReadBack: false, goesOn: true, ends: [:]), verdict: .notProved,
      objections: [.notReadBack(step: "restore")]),
    Case(
      name: "the new offset is another's", story: SentinelStory(ledger: "i1", topic: "c1"),
      demand: demand(after: "restore"),
      continuation: .init(wasReadBack: true, goesOn: false, ends: [:]), verdict: .notProved,
      objections: [.doesNotContinue(step: "restore")]),
    Case(
      name: "an initial snapshot came after the restore",
      story: SentinelStory(ledger: "i1 i2", topic: "r1 c1 r1 c2 R1:1"),
      demand: demand(after: "restore"),
      continuation: .init(wasReadBack: true, goesOn: true, ends: [0: 2]), verdict: .notProved,
      objections: [.snapshotRows(1, step: "restore")]),
  ]

  @Test(arguments: cases)
  func `a proof holds when the rules say so, and names what is lost`(each: Case) throws {
    var history = try each.story.history()
    history.marks = each.marks
    history.continuation = each.continuation
    history.readSince = each.readSince.map { Timestamp(milliseconds: $0 * 1000) }
    for place in history.arrivals.indices where each.readSince != nil {
      history.arrivals[place].time = Timestamp(milliseconds: Int64(place) * 1000)
    }
    let proof = SentinelProof(
      history, each.demand, RecoveryTargets(time: nil, changes: each.allowed))
    #expect(proof.verdict == each.verdict)
    #expect(proof.objections == each.objections)
    #expect(proof.losses.map(\.row.change.number) == each.lost)
    #expect(proof.findings.count == each.findings, "\(proof.findings)")
    #expect((proof.verdict == .holds) == proof.objections.isEmpty)
    #expect(
      proof.objections.allSatisfy { !$0.description.isEmpty && !$0.description.hasSuffix(".") })
  }

  @Test func `the recovery point is how many are lost, and the time that they span`() throws {
    let story = SentinelStory(ledger: "i1 i2 u5:1 i9 i10", topic: "c1 c10")
    let proof = SentinelProof(
      try story.history(), ProofDemand(within: .seconds(1)),
      RecoveryTargets(time: nil, changes: 9))
    #expect(proof.lostChanges == 3)
    #expect(proof.lossSpan == .seconds(7))
    let whole = SentinelStory(ledger: "i1", topic: "c1")
    #expect(
      SentinelProof(
        try whole.history(), ProofDemand(within: .seconds(1)),
        RecoveryTargets(time: nil, changes: 0)
      ).lossSpan == nil)
  }
}
