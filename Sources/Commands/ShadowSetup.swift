import Debezium
import Drill
import Kafka
import KafkaConnect
import Runtime

/// Makes a shadow, one effect at a time: a journal has a line before and behind each.
///
/// Every effect looks first, so that doing one twice is the same as doing it once.
struct ShadowSetup {
  let shadow: ShadowConnector
  let tables: ShadowTables
  let place: ShadowPlace
  /// This machine's name, which the ledger keeps.
  let host: String
  let clock: @Sendable () -> Timestamp

  private var database: ShadowDatabase {
    ShadowDatabase(shadow: shadow, tables: tables, place: place)
  }
  private var topics: ShadowTopics { ShadowTopics(place: place) }
  private var connector: ShadowRest { ShadowRest(shadow: shadow, place: place) }

  /// Whether the effect is there; the look at the topics is done again whenever it is asked for.
  func isDone(_ effect: ShadowEffect) throws(CommandFailure) -> Bool {
    switch effect {
    case .tables: try database.hasTables()
    case .publication: try database.hasPublication()
    case .slot: try database.hasSlot()
    case .topic(let name): try topics.isThere(name)
    case .connector: try connector.isMade()
    case .start: try connector.isRunning()
    case .ownTopics: false
    }
  }

  /// Brings the effect about, and says what was done in words for a report.
  func perform(_ effect: ShadowEffect) throws(CommandFailure) -> String {
    guard try !isDone(effect) else { return "\(effect.id): it is there already" }
    switch effect {
    case .tables:
      try database.makeTables(host: host, at: clock())
      return "made: \(tables.ownNames.sorted().map { "'\($0)'" }.joined(separator: ", "))"
    case .publication:
      try database.publish()
      return "published: \(tables.captured.map { "'\($0)'" }.joined(separator: ", ")) alone"
    case .slot: return "made: the slot '\(shadow.names.slot)' at \(try database.makeSlot())"
    case .topic(let name):
      try topics.make(name)
      return "made: the topic '\(name)'"
    case .connector:
      try connector.make()
      return "made: the connector '\(shadow.names.connector)', STOPPED"
    case .start:
      try connector.start()
      return "started: it is RUNNING"
    case .ownTopics: return try connector.proveTopics()
    }
  }
}
