/// A moment on the monotonic clock by which something must be done.
public struct Deadline: Sendable, Hashable {
  // A hundred years: far enough for "never", small enough that no arithmetic on it overflows.
  private static let longest = Duration.seconds(3_155_760_000)

  private let instant: ContinuousClock.Instant

  /// The moment `duration` after `start`; a negative duration counts as zero, and more than a
  /// hundred years as a hundred years.
  public init(after duration: Duration, from start: ContinuousClock.Instant = .now) {
    instant = start + min(max(duration, .zero), Self.longest)
  }

  /// A deadline that does not pass while the program runs.
  public static var never: Deadline { Deadline(after: longest) }

  /// The time that is left; zero when the deadline has passed, never negative.
  public var remaining: Duration { remaining(at: .now) }

  /// The time that is left at `now`; zero when the deadline has passed, never negative.
  public func remaining(at now: ContinuousClock.Instant) -> Duration {
    max(now.duration(to: instant), .zero)
  }

  /// Whether no time is left.
  public var hasPassed: Bool { remaining == .zero }

  /// The time that is left in milliseconds, as C's blocking calls want it: rounded up, so that a
  /// wait does not end just before its deadline, and at most `Int32.max`.
  public var milliseconds: Int32 { milliseconds(at: .now) }

  /// The time that is left at `now` in milliseconds, rounded up and at most `Int32.max`.
  public func milliseconds(at now: ContinuousClock.Instant) -> Int32 {
    let (seconds, attoseconds) = remaining(at: now).components
    let roundedUp = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    // At most a hundred years, so the product fits.
    return Int32(clamping: seconds * 1000 + roundedUp)
  }

  /// The earlier of this deadline and the moment `duration` from now: one step of a longer wait.
  public func clamped(to duration: Duration) -> Deadline {
    let step = Deadline(after: duration)
    return step.instant < instant ? step : self
  }
}
