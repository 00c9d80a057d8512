internal import Databases
internal import Debezium
internal import Runtime

/// Says what a connector would do with an offset (facts 15, 17 and 18).
///
/// A value without I/O: the same facts give the same judgement.
public struct OffsetJudge: Sendable {
  private let facts: OffsetCase
  private let behaviour: SnapshotBehaviour
  private let proof: WriterProof

  /// The judgement of a case.
  public static func judge(_ facts: OffsetCase) -> OffsetJudgement {
    OffsetJudge(facts).judgement()
  }

  private init(_ facts: OffsetCase) {
    self.facts = facts
    behaviour = SnapshotBehaviour(facts.configuration)
    proof = WriterProof.of(facts)
  }

  private func judgement() -> OffsetJudgement {
    let opinion = withPartitions(opinion())
    var distance = opinion.distance
    distance.seconds = age
    var judgement = OffsetJudgement(
      verdict: opinion.verdict, reason: opinion.reason, distance: distance,
      checks: OffsetChecks(facts: facts, behaviour: behaviour, proof: proof).all(),
      next: opinion.next.map(command))
    judgement.pinned = opinion.pinned
    return judgement
  }

  // MARK: The verdict

  private func opinion() -> Opinion {
    guard isSupported else {
      return Opinion(
        .unknown,
        "only PostgreSQL, MySQL and MariaDB connectors are judged; connector.class is"
          + " \(facts.configuration["connector.class"] ?? "not set")")
    }
    guard let offset = facts.offset else {
      guard needsDatabaseWithoutOffset, let unproved = unproved() else {
        return MissingOffsetRules(facts: facts, behaviour: behaviour).opinion()
      }
      return unproved { $0.opinionWithoutOffset() }
    }
    return opinion(of: offset)
  }

  private func opinionWithoutOffset() -> Opinion {
    MissingOffsetRules(facts: facts, behaviour: behaviour).opinion()
  }

  private func opinion(of offset: SourceOffset) -> Opinion {
    let parts = OffsetParts(facts: facts, offset: offset)
    if let opinion = parts.objection() ?? parts.unfinishedSnapshot(behaviour) { return opinion }
    if !isPostgreSQL,
      let opinion = HistoryRules(facts: facts, behaviour: behaviour).objection()
    {
      return opinion
    }
    if let unproved = unproved() { return unproved { $0.opinionOfDatabase(on: offset) } }
    return opinionOfDatabase(on: offset)
  }

  private func opinionOfDatabase(on offset: SourceOffset) -> Opinion {
    if isPostgreSQL, PostgreSQLRules.position(of: offset) == nil {
      return withSnapshotMode(
        MissingOffsetRules(facts: facts, behaviour: behaviour).opinionWithoutPosition())
    }
    let opinion =
      switch facts.database {
      case .postgresql(let state)? where isPostgreSQL:
        opinion(PostgreSQLRules(facts: facts, offset: offset, state: state, behaviour: behaviour))
      case .binlog(let state)? where state.engine == facts.configuration.engine:
        BinlogRules(facts: facts, offset: offset, state: state, behaviour: behaviour).opinion()
      default:
        Opinion(.unknown, "the database is of another kind than the connector's")
      }
    return withSchemas(withSnapshotMode(opinion), of: offset)
  }

  /// What a schema history does that knows nothing of the time of the offset.
  private func withSchemas(_ opinion: Opinion, of offset: SourceOffset) -> Opinion {
    guard !isPostgreSQL, behaviour.streams,
      [.resume, .replay, .willSkip].contains(opinion.verdict),
      var objection = HistoryRules(facts: facts, behaviour: behaviour)
        .objection(toChangesAfter: offset)
    else { return opinion }
    objection.distance = opinion.distance
    return objection
  }

  private func opinion(_ rules: PostgreSQLRules) -> Opinion {
    guard let pinned = facts.pinned else { return rules.opinion() }
    return PinnedSlotRules(rules: rules, pinned: pinned).opinion(beside: rules.opinion())
  }

