import Checks
import Databases
import Debezium
import Testing

@Suite struct PinPlanTests {
  private static let names = Result { try PinnedSlotName(connector: "Shop.1", cluster: "k") }

  private static func copy(_ hour: Int, restart: UInt64? = 8000, isActive: Bool = false) throws
    -> ReplicationSlot
  {
    ReplicationSlot(
      name: try names.get().text(run: "2026-11-21T0\(hour)-04-51.200Z"), plugin: "pgoutput",
      database: "shop", isActive: isActive, restart: restart.map(LSN.init(position:)),
      confirmedFlush: restart.map(LSN.init(position:)),
      walStatus: restart == nil ? "lost" : "reserved")
  }

  private static func source(restart: UInt64? = 8000) -> ReplicationSlot {
    ReplicationSlot(
      name: "shop", plugin: "pgoutput", database: "shop", isActive: true,
      restart: restart.map(LSN.init(position:)), confirmedFlush: LSN(position: 8500),
      walStatus: "reserved")
  }

  private static func inventory(
    _ slots: [ReplicationSlot], maximum: Int = 20, others: Int = 0
  ) -> SlotInventory {
    let physical = (0..<others).map { number in
      ReplicationSlot(
        name: "other\(number)", plugin: nil, database: nil, isActive: false, restart: nil,
        confirmedFlush: nil, walStatus: nil)
    }
    return SlotInventory(
      address: DatabaseAddress(host: "db", port: 5432, database: "shop"), version: 150_018,
      isInRecovery: false, systemIdentifier: "7", maximum: maximum, slots: slots + physical,
      end: LSN(position: 9000))
  }

  private static func plan(
    _ inventory: SlotInventory, copies: Int = 1, log: PinLogLimit = .usual
  ) throws -> PinPlan {
    PinPlan(
      inventory, source: "shop", names: try names.get(),
      limits: PinPlan.Limits(copies: copies, log: log))
  }

  @Test func `a name is PostgreSQL's, tells the run and the connector, and nobody else's`() throws {
    let names = try Self.names.get()
    let name = names.text(run: "2026-11-21T08-04-51.200Z")
    #expect(name.hasPrefix("cdcwatch_20261121t080451200z_shop_1_"))
    #expect(names.isOne(name) && PinnedSlotName.isCopy(name))
    let long = String(repeating: "Ä", count: 90)
    let other = try PinnedSlotName(connector: long, cluster: nil)
    let longName = other.text(run: "2026-11-21T08-04-51.200Z")
    #expect(longName.utf8.count <= 63)
    #expect(longName.wholeMatch(of: /[a-z0-9_]+/) != nil)
    #expect(PinnedSlotName.isCopy(longName) && !names.isOne(longName))
    let elsewhere = try PinnedSlotName(connector: "Shop.1", cluster: "other")
    #expect(!elsewhere.isOne(name))
  }

  @Test(arguments: [
    "shop", "cdcwatch_", "cdcwatch_mine", "cdcwatch_20261121t080451200z",
    "cdcwatch_2026112xt080451200z_shop", "cdcwatch_20261121t080451200z_a'b", "",
  ])
  func `another slot's name is never taken for a copy's`(name: String) {
    #expect(!PinnedSlotName.isCopy(name))
  }

  @Test func `the oldest copy goes behind the new one, and with N copies the last N stay`() throws {
    let copies = try (1...3).map { try Self.copy($0) }
    let one = try Self.plan(Self.inventory([Self.source()] + copies))
    #expect(one.refusal == nil)
    #expect(one.before == [])
    #expect(one.after.map(\.slot) == copies.map(\.name))
    let three = try Self.plan(Self.inventory([Self.source()] + copies), copies: 3)
    #expect(three.after.map(\.slot) == [copies[0].name])
    let nine = try Self.plan(Self.inventory([Self.source()] + copies), copies: 9)
    #expect(nine.after == [])
  }

