import Runtime

/// The thread that plays the recording while another one watches.
final class DemoPlayer: Sendable {
  /// Raised when the user asks to stop, and when the replay has failed: the watch then waits for
  /// nothing.
  let watchStop = StopFlag()

  private let playStop = StopFlag()
  private let thread: DedicatedThread<DemoReplay.Outcome>

  /// Starts to play; `stop` ends both the replay and the watch.
  init(_ replay: DemoReplay, stop: StopFlag) throws(CommandFailure) {
    let (playStop, watchStop) = (playStop, watchStop)
    do throws(RuntimeError) {
      thread = try DedicatedThread(name: "demo-replay") {
        var replay = replay
        let outcome = replay.play(stop: playStop)
        if case .over = outcome { return outcome }
        watchStop.raise(.terminated)
        return outcome
      }
    } catch {
      throw CommandFailure("\(error)", status: .unexpected)
    }
    stop.onRaise {
      playStop.raise(stop.reason ?? .interrupted)
      watchStop.raise(stop.reason ?? .interrupted)
    }
  }

  /// Ends the replay and tells how it ended; a second call tells the same.
  @discardableResult
  func stop() -> DemoReplay.Outcome {
    playStop.raise(.terminated)
    return thread.join()
  }
}
