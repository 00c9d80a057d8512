import Databases
import Debezium
import Runtime

/// Whether somebody streams from a slot: what a PostgreSQL connector shows when nothing is written.
struct SlotActivity {
  private let database: DatabaseURI
  private let slot: String
  private let timeout: Duration
  private let stop: StopFlag

  /// Nil when the database is none of PostgreSQL's.
  init?(
    _ database: DatabaseURI, _ configuration: ConnectorConfiguration, timeout: Duration,
    stop: StopFlag
  ) {
    guard database.kind == .postgresql else { return nil }
    self.database = database
    slot = configuration["slot.name"] ?? "debezium"
    self.timeout = timeout
    self.stop = stop
  }

  /// Looks for it; see ``words()``.
  var sign: () throws(CommandFailure) -> String? {
    { () throws(CommandFailure) in try words() }
  }

  /// How often it has to be seen in turn: a task that fails holds its slot for moments.
  private static let looks = 5

  /// What was seen; nil when the slot was not active all the time.
  ///
  /// Takes some seconds.
  func words() throws(CommandFailure) -> String? {
    for turn in 0..<Self.looks {
      if turn > 0, stop.wait(until: Deadline(after: .seconds(1))) != nil { return nil }
      guard try isActive() else { return nil }
    }
    return "resumed: no new offset yet, as nothing is written there; the slot '\(slot)' is read"
  }

  private func isActive() throws(CommandFailure) -> Bool {
    let question = DatabaseQuestion(uri: database, slot: slot, publication: nil, timeout: timeout)
    do throws(DatabaseError) {
      guard case .postgresql(let state) = try question.ask(stop: stop, between: { nil }) else {
        return false
      }
      return state.slot?.isActive == true
    } catch {
      throw CommandFailure(error, stopStatus: nil)
    }
  }
}
