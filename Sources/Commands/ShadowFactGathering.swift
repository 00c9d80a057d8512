import Databases
import Debezium
import Drill
import JSON
import KafkaConnect
import Runtime

/// Asks Connect and the database what the rules for a shadow need; changes nothing.
struct ShadowFactGathering {
  /// What was found.
  struct Survey {
    var facts: ShadowFacts
    /// MySQL and MariaDB: every `server.id` that is known to be taken.
    var serverIDs: Set<UInt32>
    /// What could not be asked, a sentence without a full stop each.
    var gaps: [String]
  }

  let place: ShadowPlace
  let engine: Engine

  /// `neighbours`: the connectors of every Connect cluster that is named.
  func survey(_ neighbours: [ConnectorInfo]) throws(CommandFailure) -> Survey {
    let version = try place.withConnect { (cluster) throws(ConnectError) in
      try cluster.info().version
    }
    let known = neighbours.compactMap { info -> ShadowFacts.Neighbour? in
      ConnectorConfiguration(info.configuration).map {
        ShadowFacts.Neighbour(name: info.name, configuration: $0)
      }
    }
    var survey = Survey(
      facts: ShadowFacts(
        neighbours: known, connectVersion: version,
        makesStopped: ConnectVersion(version)?.hasInitialState, postgresql: nil),
      serverIDs: [], gaps: [])
    if engine == .postgresql {
      survey.facts.postgresql = try server(&survey.gaps)
    } else {
      try takeServerIDs(&survey)
    }
    return survey
  }

  // MARK: PostgreSQL

  private func server(_ gaps: inout [String]) throws(CommandFailure) -> ShadowServer {
    var problems: [String] = []
    let server = try place.withDatabase { (session) throws(DatabaseError) in
      var server = ShadowServer()
      // A setting that the server does not have is null.
      let row = try session.rows(
        """
        SELECT current_setting('wal_level'), current_setting('max_replication_slots'),
          (SELECT count(*) FROM pg_replication_slots),
          (SELECT setting FROM pg_settings WHERE name = 'max_slot_wal_keep_size'),
          (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user) OR EXISTS
          (SELECT 1 FROM pg_roles WHERE rolname = 'rds_replication' AND pg_has_role(oid, 'member')),
          has_database_privilege(current_database(), 'CREATE')
        """
      ).first
      guard let row, row.count == 6 else {
        problems.append("the database does not tell its settings")
        return server
      }
      server.walLevel = row[0]
      server.slotMaximum = row[1].flatMap { Int($0) }
      server.slotsUsed = row[2].flatMap { Int($0) }
      server.slotLimit = row[3].flatMap { Int64($0) }
      server.mayReplicate = row[4].map { $0 == "t" }
      server.mayMakeSchemas = row[5].map { $0 == "t" }
      for row in try session.rows("SELECT pubname, puballtables FROM pg_publication")
      where row.count == 2 {
        if let name = row[0] { server.publications[name] = row[1] == "t" }
      }
      return server
    }
    gaps += problems
    return server
  }

  // MARK: MySQL and MariaDB

  /// Connectors do not register with the server, so that it tells of replicas alone.
  private func takeServerIDs(_ survey: inout Survey) throws(CommandFailure) {
    for neighbour in survey.facts.neighbours {
      guard let text = neighbour.configuration["database.server.id"] else { continue }
      if let id = UInt32(text) {
        survey.serverIDs.insert(id)
      } else if text.contains("${") {
        survey.gaps.append("the server.id of '\(neighbour.name)' is known to its worker alone")
      }
    }
    let (ids, gap) = try place.withDatabase { (session) throws(DatabaseError) in
      try Self.replicas(session)
    }
    survey.serverIDs.formUnion(ids)
    if let gap { survey.gaps.append(gap) }
  }

  /// The server's own id and those of its replicas.
  private static func replicas(
    _ session: borrowing DatabaseSession
  ) throws(DatabaseError) -> (ids: [UInt32], gap: String?) {
    var ids = try session.rows("SELECT @@server_id").compactMap { $0.first ?? nil }
      .compactMap { UInt32($0) }
    // MySQL since 8.0.22, MariaDB, and older ones.
    for statement in ["SHOW REPLICAS", "SHOW REPLICA HOSTS", "SHOW SLAVE HOSTS"] {
      do throws(DatabaseError) {
        ids += try session.rows(statement).compactMap { $0.first ?? nil }.compactMap { UInt32($0) }
        return (ids, nil)
      } catch {
        // 1064: a statement that this server does not know.
        guard error.code == 1064 else {
          return (ids, "the ids of the server's replicas are not known: \(error.reason)")
        }
      }
    }
    return (ids, "the ids of the server's replicas are not known")
  }
}
