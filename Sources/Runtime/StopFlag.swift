/// Why a running command was asked to end.
public enum StopReason: Sendable, Hashable {
  /// Ctrl-C, or `SIGINT` from elsewhere.
  case interrupted
  /// `SIGTERM`: the service manager or the container is stopping.
  case terminated

  /// The exit status that tells a shell of it: 128 and the signal's number.
  public var exitStatus: Int32 {
    switch self {
    case .interrupted: 130
    case .terminated: 143
    }
  }
}

/// A request to stop that every thread of a command can see, wait for and be woken by.
public final class StopFlag: Sendable {
  private struct State {
    var reason: StopReason?
    var wakers: [@Sendable () -> Void] = []
  }

  private let state = Locked(State())

  /// A flag that nobody has raised yet.
  public init() {}

  /// Why to stop, or nil while nobody has asked.
  public var reason: StopReason? { state.current.reason }

  /// Whether somebody has asked to stop; cheap enough for every turn of a poll loop.
  public var isRaised: Bool { reason != nil }

  /// Raises the flag, and calls each waker once, on this thread; later calls change nothing.
  public func raise(_ reason: StopReason) {
    let wakers = state.withLock { state in
      guard state.reason == nil else { return [@Sendable () -> Void]() }
      state.reason = reason
      defer { state.wakers = [] }
      return state.wakers
    }
    // Outside the lock: a waker may look at this flag.
    for wake in wakers { wake() }
  }

  /// Registers what gets a thread out of a blocking call, such as `rd_kafka_queue_yield`.
  ///
  /// It is called once, on the thread that raises the flag; at once, on this thread, if the flag is
  /// already up. It must not block, and must stay callable until the command's end.
  public func onRaise(_ wake: @escaping @Sendable () -> Void) {
    let isRaised = state.withLock { state in
      if state.reason == nil { state.wakers.append(wake) }
      return state.reason != nil
    }
    if isRaised { wake() }
  }

  /// Sleeps until the flag is raised or `deadline` has passed; nil means that time is up.
  public func wait(until deadline: Deadline) -> StopReason? {
    state.wait(until: deadline) { $0.reason }
  }
}
