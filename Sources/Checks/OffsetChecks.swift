internal import Databases
internal import Debezium

/// The list of what was looked at, beside the verdict.
struct OffsetChecks {
  let facts: OffsetCase
  let behaviour: SnapshotBehaviour
  let proof: WriterProof

  func all() -> [OffsetCheck] {
    offsetChecks() + [partitionCheck, modeCheck] + historyChecks() + databaseChecks()
  }

  private func offsetChecks() -> [OffsetCheck] {
    guard let offset = facts.offset else {
      let detail =
        facts.otherPartitions.isEmpty
        ? "there is none under this connector's name"
        : "there is none for this topic.prefix, but for \(facts.otherPartitions.joined(separator: ", "))"
      return [OffsetCheck("offset", .warning, detail)]
    }
    return OffsetParts(facts: facts, offset: offset).checks()
  }

  /// A key in two partitions is decided anew at each worker's start (facts 18).
  private var partitionCheck: OffsetCheck {
    guard let partitions = facts.keyPartitions else {
      return OffsetCheck("key-partitions", .notChecked, "the offsets topic was not read")
    }
    let numbers = partitions.sorted().map(String.init).joined(separator: " and ")
    switch partitions.count {
    case 0: return OffsetCheck("key-partitions", .ok, "the offsets topic has no offset of this key")
    case 1:
      return OffsetCheck("key-partitions", .ok, "its key stands in partition \(numbers) alone")
    default:
      return OffsetCheck(
        "key-partitions", .critical,
        "its key stands in partitions \(numbers): which one counts is decided anew at each worker's"
          + " start. 'cdcwatch offsets restore BACKUP -c \(facts.connector) --via kafka' writes the same"
          + " offset into each; a tombstone in one hides it until the topic was compacted")
    }
  }

  private var modeCheck: OffsetCheck {
    let result: OffsetCheck.Result =
      switch behaviour.withoutOffset {
      case .unknown: .notChecked
      case .reads, .streams, .refuses: behaviour.readsAtEachStart ? .warning : .ok
      }
    return OffsetCheck("snapshot-mode", result, behaviour.mode)
  }

  private func historyChecks() -> [OffsetCheck] {
    guard [.mysql, .mariadb].contains(facts.configuration.engine) else { return [] }
    return HistoryRules(facts: facts, behaviour: behaviour).checks()
  }

  private func databaseChecks() -> [OffsetCheck] {
    var checks = [proofCheck]
    switch facts.database {
    case .postgresql(let state)?: checks += postgreSQLChecks(state)
    case .binlog(let state)?: checks += BinlogChecks(facts: facts, state: state).all()
    case nil: break
    }
    return checks
  }

  private var proofCheck: OffsetCheck {
    switch proof {
    case .proved(let words): OffsetCheck("database", .ok, words)
    case .unproved(let why):
      OffsetCheck("database", facts.database == nil ? .notChecked : .warning, why)
    }
  }

  // MARK: PostgreSQL

  private func postgreSQLChecks(_ state: PostgreSQLState) -> [OffsetCheck] {
    var checks: [OffsetCheck] = []
    if let timeline = state.timeline {
      let identifier = state.systemIdentifier.map { "system \($0), " } ?? ""
      // An offset names no timeline, so one of before a failover looks like any other.
      checks.append(
        OffsetCheck(
          "timeline", timeline > 1 ? .warning : .ok,
          "\(identifier)timeline \(timeline)"
            + (timeline > 1
              ? ": there was a promotion, and an offset does not tell of which side" : "")))
    }
    checks.append(publicationCheck(state))
    if let pinned = facts.pinned { checks.append(Self.pinnedCheck(state, pinned)) }
    guard let slot = state.slot else {
      let name = SlotRules.name(facts.configuration)
      return checks + [OffsetCheck("slot", .critical, "there is no slot '\(name)'")]
    }
    return checks + slotChecks(slot, state)
  }

  private func publicationCheck(_ state: PostgreSQLState) -> OffsetCheck {
    let name = facts.configuration["publication.name"] ?? "dbz_publication"
    switch state.hasPublication {
    case true?: return OffsetCheck("publication", .ok, "'\(name)' is there")
    case false?:
      return OffsetCheck(
        "publication", .warning,
        "'\(name)' is not in this database; a connector that makes one sees only what comes after")
    case nil: return OffsetCheck("publication", .notChecked, "the plugin needs none")
    }
  }

  private static func pinnedCheck(
    _ state: PostgreSQLState, _ pinned: PinnedSlotReference
  ) -> OffsetCheck {
    guard let copy = state.pinned else {
      return OffsetCheck(
        "pinned-slot", .warning, "the slot '\(pinned.slot)' that was kept with the backup is gone")
    }
    guard !copy.isLost, let restart = copy.restart else {
      return OffsetCheck("pinned-slot", .warning, "'\(copy.name)' is lost: its log is gone")
    }
    let confirmed = copy.confirmedFlush?.description ?? "no position"
    return OffsetCheck(
      "pinned-slot", .ok,
      "'\(copy.name)' stands at \(confirmed) and holds back"
        + " \(max(0, restart.distance(to: state.end))) bytes of the log")
  }

  private func slotChecks(_ slot: ReplicationSlot, _ state: PostgreSQLState) -> [OffsetCheck] {
    let isUsable = SlotRules(facts.configuration).objection(to: slot, behaviour) == nil
    let use = slot.isActive ? "active" : "not active"
    let isTaken = slot.isActive && facts.isRunning == false
    var checks = [
      OffsetCheck(
        "slot", !isUsable ? .critical : isTaken ? .warning : .ok,
        "'\(slot.name)', \(use)" + (isTaken ? ", though no task of the connector runs" : ""))
    ]
    if let status = slot.walStatus {
      let result: OffsetCheck.Result =
        switch status {
        case "reserved", "extended": .ok
        case "unreserved": .warning
        default: .critical
        }
      let left = slot.safeSize.map { ", \($0) bytes until it is in danger" } ?? ""
      checks.append(OffsetCheck("wal-status", result, status + left))
    }
    guard let offset = facts.offset, let position = PostgreSQLRules.position(of: offset) else {
      return checks
    }
    let delivered = PostgreSQLRules.delivered(of: offset) ?? position
    return checks + positionChecks(position, delivered: delivered, slot, end: state.end)
  }

  private func positionChecks(
    _ position: LSN, delivered: LSN, _ slot: ReplicationSlot, end: LSN
  ) -> [OffsetCheck] {
    var checks: [OffsetCheck] = []
    if let restart = slot.restart {
      let isBefore = position < restart
      checks.append(
        OffsetCheck(
          "restart-lsn", isBefore ? .critical : .ok,
          "restart_lsn \(restart) is \(isBefore ? "after" : "not after") the offset \(position)"))
    }
    if let confirmed = slot.confirmedFlush {
      let isBefore = delivered < confirmed
      let bytes = delivered.distance(to: confirmed)
      let words =
        isBefore
        ? "\(bytes) bytes after the offset"
        : bytes == 0
          ? "the offset itself"
          : "\(bytes.magnitude) bytes before the offset, which are not sent again"
      checks.append(
        OffsetCheck(
          "confirmed-flush-lsn", isBefore ? .critical : .ok,
          "confirmed_flush_lsn \(confirmed) is \(words)"))
    }
    let isAhead = position > end
    checks.append(
      OffsetCheck(
        "wal-end", isAhead ? .critical : .ok,
        "the log ends at \(end), \(isAhead ? "before" : "not before") the offset"))
    return checks
  }
}
