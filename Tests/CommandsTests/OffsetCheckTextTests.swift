import Checks
import JSON
import Testing

@testable import Commands

@Suite struct OffsetCheckTextTests {
  private static let judgement = OffsetJudgement(
    verdict: .replay, reason: "seen \u{1B}[31mbefore",
    distance: VerdictDistance(bytes: 12_345, transactions: 1, seconds: 79.25),
    checks: [
      OffsetCheck("slot", .ok, "'shop', active"),
      OffsetCheck("schema-history", .notChecked, "Kafka was not asked"),
    ], next: "cdcwatch offsets set -c shop --to-slot")

  @Test func `people see the verdict, why, how much, the checks and what to type`() {
    let text = OffsetCheckText(connector: "shop", judgement: Self.judgement).table
    #expect(
      text == """
        shop: REPLAY
        seen \\u{1B}[31mbefore
        12,345 bytes again, 1 transaction again, last event 1m19s ago

        CHECK           RESULT       DETAIL
        slot            ok           'shop', active
        schema-history  not checked  Kafka was not asked

        next: cdcwatch offsets set -c shop --to-slot

        """)
  }

  @Test func `JSON has every field, null for what is not known`() throws {
    var judgement = Self.judgement
    judgement.distance = VerdictDistance()
    judgement.next = nil
    judgement.checks = []
    let object = OffsetCheckText(connector: "shop", judgement: judgement).object
    #expect(
      object.text == #"{"schema_version":1,"connector":"shop","verdict":"REPLAY","#
        + #""reason":"seen \u001b[31mbefore","#
        + #""distance":{"bytes":null,"transactions":null,"seconds":null},"checks":[],"next":null}"#)
  }

  @Test(arguments: zip(OffsetVerdict.allCases, [0, 3, 2, 2, 2, 3] as [Int32]))
  func `a verdict is an exit status`(verdict: OffsetVerdict, status: Int32) {
    #expect(ExitStatus(verdict).rawValue == status)
  }
}
