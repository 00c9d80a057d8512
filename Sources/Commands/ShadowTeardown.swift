import Drill
import Runtime

/// Removes a shadow, one thing at a time, and is content with what is gone already.
struct ShadowTeardown {
  let shadow: ShadowConnector
  let tables: ShadowTables
  let place: ShadowPlace
  /// Whether the connector was ever made: its offsets outlive it, and Connect tells of them only
  /// while it is there.
  let wasMade: Bool

  private var database: ShadowDatabase {
    ShadowDatabase(shadow: shadow, tables: tables, place: place)
  }
  private var topics: ShadowTopics { ShadowTopics(place: place) }
  private var connector: ShadowRest { ShadowRest(shadow: shadow, place: place) }

  /// Whether nothing is left of it.
  func isDone(_ removal: ShadowRemoval) throws(CommandFailure) -> Bool {
    switch removal {
    case .stop: try connector.isStoppedOrGone()
    case .offsets: try connector.hasNoOffset(evenWhenGone: wasMade)
    case .connector: try !connector.isThere()
    case .slot: try database.hasNoSlot()
    case .publication: try database.hasNoPublication()
    case .topic(let name): try topics.isGone(name)
    case .tables: try database.hasNoTable()
    }
  }

  /// Removes it, and says what was done, or that it was gone, and what stays.
  func perform(_ removal: ShadowRemoval) throws(CommandFailure) -> String {
    if try isDone(removal) { return "\(removal.id): it is gone already" }
    switch removal {
    case .stop:
      try connector.stop()
      return "stopped: no task is left"
    case .offsets:
      try connector.forgetOffsets()
      return "removed: the offsets of '\(shadow.names.connector)'"
    case .connector:
      try connector.delete()
      return "removed: the connector '\(shadow.names.connector)'"
    case .slot:
      let wasThere = try database.dropSlot()
      return wasThere ? "removed: the slot '\(shadow.names.slot)'" : "the slot is gone already"
    case .publication:
      try database.unpublish()
      return "removed: the publication '\(shadow.names.publication)'"
    case .topic(let name):
      try topics.remove(name)
      return "removed: the topic '\(name)'"
    case .tables:
      let stays = try database.dropTables()
      return "removed: the run's tables"
        + (stays.map { "; '\(SentinelTables.schema)' stays: \($0)" } ?? " and their schema")
    }
  }
}
