public import Databases
internal import Debezium

/// What is done to keep a copy of a connector's slot with a backup: which older copies go, and whether
/// there may be a new one.
///
/// A value: it looks at the server's slots and touches none.
public struct PinPlan: Sendable, Hashable {
  /// How many copies there may be, and how much log they may hold back.
  public struct Limits: Sendable, Hashable {
    /// Copies of one connector's slot, at least one.
    public var copies: Int
    /// How much of the log one of them may hold back.
    public var log: PinLogLimit
    /// Slots of the server that stay free.
    public static let free = 2

    /// Limits; see the properties.
    public init(copies: Int, log: PinLogLimit) {
      self.copies = max(1, copies)
      self.log = log
    }
  }

  /// A copy that is dropped, and why.
  public struct Drop: Sendable, Hashable {
    /// The slot's name.
    public var slot: String
    /// Why, as a part of a sentence.
    public var reason: String
  }

  /// Copies to drop before a new one is made, oldest first.
  public private(set) var before: [Drop] = []
  /// Copies to drop once the new backup is sound, oldest first.
  public private(set) var after: [Drop] = []
  /// Why no copy is made; nil when one is.
  public private(set) var refusal: String?

  /// The plan for one connector, whose slot is `source` and whose copies are named by `names`.
  public init(
    _ inventory: SlotInventory, source: String, names: PinnedSlotName, limits: Limits
  ) {
    let copies = inventory.slots.filter { names.isOne($0.name) && !$0.isActive }
    var kept: [ReplicationSlot] = []
    for copy in copies {
      if let drop = Self.drop(copy, inventory, limits) {
        before.append(drop)
      } else {
        kept.append(copy)
      }
    }
    refusal = Self.refusal(inventory, source: source, limits)
    guard refusal == nil else { return }
    makeRoom(&kept, inventory)
    guard refusal == nil else { return }
    after = kept.dropLast(limits.copies - 1).map {
      Drop(slot: $0.name, reason: "a newer copy takes its place")
    }
  }

  /// Why a copy goes whatever else is done; nil when it may stay.
  private static func drop(
    _ copy: ReplicationSlot, _ inventory: SlotInventory, _ limits: Limits
  ) -> Drop? {
    guard !copy.isLost, let bytes = inventory.retained(by: copy) else {
      return Drop(slot: copy.name, reason: "its log is gone (wal_status lost)")
    }
    return limits.log.objection(to: bytes, in: inventory).map {
      Drop(slot: copy.name, reason: "it \($0)")
    }
  }

  private static func refusal(
    _ inventory: SlotInventory, source: String, _ limits: Limits
  ) -> String? {
    guard !inventory.isInRecovery else {
      return "\(inventory.address) is a standby (pg_is_in_recovery())"
    }
    guard inventory.version >= 120_000 else {
      return "only PostgreSQL 12 and later can copy a slot, and \(inventory.address) is"
        + " \(inventory.version / 10_000)"
    }
    guard let slot = inventory.slot(source) else { return "there is no slot '\(source)'" }
    guard slot.plugin != nil else { return "the slot '\(source)' is a physical one" }
    // A copy belongs to the database of the session that makes it.
    guard slot.database == inventory.address.database else {
      return "the slot '\(source)' is of the database \(slot.database ?? "none"), not of"
        + " \(inventory.address.database ?? "none")"
    }
    guard !slot.isTemporary else {
      return "the slot '\(source)' is temporary: it ends with its session"
    }
    guard !slot.isLost, let bytes = inventory.retained(by: slot) else {
      return "the log of the slot '\(source)' is gone (wal_status lost)"
    }
    guard slot.confirmedFlush != nil else {
      return "the slot '\(source)' is still being made (it has no confirmed_flush_lsn)"
    }
    return limits.log.objection(to: bytes, in: inventory).map {
      "the slot '\(source)' itself \($0)"
    }
  }

  /// The newest backup's copy is worth more than older ones, but never the last free slots.
  private mutating func makeRoom(_ kept: inout [ReplicationSlot], _ inventory: SlotInventory) {
    let free = inventory.maximum - inventory.slots.count + before.count
    let missing = Limits.free + 1 - free
    guard missing > 0 else { return }
    guard missing <= kept.count else {
      refusal =
        "of max_replication_slots \(inventory.maximum) only \(max(0, free)) are free, and"
        + " \(Limits.free) stay free"
      return
    }
    before += kept.prefix(missing).map {
      Drop(
        slot: $0.name, reason: "the server has no more than \(Limits.free) free slots without it")
    }
    kept.removeFirst(missing)
  }
}
