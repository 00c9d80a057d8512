import Runtime
import Testing

@Suite struct DeadlineTests {
  private let start = ContinuousClock.Instant.now

  @Test(
    arguments: [
      (Duration.zero, 0),
      (.milliseconds(1), 1),
      (.nanoseconds(1), 1),
      (.microseconds(1_500), 2),
      (.seconds(-5), 0),
      (.milliseconds(2_147_483_647), Int32.max),
      (.milliseconds(2_147_483_648), Int32.max),
      (.seconds(Int64.max), Int32.max),
      (.seconds(Int64.min), 0),
    ] as [(Duration, Int32)])
  func `milliseconds round up and stay within Int32`(duration: Duration, expected: Int32) {
    #expect(Deadline(after: duration, from: start).milliseconds(at: start) == expected)
  }

  @Test func `what remains shrinks with time and ends at zero`() {
    let deadline = Deadline(after: .seconds(10), from: start)
    #expect(deadline.remaining(at: start + .seconds(4)) == .seconds(6))
    #expect(deadline.remaining(at: start + .seconds(10)) == .zero)
    #expect(deadline.remaining(at: start + .seconds(11)) == .zero)
  }

  @Test func `a deadline in the past has passed and never does not`() {
    #expect(Deadline(after: .zero).hasPassed)
    #expect(!Deadline.never.hasPassed)
    #expect(Deadline.never.milliseconds == .max)
  }

  @Test func `a step is never longer than the whole wait`() {
    #expect(Deadline(after: .zero).clamped(to: .seconds(60)).hasPassed)
    #expect(Deadline.never.clamped(to: .seconds(60)).remaining <= .seconds(60))
  }
}