  /// What a snapshot mode does to an offset from which the connector would start.
  private func withSnapshotMode(_ opinion: Opinion) -> Opinion {
    guard [.resume, .replay, .willSkip].contains(opinion.verdict) else { return opinion }
    if behaviour.readsAtEachStart {
      return Opinion(
        .willResnapshot, "snapshot.mode=\(behaviour.mode) reads all tables at each start")
    }
    guard behaviour.streams else {
      return Opinion(
        .willSkip,
        "snapshot.mode=\(behaviour.mode) does not stream: nothing arrives after the snapshot")
    }
    return opinion
  }

  /// Two offsets of one key: the verdict is of the one that the workers have now.
  private func withPartitions(_ opinion: Opinion) -> Opinion {
    guard facts.isLive, let partitions = facts.keyPartitions, partitions.count > 1,
      opinion.verdict == .resume || opinion.verdict == .replay
    else { return opinion }
    let numbers = partitions.sorted().map(String.init).joined(separator: " and ")
    var doubtful = opinion
    doubtful.verdict = .unknown
    doubtful.reason =
      "the offset's key stands in partitions \(numbers) of the offsets topic, and which one counts is"
      + " decided anew at each worker's start. With the one that counts now it is"
      + " \(opinion.verdict.rawValue): \(opinion.reason)"
    return doubtful
  }

  private var isPostgreSQL: Bool { facts.configuration.engine == .postgresql }

  private var isSupported: Bool {
    [.postgresql, .mysql, .mariadb].contains(facts.configuration.engine)
  }

  private var needsDatabaseWithoutOffset: Bool {
    guard case .streams = behaviour.withoutOffset else { return false }
    return isPostgreSQL
  }

  // MARK: A database that is not proved to be the connector's

  /// Makes an opinion of what the database says into one that says UNKNOWN; nil when the database
  /// is proved to be the connector's.
  private func unproved() -> (((OffsetJudge) -> Opinion) -> Opinion)? {
    guard case .unproved(let why) = proof else { return nil }
    guard facts.database != nil else {
      return { _ in
        Opinion(
          .unknown, "what the database still has is not known: \(why)", next: .nameDatabase)
      }
    }
    return { judge in
      let opinion = judge(self)
      return Opinion(
        .unknown,
        "the database is not proved to be the connector's writer: \(why). If it is, the verdict is"
          + " \(opinion.verdict.rawValue): \(opinion.reason)",
        next: .nameDatabase)
    }
  }

  // MARK: What goes beside it

  private var age: Double? {
    guard let time = facts.offset?.time else { return nil }
    let now =
      switch facts.database {
      case .postgresql(let state)?: state.time
      case .binlog(let state)?: state.time
      case nil: nil as Timestamp?
      }
    guard let now else { return nil }
    let (seconds, attoseconds) = (now - time).components
    return max(0, Double(seconds) + Double(attoseconds) / 1e18)
  }

  private func command(_ next: Opinion.Next) -> String {
    let name = ShellText.quoted(facts.connector)
    switch next {
    case .setToSlot: return "cdcwatch offsets set -c \(name) --to-slot"
    case .restorePinned:
      let backup = ShellText.quoted(facts.pinned?.backup ?? "BACKUP")
      return "cdcwatch offsets restore \(backup) -c \(name)"
    case .nameDatabase:
      let scheme =
        switch facts.configuration.engine {
        case .mysql: "mysql"
        case .mariadb: "mariadb"
        default: "postgresql"
        }
      let host = facts.configuration["database.hostname"] ?? "HOST"
      let place = host.contains("${") ? "HOST" : host
      let port = facts.configuration["database.port"].map { ":\($0)" } ?? ""
      let database = facts.configuration["database.dbname"] ?? "DATABASE"
      let path = database.contains("${") ? "DATABASE" : database
      return "cdcwatch offsets check -c \(name) --db "
        + ShellText.quoted("\(scheme)://USER@\(place)\(port)/\(path)")
    }
  }
}
