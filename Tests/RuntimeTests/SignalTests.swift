import Glibc
import Testing

@testable import Runtime

@Suite struct SignalRuleTests {
  @Test(arguments: [
    ([SIGINT], [SignalRules.Action.stop(.interrupted)]),
    ([SIGTERM], [.stop(.terminated)]),
    ([SIGINT, SIGINT], [.stop(.interrupted), .exit(status: 130)]),
    ([SIGTERM, SIGINT], [.stop(.terminated), .exit(status: 130)]),
    ([SIGINT, SIGTERM], [.stop(.interrupted), .exit(status: 143)]),
    ([SIGWINCH, SIGINT, SIGWINCH], [.resize, .stop(.interrupted), .resize]),
    ([SIGUSR1], [.nothing]),
  ])
  func `the first signal asks to stop and the second ends the process`(
    signals: [CInt], actions: [SignalRules.Action]
  ) {
    var rules = SignalRules()
    #expect(signals.map { rules.receive($0) } == actions)
  }

  @Test func `a signal to the process raises the flag and a new size calls back`() throws {
    let stop = StopFlag()
    let resized = Locked(0)
    let woken = Locked(0)
    stop.onRaise { woken.withLock { $0 += 1 } }
    // On a thread of its own: the mask that Signals sets is inherited and would stay.
    let maker = try DedicatedThread(name: "cdc-main") {
      try? Signals(raising: stop) { resized.withLock { $0 += 1 } }
    }
    let signals = try #require(maker.join())
    let deadline = Deadline(after: .seconds(20))
    pthread_kill(signals.thread.handle, SIGWINCH)
    #expect(resized.wait(until: deadline) { $0 == 1 ? $0 : nil } == 1)
    pthread_kill(signals.thread.handle, SIGTERM)
    #expect(stop.wait(until: deadline) == .terminated)
    #expect(woken.wait(until: deadline) { $0 == 1 ? $0 : nil } == 1)
  }
}

@Suite struct StopFlagTests {
  @Test func `only the first reason counts and a waker is called once`() {
    let stop = StopFlag()
    let calls = Locked(0)
    stop.onRaise { calls.withLock { $0 += 1 } }
    #expect(!stop.isRaised)
    stop.raise(.interrupted)
    stop.raise(.terminated)
    #expect(stop.reason == .interrupted)
    #expect(calls.current == 1)
  }

  @Test func `a waker that comes late is called at once`() {
    let stop = StopFlag()
    let calls = Locked(0)
    stop.raise(.terminated)
    stop.onRaise { calls.withLock { $0 += 1 } }
    #expect(calls.current == 1)
  }

  @Test func `a waker may look at the flag`() {
    let stop = StopFlag()
    let seen = Locked<StopReason?>(nil)
    stop.onRaise { seen.withLock { $0 = stop.reason } }
    stop.raise(.interrupted)
    #expect(seen.current == .interrupted)
  }

  @Test func `a sleeping thread wakes when the flag goes up`() throws {
    let stop = StopFlag()
    let sleeper = try DedicatedThread(name: "cdc-sleep") {
      stop.wait(until: Deadline(after: .seconds(20)))
    }
    stop.raise(.interrupted)
    #expect(sleeper.join() == .interrupted)
    #expect(StopFlag().wait(until: Deadline(after: .milliseconds(2))) == nil)
  }

  @Test func `a reason tells its exit status`() {
    #expect(StopReason.interrupted.exitStatus == 130)
    #expect(StopReason.terminated.exitStatus == 143)
  }
}
