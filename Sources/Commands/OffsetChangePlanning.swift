import Checks
import Databases
import Debezium
import JSON
import KafkaConnect
import Runtime

/// Finds out what setting or removing a connector's offset would do.
struct OffsetChangePlanning {
  var connector: PlacedConnector
  let target: OffsetTarget
  let gathering: OffsetCaseGathering
  let databases: DatabaseSettings
  let timeout: Duration
  let context: CommandContext

  /// Asks Connect, Kafka and the database, and judges; changes nothing.
  func change() throws(CommandFailure) -> OffsetChange {
    try target.check(gathering.configuration.engine, connector: connector.info.name)
    var (facts, database) = try gathering.placedFacts(candidate: nil, databases: databases)
    if target == .slot { return try toSlot(facts, database) }
    let before = facts.offset
    let after = try offset(facts)
    if case .place = target, let after {
      let candidate = ConnectorOffsets([
        ConnectorOffset(partition: partition, offset: after.members)
      ])
      facts = try gathering.facts(candidate: candidate, databases: databases)
    }
    facts.offset = after
    facts.isLive = false
    if after == nil { facts.otherPartitions = [] }
    let judgement = OffsetJudge.judge(facts)
    var change = OffsetChange(
      target: target, partition: partition, before: before, after: after,
      offsets: try written(after), judgement: judgement,
      isWanted: isWanted(judgement.verdict))
    change.database = database
    return change
  }

  /// The same for the moment when the connector is there and has no task.
  var afterTheStop: OffsetChangePlanning {
    var copy = self
    copy.connector.isMade = true
    return copy
  }

  private var partition: JSONValue { ConnectorOffsets.partition(gathering.prefix) }

  private func isWanted(_ verdict: OffsetVerdict) -> Bool {
    switch verdict {
    case .resume, .replay: true
    // Nobody removes an offset for anything else.
    case .willResnapshot: target == .nothing
    case .willSkip, .willRefuse, .unknown: false
    }
  }

  private func written(_ offset: SourceOffset?) throws(CommandFailure) -> [ConnectorOffset] {
    guard let offset else { return try removals() }
    return [ConnectorOffset(partition: partition, offset: offset.members)]
  }

  // MARK: PostgreSQL's slot

  private func toSlot(
    _ facts: OffsetCase, _ database: DatabaseURI?
  ) throws(CommandFailure) -> OffsetChange {
    guard let repair = SlotRepair(facts) else {
      let name = DisplayText.printable(connector.info.name)
      throw CommandFailure(
        "the slot of '\(name)' is not known: \(facts.databaseGap)",
        hint: "type --db postgresql://USER@HOST/DATABASE, or set CDCWATCH_DB", status: .usage)
    }
    var change = OffsetChange(
      target: target, partition: partition, before: facts.offset, after: repair.offset,
      offsets: try written(repair.offset), judgement: repair.judgement, isWanted: repair.isPossible)
    change.database = database
    change.newSlot = repair.newSlot
    if let slot = repair.newSlot, let database {
      do throws(DatabaseError) {
        change.obstacles = try slot.obstacles(in: database, timeout: timeout, stop: context.stop)
      } catch {
        throw CommandFailure(error, stopStatus: context.stopStatus)
      }
    }
    change.window = repair.window
    change.reading = repair.window.map { WindowReading($0, facts.configuration) }
    change.remarks = Self.remarks(facts, repair)
    return change
  }

  private static func remarks(_ facts: OffsetCase, _ repair: SlotRepair) -> [String] {
    guard repair.newSlot != nil, case .postgresql(let state)? = facts.database else { return [] }
    var remarks: [String] = []
    if state.hasPublication == false {
      let name = facts.configuration["publication.name"] ?? "dbz_publication"
      remarks.append(
        "the publication '\(name)' is not in this database: make it before the slot is, since"
          + " changes from before it cannot be decoded")
    }
    if let timeline = state.timeline, timeline > 1 {
      remarks.append(
        "the server is on timeline \(timeline): what the primary before it wrote last may be in the"
          + " topics and not in this database")
    }
    return remarks
  }

  // MARK: The other targets

  private func offset(_ facts: OffsetCase) throws(CommandFailure) -> SourceOffset? {
    switch target {
    case .slot, .nothing: return nil
    case .position(let position): return SourceOffset.at(position, from: facts.offset)
    case .gtids(let text, _): return SourceOffset.after(gtids: text, from: try place(facts))
    case .place(let file, let position):
      return SourceOffset.at(file: file, position: position, from: try withIdleGTIDs(facts))
    }
  }

  /// An offset with a file and a position: its own, else where the server writes now.
  ///
  /// With GTIDs they are not read, and the task fails without them.
  private func place(_ facts: OffsetCase) throws(CommandFailure) -> SourceOffset {
    if let offset = facts.offset, offset.file != nil { return offset }
    guard case .binlog(let state)? = facts.database, let log = state.logs.last,
      let offset = SourceOffset.at(file: log.name, position: 4, from: facts.offset)
    else {
      throw CommandFailure(
        "the connector has no offset whose file and position would stay, and no server told one",
        hint: "name the database with --db", status: .usage)
    }
    return offset
  }

  /// The offset whose file and position are changed; its GTIDs stay where they decide nothing.
  ///
  /// A server that once had GTIDs has them in the schema history too, and an offset without them
  /// lies before all of that ("schema isn't known to this connector").
  private func withIdleGTIDs(_ facts: OffsetCase) throws(CommandFailure) -> SourceOffset? {
    guard let offset = facts.offset, offset.gtidText != nil else { return facts.offset }
    guard case .binlog(let state)? = facts.database, !state.usesGTIDs else {
      throw CommandFailure(
        "the offset has GTIDs, which decide: file and position would not be read",
        hint: "type --gtids SET; a server with gtid_mode=OFF has to be named with --db",
        status: .usage)
    }
    return offset
  }

  /// A removal for every partition that has an offset; none of a connector that is still to be made.
  private func removals() throws(CommandFailure) -> [ConnectorOffset] {
    guard connector.isMade else { return [] }
    return try context.withConnect { () throws(ConnectError) in
      var cluster = try connector.place.client(stop: context.stop)
      return try cluster.offsets(connector.info.name).filter { !$0.offset.isNull }.map {
        ConnectorOffset(partition: $0.partition, offset: .null)
      }
    }
  }
}
