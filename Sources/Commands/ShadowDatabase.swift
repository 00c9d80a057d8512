import Databases
import Debezium
import Drill
import Runtime

/// What a shadow has in its database: tables, publication and slot, each made, looked for and removed.
struct ShadowDatabase {
  let shadow: ShadowConnector
  let tables: ShadowTables
  let place: ShadowPlace

  private var dialect: SentinelDialect { tables.sentinels.dialect }

  // MARK: Tables

  func hasTables() throws(CommandFailure) -> Bool {
    try present().isSuperset(of: tables.ownNames)
  }

  /// Whether none of the run's tables is there; the schema may be, for other runs.
  func hasNoTable() throws(CommandFailure) -> Bool {
    try present().isDisjoint(with: tables.ownNames)
  }

  private func present() throws(CommandFailure) -> Set<String> {
    try place.withDatabase { (session) throws(DatabaseError) in
      Set(try session.rows(SentinelTables.contents(in: dialect)).compactMap { $0.first ?? nil })
    }
  }

  /// How often the schema's making is tried: another run may drop it between two statements.
  private static let turns = 3

  func makeTables(host: String, at time: Timestamp) throws(CommandFailure) {
    for turn in 1...Self.turns {
      do throws(CommandFailure) {
        return try place.withDatabase { (session) throws(DatabaseError) in
          for statement in tables.make(host: host, at: time) { try session.rows(statement) }
        }
      } catch {
        guard turn < Self.turns, place.stop.wait(until: Deadline(after: .milliseconds(300))) == nil
        else { throw error }
      }
    }
  }

  /// Drops the run's tables, and the schema when nothing else is in it; gives back what stays.
  func dropTables() throws(CommandFailure) -> String? {
    try place.withDatabase { (session) throws(DatabaseError) in
      for statement in tables.drop where try isDroppable(statement, session) {
        try session.rows(statement)
      }
      for statement in dialect.lock { try session.rows(statement) }
      let left = try session.rows(SentinelTables.contents(in: dialect))
        .compactMap { $0.first ?? nil }
      if left.isEmpty { try session.rows(SentinelTables.dropSchema(in: dialect)) }
      for statement in dialect.unlock { try session.rows(statement) }
      return left.isEmpty
        ? nil
        : "'\(SentinelTables.schema)' stays: it has \(DisplayText.printable(left.joined(separator: ", ")))"
    }
  }

  /// MySQL and MariaDB drop no table of a database that is not there, `IF EXISTS` or not.
  private func isDroppable(
    _ statement: String, _ session: borrowing DatabaseSession
  ) throws(DatabaseError) -> Bool {
    try !session.rows(SentinelTables.schemaPresence(in: dialect)).isEmpty
  }

  // MARK: The publication

  func hasPublication() throws(CommandFailure) -> Bool {
    try place.withDatabase { (session) throws(DatabaseError) in
      try session.rows(tables.publishedTables).compactMap { $0.first ?? nil }
        == tables.captured.map(\.description).sorted()
    }
  }

  func hasNoPublication() throws(CommandFailure) -> Bool {
    try place.withDatabase { (session) throws(DatabaseError) in
      try session.rows(tables.publicationPresence).isEmpty
    }
  }

  func publish() throws(CommandFailure) {
    try place.withDatabase { (session) throws(DatabaseError) in
      try session.rows(tables.unpublish)
      try session.rows(tables.publish)
    }
  }

  func unpublish() throws(CommandFailure) {
    try place.withDatabase { (session) throws(DatabaseError) in
      _ = try session.rows(tables.unpublish)
    }
  }

  // MARK: The slot

  /// Whether the slot is there and its making has ended.
  func hasSlot() throws(CommandFailure) -> Bool {
    try place.withSlots { (slots) throws(DatabaseError) in
      try slots.inventory().slot(shadow.names.slot)?.confirmedFlush != nil
    }
  }

  func hasNoSlot() throws(CommandFailure) -> Bool {
    try place.withSlots { (slots) throws(DatabaseError) in
      try slots.inventory().slot(shadow.names.slot) == nil
    }
  }

  /// Makes the slot; throws the names of the transactions that it waited for in vain.
  func makeSlot() throws(CommandFailure) -> LSN {
    let database = shadow["database.dbname"].flatMap { $0.contains("${") ? nil : $0 }
    let slot = NewReplicationSlot(
      name: shadow.names.slot, plugin: shadow["plugin.name"] ?? "decoderbufs",
      database: database, isForFailover: shadow["slot.failover"]?.lowercased() == "true")
    do throws(DatabaseError) {
      return try slot.make(in: place.database, within: place.slotLimit, stop: place.stop)
    } catch {
      throw CommandFailure(error, stopStatus: place.stop.reason?.exitStatus)
    }
  }

  /// Drops the slot when nobody reads from it any more; gives back whether there was one.
  func dropSlot() throws(CommandFailure) -> Bool {
    try place.withSlots { (slots) throws(DatabaseError) in
      try slots.drop(
        shadow.names.slot, until: Deadline(after: max(ShadowPlace.patience, place.slotLimit)))
    }
  }
}
