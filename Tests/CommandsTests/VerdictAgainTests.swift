import Checks
import Testing

@testable import Commands

/// Whether a verdict that is taken again just before the deed still allows it.
@Suite struct VerdictAgainTests {
  private func judgement(_ verdict: OffsetVerdict, _ reason: String = "") -> OffsetJudgement {
    OffsetJudgement(
      verdict: verdict, reason: reason, distance: VerdictDistance(), checks: [], next: nil)
  }

  @Test(arguments: OffsetVerdict.allCases)
  func `what loses nothing is done, whatever was agreed to`(agreed: OffsetVerdict) {
    for now in [OffsetVerdict.resume, .replay] {
      #expect(VerdictAgain(agreed: judgement(agreed), now: judgement(now)).isCovered)
    }
    #expect(VerdictAgain(agreed: nil, now: judgement(.replay)).isCovered)
  }

  @Test(arguments: [OffsetVerdict.willSkip, .willRefuse, .willResnapshot, .unknown])
  func `what would be refused is done only where it was agreed to`(now: OffsetVerdict) {
    for agreed in OffsetVerdict.allCases {
      let again = VerdictAgain(agreed: judgement(agreed), now: judgement(now))
      #expect(again.isCovered == (agreed == now))
    }
  }

  @Test func `a configuration that nobody tells is UNKNOWN, and no more`() {
    #expect(VerdictAgain(agreed: nil, now: nil).isCovered)
    #expect(!VerdictAgain(agreed: judgement(.resume), now: nil).isCovered)
    #expect(!VerdictAgain(agreed: nil, now: judgement(.willSkip)).isCovered)
  }

  @Test func `the words say what it was and what it is`() {
    let again = VerdictAgain(agreed: judgement(.replay), now: judgement(.willRefuse, "no slot"))
    #expect(
      again.words
        == "meanwhile the verdict is another, WILL_REFUSE and no longer REPLAY: no slot")
    let same = VerdictAgain(agreed: judgement(.unknown), now: judgement(.unknown, "no database"))
    #expect(same.words == "meanwhile the verdict UNKNOWN has another reason: no database")
  }
}
