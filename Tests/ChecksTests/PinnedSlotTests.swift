import Checks
import Databases
import Debezium
import Testing

/// An old offset with the slot that was kept with it: the last row of facts 18's fourth table.
@Suite struct PinnedSlotTests {
  /// `o` = 2500; the connector's own slot has moved on to 5000, the copy stands at 2000.
  private static func facts(
    own: PostgreSQLFigures = PostgreSQLFigures(restart: 4000, confirmed: 5000),
    copy: (restart: UInt64?, confirmed: UInt64?)? = (1000, 2000), offset: Int64 = 2500,
    had: Int64? = 6000, _ settings: [String: String] = [:]
  ) -> OffsetCase {
    var facts = postgreSQL(position(offset), own, had: had, isLive: false, settings)
    facts.pinned = PinnedSlotReference(slot: "cdcwatch_copy", backup: "/b/run")
    guard case .postgresql(var state)? = facts.database else { return facts }
    state.pinned = copy.map { figures in
      ReplicationSlot(
        name: "cdcwatch_copy", plugin: "pgoutput", database: "shop", isActive: false,
        restart: figures.restart.map(LSN.init(position:)),
        confirmedFlush: figures.confirmed.map(LSN.init(position:)),
        walStatus: figures.restart == nil ? "lost" : "reserved")
    }
    facts.database = .postgresql(state)
    return facts
  }

  @Test func `an offset that its own slot has passed is a REPLAY with the copy`() {
    let judgement = OffsetJudge.judge(Self.facts())
    #expect(judgement.verdict == .replay)
    #expect(judgement.pinned == .takesPlace)
    #expect(judgement.distance.bytes == 3500)
    #expect(judgement.next == "cdcwatch offsets restore /b/run -c shop")
    #expect(judgement.checks.first { $0.id == "pinned-slot" }?.result == .ok)
  }

  @Test
  func `so it is when the own slot is gone or lost, and when nobody knows what was delivered`() {
    var gone = PostgreSQLFigures()
    gone.hasSlot = false
    #expect(OffsetJudge.judge(Self.facts(own: gone)).pinned == .takesPlace)
    var lost = PostgreSQLFigures(restart: nil, confirmed: 5000)
    lost.walStatus = "lost"
    #expect(OffsetJudge.judge(Self.facts(own: lost)).pinned == .takesPlace)
    let alone = OffsetJudge.judge(Self.facts(own: gone, had: nil))
    #expect(alone.verdict == .replay)
    #expect(alone.distance.bytes == nil)
  }

  @Test func `an own slot that still does is left alone`() {
    let judgement = OffsetJudge.judge(
      Self.facts(own: PostgreSQLFigures(restart: 1000, confirmed: 2100)))
    #expect(judgement.verdict == .replay)
    #expect(judgement.pinned == .none)
  }

  @Test func `once the own slot stands where the copy stands, the copy is only to be dropped`() {
    let judgement = OffsetJudge.judge(
      Self.facts(own: PostgreSQLFigures(restart: 1000, confirmed: 2000)))
    #expect(judgement.verdict == .replay)
    #expect(judgement.pinned == .isInPlace)
  }

  @Test func `a copy that is gone, lost or itself past the offset helps nobody`() {
    for (copy, words): ((UInt64?, UInt64?)?, String) in [
      (nil, "is gone"), ((nil, 2000), "lost"), ((1000, 3000), "does not help"),
    ] {
      let facts = Self.facts(copy: copy.map { (restart: $0.0, confirmed: $0.1) })
      let judgement = OffsetJudge.judge(facts)
      #expect(judgement.verdict == .willRefuse, "\(judgement)")
      #expect(judgement.pinned == .none)
      #expect(judgement.reason.contains(words), "\(judgement.reason)")
    }
  }

  @Test func `a copy of another database than the one that was asked is not put back`() {
    var facts = Self.facts(["database.dbname": "shop"])
    guard case .postgresql(var state)? = facts.database else { return }
    state.address.database = "accounts"
    facts.database = .postgresql(state)
    facts.writerWord = "config.yaml:7"
    let judgement = OffsetJudge.judge(facts)
    #expect(judgement.pinned == .none)
    #expect(judgement.verdict != .replay, "\(judgement)")
  }

  @Test func `a slot of that name that somebody else uses is never dropped`() {
    var other = PostgreSQLFigures(restart: 4000, confirmed: 5000)
    other.database = "accounts"
    let judgement = OffsetJudge.judge(Self.facts(own: other))
    #expect(judgement.verdict == .willRefuse)
    #expect(judgement.pinned == .none)
  }

  @Test func `a database that is not proved, and an offset ahead of the log, stay what they are`() {
    var standby = PostgreSQLFigures(restart: 4000, confirmed: 5000)
    standby.isInRecovery = true
    let unproved = OffsetJudge.judge(Self.facts(own: standby))
    #expect(unproved.verdict == .unknown)
    #expect(unproved.pinned == .none)
    let ahead = OffsetJudge.judge(Self.facts(offset: 99_000))
    #expect(ahead.verdict == .willSkip)
    #expect(ahead.pinned == .none)
    let always = OffsetJudge.judge(Self.facts(["snapshot.mode": "always"]))
    #expect(always.verdict == .willResnapshot)
    #expect(always.pinned == .none)
  }

  @Test(
    arguments: [
      (1000, 2000, 2500, nil), (1000, 2500, 2500, nil), (1000, 2501, 2500, "stands at"),
      (2600, 2500, 2500, "log begins"),
    ] as [(UInt64, UInt64, Int64, String?)])
  func `a copy goes with an offset that it has not passed`(
    restart: UInt64, confirmed: UInt64, at: Int64, objection: String?
  ) {
    let slot = ReplicationSlot(
      name: "copy", plugin: "pgoutput", database: "shop", isActive: false,
      restart: LSN(position: restart), confirmedFlush: LSN(position: confirmed), walStatus: nil)
    let found = PinProof.objection(to: slot, of: offset(position(at)))
    #expect((found == nil) == (objection == nil))
    if let objection { #expect(found?.contains(objection) == true) }
  }

  @Test func `a copy goes with no offset that is not there`() {
    let slot = ReplicationSlot(
      name: "copy", plugin: "pgoutput", database: "shop", isActive: false,
      restart: LSN(position: 1), confirmedFlush: LSN(position: 2), walStatus: nil)
    #expect(PinProof.objection(to: slot, of: nil) != nil)
    #expect(PinProof.objection(to: slot, of: offset("{}")) != nil)
  }
}