  @Test func `a copy that is read from is left alone`() throws {
    let plan = try Self.plan(Self.inventory([Self.source(), Self.copy(1, isActive: true)]))
    #expect(plan.before == [] && plan.after == [])
  }

  @Test func `a copy that holds back too much, or is lost, goes first and is told of`() throws {
    let old = try Self.copy(1, restart: 1000)
    let lost = try Self.copy(2, restart: nil)
    let young = try Self.copy(3)
    let plan = try Self.plan(
      Self.inventory([Self.source(), old, lost, young]), copies: 9, log: .bytes(2000))
    #expect(plan.before.map(\.slot) == [old.name, lost.name])
    #expect(plan.before[0].reason.contains("8000 bytes"))
    #expect(plan.after == [])
    #expect(plan.refusal == nil)
  }

  @Test(
    arguments: [
      (nil, 10 << 30, false), (nil, (10 << 30) + 1, true), (20 << 30, (10 << 30) + 1, true),
      (1 << 20, 1 << 20, false), (1 << 20, (1 << 20) + 1, true),
    ] as [(Int64?, UInt64, Bool)])
  func `without --wal-limit 10GiB count, or what the server allows where that is less`(
    kept: Int64?, held: UInt64, isTooMuch: Bool
  ) throws {
    let end: UInt64 = 20 << 30
    var source = Self.source()
    source.restart = LSN(position: end)
    var inventory = Self.inventory([source, try Self.copy(1, restart: end - held)])
    inventory.end = LSN(position: end)
    inventory.keptLog = kept
    let plan = try Self.plan(inventory, copies: 9)
    let origin =
      kept == 1 << 20
      ? "the server's max_slot_wal_keep_size" : "the 10GiB that count without --wal-limit"
    #expect(
      plan.before.map(\.reason)
        == (isTooMuch ? ["it holds back \(held) bytes of the log, more than \(origin)"] : []))
    #expect(try Self.plan(inventory, copies: 9, log: .none).before == [])
  }

  @Test func `no copy where the connector's own slot holds back too much`() throws {
    let plan = try Self.plan(Self.inventory([Self.source(restart: 1000)]), log: .bytes(2000))
    #expect(plan.refusal?.contains("itself holds back 8000 bytes") == true)
  }

  @Test(arguments: [0, 1, 2])
  func `two slots stay free, and as many older copies as that takes make room`(dropped: Int) throws
  {
    let copies = try (1...3).map { try Self.copy($0) }
    let plan = try Self.plan(
      Self.inventory([Self.source()] + copies, maximum: 12 - dropped, others: 5), copies: 9)
    #expect(plan.refusal == nil)
    #expect(plan.before.map(\.slot) == copies.prefix(dropped).map(\.name))
  }

  @Test func `without room and without copies there is none`() throws {
    let plan = try Self.plan(Self.inventory([Self.source()], maximum: 10, others: 7))
    #expect(plan.refusal?.contains("only 2 are free") == true)
  }

  @Test func `what cannot be copied is refused with the reason`() throws {
    var old = Self.inventory([Self.source()])
    old.version = 110_022
    #expect(try Self.plan(old).refusal?.contains("PostgreSQL 12") == true)
    var standby = Self.inventory([Self.source()])
    standby.isInRecovery = true
    #expect(try Self.plan(standby).refusal?.contains("standby") == true)
    #expect(try Self.plan(Self.inventory([])).refusal == "there is no slot 'shop'")
    #expect(
      try Self.plan(Self.inventory([Self.source(restart: nil)])).refusal?.contains("lost") == true)
    var temporary = Self.source()
    temporary.isTemporary = true
    #expect(try Self.plan(Self.inventory([temporary])).refusal?.contains("temporary") == true)
    var elsewhere = Self.source()
    elsewhere.database = "postgres"
    #expect(
      try Self.plan(Self.inventory([elsewhere])).refusal?.contains("of the database postgres")
        == true)
    var unfinished = Self.source()
    unfinished.confirmedFlush = nil
    #expect(try Self.plan(Self.inventory([unfinished])).refusal?.contains("being made") == true)
  }
}
