import KafkaConnect
import Runtime
import Snapshot
import Watch

/// The newest states of the connectors, asked for by a thread of its own so that a slow Connect
/// never holds up the records.
final class ConnectorStatusBoard: Sendable {
  private let states: Locked<[String: ConnectorTaskState]>
  private let finish = StopFlag()

  /// How often Connect is asked.
  private static let pause = Duration.seconds(2)

  /// A board with these states; it follows the clusters of `settings`, or nothing for nil.
  init(states: [String: ConnectorTaskState], following settings: ConnectSettings?) {
    let board = Locked(states)
    self.states = board
    guard let settings else { return }
    let finish = finish
    // Without the thread the states stay those of the beginning; nothing else depends on it.
    _ = try? DedicatedThread(name: "connect-status") {
      while finish.wait(until: Deadline(after: Self.pause)) == nil {
        let found = try? settings.connectors(stop: finish)
        board.withLock { states in
          // What was true before the worker died may not be true now.
          states =
            found.map(ConnectSurvey.states(of:))
            ?? states.mapValues { _ in ConnectorTaskState(state: .unreachable) }
        }
      }
    }
  }

  /// Gives the states to a watch.
  func tell(_ watch: inout SnapshotWatch) {
    let states = states.current
    for case .some(let connector) in watch.connectors {
      watch.setStatus(states[connector], of: connector)
    }
  }

  /// Ends the thread, which nobody waits for.
  func stop() { finish.raise(.terminated) }
}
