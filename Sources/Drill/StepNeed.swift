/// What a step needs, and whether that is there.
public struct StepNeed: Sendable, Hashable {
  /// What may be needed.
  public enum Kind: Sendable, Hashable {
    /// Connect's REST interface.
    case rest
    /// Offsets written by REST.
    case offsetsByREST
    /// Connectors made STOPPED.
    case createStopped
    /// A `--db` of this name that takes writes, or of which is read only.
    case database(String, writes: Bool)
    /// A user who may make replication slots.
    case replicationRights(String)
    /// A free replication slot.
    case freeSlot
    /// A bound for the log that a slot holds back.
    case logLimit
    /// A `database.server.id` that nobody uses.
    case serverID
    /// A program.
    case program(String)
    /// What an earlier step gives.
    case output(String)
    /// A table of the sentinels that the live connector captures.
    case sentinelTable
  }

  /// Whether it is there.
  public enum Result: Sendable, Hashable {
    /// It is.
    case present(String)
    /// It is not; with what to do.
    case missing(String, next: String)
    /// Nobody could tell; with the reason.
    case notChecked(String)
  }

  /// What is needed.
  public let kind: Kind
  /// Whether it is there.
  public let result: Result

  /// The need for people.
  public var name: String {
    switch kind {
    case .rest: "Connect's REST interface"
    case .offsetsByREST: "offsets by REST"
    case .createStopped: "a connector made STOPPED"
    case .database(let name, let writes): "--db \(name)\(writes ? ", written to" : "")"
    case .replicationRights(let name): "replication rights on --db \(name)"
    case .freeSlot: "a free replication slot"
    case .logLimit: "max_slot_wal_keep_size"
    case .serverID: "a free database.server.id"
    case .program(let name): "the program \(name)"
    case .output(let name): "${\(name)}"
    case .sentinelTable: "a sentinel table that the connector captures"
    }
  }
}

extension StepNeed {
  /// The need held against what was found.
  init(_ kind: Kind, _ facts: DrillFacts, acceptsUnboundedLog: Bool) {
    self.kind = kind
    result =
      switch kind {
      case .rest: facts.connectVersion.result { .present("Connect \($0)") }
      case .offsetsByREST:
        facts.canAlterOffsets.result(
          missing: "this Connect writes no offsets by REST", next: "use Kafka Connect 3.6 or newer")
      case .createStopped:
        facts.canCreateStopped.result(
          missing: "this Connect makes no connector STOPPED", next: "use Kafka Connect 3.7 or newer"
        )
      case .database(let name, let writes): Self.database(name, writes, facts)
      case .replicationRights(let name): Self.rights(name, facts)
      case .freeSlot:
        facts.freeSlots.result { count in
          count > 0
            ? .present("\(count) free")
            : .missing(
              "all of max_replication_slots are taken",
              next: "drop one that nobody uses, or raise max_replication_slots")
        }
      case .logLimit: Self.logLimit(facts, acceptsUnboundedLog)
      case .serverID:
        facts.serverIDs.result { taken in
          .present(
            taken.isEmpty ? "no other connector has one" : "not \(taken.joined(separator: ", "))")
        }
      case .program(let name): Self.program(name, facts)
      case .output: .present("an earlier step gives it")
      case .sentinelTable: Self.sentinelTable(facts)
      }
  }

  private static func database(_ name: String, _ writes: Bool, _ facts: DrillFacts) -> Result {
    guard let fact = facts.databases[name] else {
      return .missing("no --db has this name", next: "type --db \(name)=URI")
    }
    return fact.result { database in
      writes && database.isReadOnly
        ? .missing(
          "\(database.identity) takes no writes", next: "name the server that is written to")
        : .present(database.identity)
    }
  }

  private static func sentinelTable(_ facts: DrillFacts) -> Result {
    // Whether it is there comes first: a table that is not there is in no publication either.
    if case .told(let defect?) = facts.sentinelTableDefect {
      return .missing(defect.reason, next: "\(defect.definition);")
    }
    let captured = facts.capturesSentinelTable.result(
      missing: "the connector does not capture it",
      next: "add it to table.include.list, or name another by --set sentinel.table=SCHEMA.TABLE")
    if case .present = captured, case .notChecked(let reason) = facts.sentinelTableDefect {
      return .notChecked(reason)
    }
    return captured
  }

  private static func rights(_ name: String, _ facts: DrillFacts) -> Result {
    guard let fact = facts.databases[name] else { return .notChecked("no --db has this name") }
    return fact.result { database in
      switch database.mayReplicate {
      case true: .present("the user may replicate")
      case false:
        .missing("its user may not replicate", next: "ALTER ROLE ... REPLICATION, or another user")
      case nil: .notChecked("the server does not tell")
      }
    }
  }

  private static func logLimit(_ facts: DrillFacts, _ isAccepted: Bool) -> Result {
    facts.slotLogLimit.result { limit in
      if let limit { return .present("\(limit) bytes") }
      guard !isAccepted else { return .present("none, and --accept-unbounded-wal") }
      return .missing(
        "a slot that nobody reads may fill the server's disk",
        next: "set max_slot_wal_keep_size, or type --accept-unbounded-wal")
    }
  }

  private static func program(_ name: String, _ facts: DrillFacts) -> Result {
    switch facts.programs[name] {
    case true: .present("found")
    case false: .missing("it is not in PATH", next: "install it, or give its whole path")
    case nil: .notChecked("its name is known only while the drill runs")
    }
  }
}

extension Fact {
  fileprivate func result(_ judge: (Value) -> StepNeed.Result) -> StepNeed.Result {
    switch self {
    case .told(let value): judge(value)
    case .notChecked(let reason): .notChecked(reason)
    }
  }
}

extension Fact<Bool> {
  fileprivate func result(missing: String, next: String) -> StepNeed.Result {
    result { $0 ? .present("yes") : .missing(missing, next: next) }
  }
}
