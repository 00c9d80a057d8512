import Glibc

/// What to do about each signal, in the order in which they came.
struct SignalRules {
  enum Action: Equatable {
    case stop(StopReason)
    case exit(status: CInt)
    case resize
    case nothing
  }

  private var isStopping = false

  mutating func receive(_ signal: CInt) -> Action {
    switch signal {
    case SIGINT: stop(.interrupted)
    case SIGTERM: stop(.terminated)
    case SIGWINCH: .resize
    default: .nothing
    }
  }

  private mutating func stop(_ reason: StopReason) -> Action {
    // Whoever asks twice does not want to wait for a close that hangs.
    guard !isStopping else { return .exit(status: reason.exitStatus) }
    isStopping = true
    return .stop(reason)
  }
}
