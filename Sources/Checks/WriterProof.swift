internal import Databases
internal import Debezium
internal import JSON

/// Whether a database that somebody named is the one that a connector reads.
public enum WriterProof: Sendable, Hashable {
  /// It is, in words how that is known.
  case proved(by: String)
  /// Nothing tells, or something speaks against it.
  case unproved(why: String)

  /// Holds the database against the configuration, then against the offsets that the connector had.
  ///
  /// A configured host and port (and for PostgreSQL the database) that are those of the database
  /// prove it. Else its content does: a slot of the connector's own whose confirmed position is a
  /// position of the connector's, or GTIDs and a server id that an offset has. Else somebody's word
  /// that it is. A PostgreSQL standby is never proved, and a read-only MySQL only by its address and
  /// by a word: a replica has the same GTIDs.
  public static func of(_ facts: OffsetCase) -> WriterProof {
    switch facts.database {
    case nil: .unproved(why: facts.databaseGap)
    case .postgresql(let state)?: ofPostgreSQL(state, facts)
    case .binlog(let state)?: ofBinlog(state, facts)
    }
  }

  private static func ofPostgreSQL(_ state: PostgreSQLState, _ facts: OffsetCase) -> WriterProof {
    guard !state.isInRecovery else {
      return .unproved(why: "\(state.address) is a standby (pg_is_in_recovery())")
    }
    let database = facts.configuration["database.dbname"]
    if isConfigured(state.address, facts), database == state.address.database {
      return .proved(by: "its address is the configured one, \(state.address)")
    }
    guard let slot = state.slot, SlotRules(facts.configuration).fits(slot) else {
      return said(facts)
        ?? .unproved(
          why: "\(different(state.address, facts)), and it has no slot of the connector's")
    }
    // Every database of a server shows the slots of all of them.
    guard slot.database == state.address.database else {
      return .unproved(
        why: "\(different(state.address, facts)), and the slot '\(slot.name)' is of the database"
          + " \(slot.database ?? "none")")
    }
    let positions = known(facts).flatMap { [$0.committedLSN, $0.processedLSN].compactMap(\.self) }
    guard let confirmed = slot.confirmedFlush, positions.contains(confirmed) else {
      return said(facts)
        ?? .unproved(
          why:
            "\(different(state.address, facts)), and its slot '\(slot.name)' stands at no position"
            + " that the connector is known to have had")
    }
    return .proved(
      by: "its slot '\(slot.name)' stands at \(confirmed), a position of the connector's")
  }

  private static func ofBinlog(_ state: BinlogState, _ facts: OffsetCase) -> WriterProof {
    if isConfigured(state.address, facts) {
      return .proved(by: "its address is the configured one, \(state.address)")
    }
    guard !state.isReadOnly else {
      return said(facts)
        ?? .unproved(
          why: "\(different(state.address, facts)), and it is read-only, as a replica is")
    }
    let isKnown = known(facts).contains { offset in
      guard let gtids = offset.gtids, !gtids.isEmpty, state.executed.contains(gtids) else {
        return false
      }
      return offset.members["server_id"]?.integerValue == state.serverID
    }
    guard isKnown else {
      return said(facts)
        ?? .unproved(
          why:
            "\(different(state.address, facts)), and no offset of the connector has its GTIDs and its"
            + " server id")
    }
    return .proved(by: "it knows an offset's GTIDs, and its server id is the offset's")
  }

  /// What was said needs no proof, and is told as what it is.
  private static func said(_ facts: OffsetCase) -> WriterProof? {
    facts.writerWord.map {
      .proved(by: "not by what it holds, but because the context says so: \($0)")
    }
  }

  private static func known(_ facts: OffsetCase) -> [SourceOffset] {
    (facts.delivered ?? []) + (facts.isLive ? [facts.offset].compactMap(\.self) : [])
  }

  private static func isConfigured(_ address: DatabaseAddress, _ facts: OffsetCase) -> Bool {
    guard let host = facts.configuration["database.hostname"] else { return false }
    let usual = facts.configuration.engine == .postgresql ? 5432 : 3306
    let port = facts.configuration["database.port"].map { Int($0) } ?? usual
    return port == address.port && name(host) == name(address.host)
  }

  private static func different(_ address: DatabaseAddress, _ facts: OffsetCase) -> String {
    let configuration = facts.configuration
    let host = configuration["database.hostname"] ?? "no host"
    let port = configuration["database.port"].map { ":\($0)" } ?? ""
    let database = configuration["database.dbname"].map { "/\($0)" } ?? ""
    return "\(address) is not the configured \(host)\(port)\(database)"
  }

  /// The host's name to compare: this machine has several.
  private static func name(_ host: String) -> String {
    var name = host.lowercased()
    if name.hasSuffix(".") { name.removeLast() }
    // A folder is where a server of this machine has its socket.
    let isHere = ["127.0.0.1", "::1", "[::1]", "localhost"].contains(name) || name.hasPrefix("/")
    return isHere ? "localhost" : name
  }
}
