import Checks
import Databases
import Debezium
import OffsetBackup
import Runtime

/// Makes the copies of connectors' slots that go with one backup, and drops older ones.
///
/// The copies come before the offsets are read. A slot goes only up to offsets that Connect has
/// kept, so a copy of it stands at or before whatever offset is read later; this is held against
/// what was read all the same.
struct SlotPinning {
  /// A copy that was made.
  private struct Pinned {
    var connector: String
    var uri: DatabaseURI
    var slot: ReplicationSlot
    var saved: SavedConnector.PinnedSlot
    var after: [PinPlan.Drop]
  }

  let limits: PinPlan.Limits
  /// The name of the run that they go with.
  let run: String
  let timeout: Duration
  let stop: StopFlag
  private var pinned: [Pinned] = []
  /// Whose copies are looked after, and all copies that were seen, each with how much it holds back.
  private var names: [PinnedSlotName] = []
  private var seen: [String: String] = [:]
  /// Connectors whose slot was not copied, and why.
  private(set) var refused: [String] = []
  /// What else should be known, such as older copies that were dropped.
  private(set) var notes: [String] = []

  init(limits: PinPlan.Limits, run: String, timeout: Duration, stop: StopFlag) {
    self.limits = limits
    self.run = run
    self.timeout = timeout
    self.stop = stop
  }

  // MARK: Before the offsets are read

  /// Notes that a connector's slot is not copied.
  mutating func refuse(_ connector: String, _ reason: String) {
    refused.append("\(connector): its slot was not copied: \(reason)")
  }

  /// Copies the slot of a connector whose database is proved.
  mutating func pin(_ facts: OffsetCase, cluster: String?) {
    guard let uri = facts.databaseURI else { return }
    do throws(DatabaseError) {
      let slots = try ReplicationSlots.open(uri, timeout: timeout, stop: stop)
      try pin(facts, cluster: cluster, uri, slots)
    } catch {
      let right =
        error.kind == .permission ? " (the user needs the attribute REPLICATION)" : ""
      refuse(facts.connector, "\(error)\(right)")
    }
  }

  private mutating func pin(
    _ facts: OffsetCase, cluster: String?, _ uri: DatabaseURI,
    _ slots: borrowing ReplicationSlots
  ) throws(DatabaseError) {
    let connector = facts.connector
    let names: PinnedSlotName
    do throws(RuntimeError) {
      names = try PinnedSlotName(connector: connector, cluster: cluster)
    } catch {
      return refuse(connector, "\(error)")
    }
    let source = facts.configuration["slot.name"] ?? "debezium"
    let inventory = try slots.inventory()
    self.names.append(names)
    note(inventory)
    let plan = PinPlan(inventory, source: source, names: names, limits: limits)
    for drop in plan.before {
      _ = try slots.drop(drop.slot, until: Deadline(after: .zero))
      notes.append("\(connector): the older copy '\(drop.slot)' was dropped: \(drop.reason)")
    }
    if let refusal = plan.refusal { return refuse(connector, refusal) }
    let copy = try slots.copy(source, to: names.text(run: run))
    let saved = SavedConnector.PinnedSlot(
      name: copy.name, source: source, database: inventory.address.description,
      systemIdentifier: inventory.systemIdentifier, restart: copy.restart?.description ?? "",
      confirmedFlush: copy.confirmedFlush?.description ?? "")
    pinned.append(
      Pinned(connector: connector, uri: uri, slot: copy, saved: saved, after: plan.after))
  }

  private mutating func note(_ inventory: SlotInventory) {
    for slot in inventory.slots where PinnedSlotName.isCopy(slot.name) {
      let bytes = inventory.retained(by: slot).map { ByteText.text(UInt64(clamping: $0)) }
      seen[slot.name] = "\(inventory.address) holds back \(bytes ?? "nothing") of the log"
    }
  }

  /// Copies that no backup from here will ever drop.
  private var strangers: [String] {
    seen.sorted { $0.key < $1.key }.filter { name, _ in !names.contains { $0.isOne(name) } }
      .map { name, words in
        "the copy '\(name)' of \(words), and is of no connector that Connect has;"
          + " SELECT pg_drop_replication_slot('\(name)') drops it"
      }
  }

  // MARK: With the offsets

  /// Holds each copy against the offset that was read, and gives back those that go with the backup;
  /// a copy that is of no use is dropped.
  mutating func proved(by offset: (String) -> SourceOffset?) -> [String: SavedConnector.PinnedSlot]
  {
    var proved: [Pinned] = []
    for each in pinned {
      guard let objection = PinProof.objection(to: each.slot, of: offset(each.connector)) else {
        proved.append(each)
        continue
      }
      refuse(each.connector, objection)
      if let left = drop(each.slot.name, uri: each.uri) {
        notes.append("\(each.connector): \(left)")
      }
    }
    pinned = proved
    notes += strangers
    return Dictionary(
      pinned.map { ($0.connector, $0.saved) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Behind the backup

  /// Drops the older copies, which the new ones replace; gives back what went wrong.
  func finish() -> [String] {
    pinned.flatMap { each in
      each.after.compactMap { drop($0.slot, uri: each.uri) }.map { "\(each.connector): \($0)" }
    }
  }

  /// Drops the new copies, since there is no backup that they go with; gives back what went wrong.
  func undo() -> [String] {
    pinned.compactMap { each in
      drop(each.slot.name, uri: each.uri).map { "\(each.connector): \($0)" }
    }
  }

  /// What keeps a copy from being dropped; nil when it is gone.
  private func drop(_ name: String, uri: DatabaseURI) -> String? {
    do throws(DatabaseError) {
      // What was made has to go also when the command was asked to stop.
      let slots = try ReplicationSlots.open(uri, timeout: timeout, stop: StopFlag())
      _ = try slots.drop(name, until: Deadline(after: .zero))
      return nil
    } catch {
      return "the copy '\(name)' is left and holds back the log: \(error);"
        + " SELECT pg_drop_replication_slot('\(name)') drops it"
    }
  }
}
