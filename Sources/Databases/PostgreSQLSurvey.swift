/// A PostgreSQL database with all slots of its server and all its publications.
struct PostgreSQLSurvey: Sendable {
  /// What is the same for every connector.
  var server: PostgreSQLState
  /// By name.
  let slots: [String: ReplicationSlot]
  let publications: Set<String>

  func state(of subject: DatabaseSurvey.Subject) -> PostgreSQLState {
    var state = server
    state.slot = slots[subject.slot]
    state.hasPublication = subject.publication.map(publications.contains)
    return state
  }
}

extension PostgreSQLQuestions {
  /// Who the server is and all that it has, its slots first.
  func survey() throws(DatabaseError) -> PostgreSQLSurvey {
    let isInRecovery = try isInRecovery()
    let slots = try SlotRows.read(connection, where: "true")
    let names = try connection.rows("SELECT pubname FROM pg_publication")
    let server = try state(isInRecovery: isInRecovery, slot: nil)
    return PostgreSQLSurvey(
      server: server,
      slots: Dictionary(slots.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }),
      publications: Set(names.compactMap { $0.first.flatMap(\.self) }))
  }

  /// Moves a state on to the log's end as it is now.
  func goOn(_ state: inout PostgreSQLState) throws(DatabaseError) {
    (state.end, state.time) = try end(isInRecovery: state.isInRecovery)
  }
}
