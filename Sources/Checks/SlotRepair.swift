public import Databases
public import Debezium
internal import JSON

/// What setting a PostgreSQL connector's offset to its slot's position comes to (facts 16).
///
/// A value: the slot that is missing is taken as made at the end of the log.
public struct SlotRepair: Sendable {
  /// The offset to be written; its position moves until the connector is stopped.
  public let offset: SourceOffset
  /// The slot that has to be made first; nil when it is there.
  public let newSlot: NewReplicationSlot?
  /// What the connector will not deliver; nil when the slot goes on from what was delivered.
  public let window: UndeliveredWindow?
  /// What the connector would do with the offset.
  public let judgement: OffsetJudgement
  /// Whether the window is all that speaks against it, if anything does.
  public let isPossible: Bool

  /// From the facts about the connector as it is; nil when no PostgreSQL server told anything.
  public init?(_ facts: OffsetCase) {
    guard case .postgresql(var state)? = facts.database else { return nil }
    let isNew = state.slot == nil || Self.goesWithTheStop(state.slot, facts.configuration)
    newSlot = isNew ? Self.slot(facts.configuration, version: state.version) : nil
    if let newSlot {
      state.slot = ReplicationSlot(
        name: newSlot.name, plugin: newSlot.plugin, database: state.address.database,
        isActive: false, restart: state.end, confirmedFlush: state.end, walStatus: nil)
    }
    let position = state.slot?.confirmedFlush ?? state.end
    guard let offset = SourceOffset.at(position, from: facts.offset) else { return nil }
    self.offset = offset
    window = Self.window(facts, state, to: position, isNew: isNew)
    var planned = facts
    planned.offset = offset
    planned.isLive = false
    planned.database = .postgresql(state)
    // What the connector does, and beside it what nobody delivers.
    var withoutHistory = planned
    withoutHistory.delivered = window == nil ? facts.delivered : nil
    let behaviour = OffsetJudge.judge(withoutHistory)
    isPossible = [.resume, .replay].contains(behaviour.verdict)
    var judgement = window == nil ? behaviour : OffsetJudge.judge(planned)
    if isPossible, let window {
      judgement.verdict = .willSkip
      judgement.reason = window.words
      judgement.distance.bytes = window.bytes
      judgement.next = nil
    }
    self.judgement = judgement
  }

  /// `slot.drop.on.stop`: the stop before the change takes the slot with it.
  private static func goesWithTheStop(
    _ slot: ReplicationSlot?, _ configuration: ConnectorConfiguration
  ) -> Bool {
    slot?.isActive == true && configuration["slot.drop.on.stop"]?.lowercased() == "true"
  }

  private static func slot(
    _ configuration: ConnectorConfiguration, version: Int
  ) -> NewReplicationSlot {
    let database = configuration["database.dbname"]
    return NewReplicationSlot(
      name: SlotRules.name(configuration), plugin: SlotRules(configuration).plugin,
      database: database?.contains("${") == true ? nil : database,
      isForFailover: configuration["slot.failover"]?.lowercased() == "true")
  }

  /// The gap between what is known to be delivered and the slot.
  ///
  /// A slot that has only ever been the connector's goes no further than what was delivered; one
  /// that was made anew, now or by hand, begins behind it.
  private static func window(
    _ facts: OffsetCase, _ state: PostgreSQLState, to end: LSN, isNew: Bool
  ) -> UndeliveredWindow? {
    // A position beyond the log's end is of another life of the database.
    let known = (facts.delivered ?? []).compactMap { offset in
      PostgreSQLRules.delivered(of: offset).map { (position: $0, offset: offset) }
    }.filter { $0.position <= state.end }
    guard let last = known.max(by: { $0.position < $1.position }) else {
      return isNew ? UndeliveredWindow(start: nil, end: end, since: nil, until: state.time) : nil
    }
    guard last.position < end else { return nil }
    return UndeliveredWindow(
      start: last.position, end: end, since: last.offset.time, until: state.time,
      transaction: last.offset.members["txId"]?.integerValue,
      isTransactionWhole: last.offset.members["messageType"] == .string("COMMIT"),
      isOfNewSlot: isNew)
  }
}
