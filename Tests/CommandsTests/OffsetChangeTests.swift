import Checks
import Databases
import Debezium
import JSON
import Runtime
import Testing

@testable import Commands

/// Whether what was agreed to still covers what is found just before it is done.
@Suite struct OffsetChangeTests {
  private func change(
    _ verdict: OffsetVerdict, isWanted: Bool, window: Bool = false, makesSlot: Bool = false,
    target: OffsetTarget = .slot
  ) -> OffsetChange {
    let judgement = OffsetJudgement(
      verdict: verdict, reason: "", distance: VerdictDistance(), checks: [], next: nil)
    var change = OffsetChange(
      target: target, partition: .object([("server", .string("shop"))]), before: nil,
      after: SourceOffset.at(LSN(position: 5), from: nil), offsets: [], judgement: judgement,
      isWanted: isWanted)
    if window {
      change.window = UndeliveredWindow(
        start: LSN(position: 1), end: LSN(position: 5), since: nil, until: .init(milliseconds: 0))
    }
    if makesSlot {
      change.newSlot = NewReplicationSlot(
        name: "shop", plugin: "pgoutput", database: nil, isForFailover: false)
    }
    return change
  }

  @Test func `RESUME and REPLAY of a slot change places while it is read`() {
    let resume = change(.resume, isWanted: true)
    let replay = change(.replay, isWanted: true)
    #expect(resume.covers(replay))
    #expect(replay.covers(resume))
    #expect(resume.hashed == replay.hashed)
    let position = OffsetTarget.position(LSN(position: 5))
    #expect(
      change(.resume, isWanted: true, target: position).hashed
        != change(.replay, isWanted: true, target: position).hashed)
  }

  @Test func `elsewhere only what is better than agreed to is done`() {
    let position = OffsetTarget.position(LSN(position: 5))
    let resume = change(.resume, isWanted: true, target: position)
    let replay = change(.replay, isWanted: true, target: position)
    #expect(replay.covers(resume))
    #expect(!resume.covers(replay))
    let reset = change(.willResnapshot, isWanted: true, target: .nothing)
    #expect(reset.covers(change(.resume, isWanted: true, target: .nothing)))
    #expect(!change(.resume, isWanted: true, target: .nothing).covers(reset))
  }

  @Test func `a window and a slot that nobody agreed to are not made`() {
    let resume = change(.resume, isWanted: true)
    let window = change(.willSkip, isWanted: true, window: true)
    let made = change(.willSkip, isWanted: true, window: true, makesSlot: true)
    #expect(!resume.covers(window))
    #expect(!resume.covers(change(.resume, isWanted: true, makesSlot: true)))
    #expect(!window.covers(made))
    #expect(made.covers(window))
    #expect(made.covers(resume))
    #expect(Set([resume.hashed, window.hashed, made.hashed]).count == 3)
  }

  @Test func `what was forced stays what it was`() {
    let forced = change(.willResnapshot, isWanted: false)
    #expect(forced.covers(change(.willResnapshot, isWanted: false)))
    #expect(!forced.covers(change(.willSkip, isWanted: false)))
    #expect(forced.covers(change(.resume, isWanted: true)))
    #expect(!change(.resume, isWanted: true).covers(forced))
  }
}
