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
    try place.withDatabase { (session) throws(DatabaseError) in
      tables.ownNames.isSubset(of: try contents(session))
    }
  }

  /// Whether none of the run's tables is there, nor a schema that nothing is in.
  func hasNoTable() throws(CommandFailure) -> Bool {
    try place.withDatabase { (session) throws(DatabaseError) in
      let present = try contents(session)
      guard present.isEmpty else { return tables.ownNames.isDisjoint(with: present) }
      return try !hasSchema(session)
    }
  }

  /// How often the schema's making is tried: another run may drop it between two statements.
  private static let turns = 3

  func makeTables(host: String, at time: Timestamp) throws(CommandFailure) {
    for turn in 1...Self.turns {
      do throws(CommandFailure) {
        let isMade = try place.withDatabase { (session) throws(DatabaseError) in
          guard try lock(session) else { return false }
          for statement in tables.make(host: host, at: time) { try session.rows(statement) }
          return true
        }
        if isMade { return }
        throw CommandFailure(
          "another run makes or drops '\(SentinelTables.schema)' all the time",
          hint: "the same command goes on", status: .halfway)
      } catch {
        guard turn < Self.turns, place.stop.wait(until: Deadline(after: .milliseconds(300))) == nil
        else { throw error }
      }
    }
  }

  /// Drops the run's tables, and the schema when nothing else is in it; gives back what stays.
  func dropTables() throws(CommandFailure) -> String? {
    try place.withDatabase { (session) throws(DatabaseError) in
      for statement in tables.drop where try hasSchema(session) { try session.rows(statement) }
      guard try lock(session) else { return "another run is at work there" }
      let left = try contents(session)
      if left.isEmpty { try session.rows(SentinelTables.dropSchema(in: dialect)) }
      for statement in dialect.unlock { try session.rows(statement) }
      return left.isEmpty
        ? nil : "it has \(DisplayText.printable(left.joined(separator: ", ")))"
    }
  }

  /// Whether nobody else makes or drops the schema now; PostgreSQL needs no lock for that.
  private func lock(_ session: borrowing DatabaseSession) throws(DatabaseError) -> Bool {
    for statement in dialect.lock {
      guard try session.rows(statement).first?.first.flatMap(\.self) == "1" else { return false }
    }
    return true
  }

  private func contents(_ session: borrowing DatabaseSession) throws(DatabaseError) -> [String] {
    try session.rows(SentinelTables.contents(in: dialect)).compactMap { $0.first ?? nil }
  }

  private func hasSchema(_ session: borrowing DatabaseSession) throws(DatabaseError) -> Bool {
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
