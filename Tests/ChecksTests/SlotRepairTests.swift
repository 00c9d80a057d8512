import Checks
import Databases
import Debezium
import JSON
import Runtime
import Testing

/// What `offsets set --to-slot` finds out before it changes anything (facts 16).
@Suite struct SlotRepairTests {
  private func repair(_ facts: OffsetCase) throws -> SlotRepair { try #require(SlotRepair(facts)) }

  private func facts(
    _ text: String?, _ figures: PostgreSQLFigures = PostgreSQLFigures(), had: [Int64],
    _ settings: [String: String] = [:]
  ) -> OffsetCase {
    var facts = postgreSQL(text, figures, settings)
    facts.delivered = had.isEmpty ? nil : had.map { offset(position($0)) }.compactMap(\.self)
    return facts
  }

  @Test func `the new offset stands at the slot's confirmed position, its other members stay`()
    throws
  {
    let old =
      #"{"lsn":900,"lsn_proc":900,"lsn_commit":900,"txId":7,"messageType":"COMMIT","incremental_snapshot_primary_key":"aced"}"#
    let repair = try repair(facts(old, had: [900, 2500]))
    #expect(
      repair.offset.members.text
        == #"{"txId":7,"incremental_snapshot_primary_key":"aced","lsn":2000,"lsn_proc":2000,"lsn_commit":2000}"#
    )
    #expect(repair.judgement.verdict == .replay)
    #expect(repair.isPossible)
    #expect(repair.window == nil)
    #expect(repair.newSlot == nil)
  }

  @Test func `a slot that stands where delivery ended is a RESUME, also without an offset`() throws
  {
    for text in [position(2000), nil] {
      let repair = try repair(facts(text, had: [2000]))
      #expect(repair.judgement.verdict == .resume, "\(repair.judgement)")
      #expect(repair.isPossible)
      #expect(repair.window == nil)
    }
    #expect(try repair(facts(nil, had: [])).judgement.verdict == .resume)
  }

  @Test func `a missing slot is made at the log's end, and leaves a window`() throws {
    let repair = try repair(facts(position(2000), PostgreSQLFigures(hasSlot: false), had: [2000]))
    #expect(repair.newSlot?.name == "shop")
    #expect(repair.newSlot?.plugin == "pgoutput")
    #expect(repair.newSlot?.database == "shop")
    #expect(repair.window?.start == LSN(position: 2000))
    #expect(repair.window?.end == LSN(position: 9000))
    #expect(repair.window?.bytes == 7000)
    #expect(repair.judgement.verdict == .willSkip)
    #expect(repair.judgement.distance.bytes == 7000)
    #expect(repair.judgement.reason.contains("is not delivered"))
    #expect(repair.isPossible)
  }

  @Test func `a slot that goes with the stop is made anew`() throws {
    var facts = facts(position(2000), had: [2000], ["slot.drop.on.stop": "true"])
    #expect(try repair(facts).newSlot == nil)
    guard case .postgresql(var state)? = facts.database else { throw CancellationError() }
    state.slot?.isActive = true
    facts.database = .postgresql(state)
    #expect(try repair(facts).newSlot != nil)
    #expect(try repair(facts).window?.bytes == 7000)
  }

  @Test func `a slot made by hand behind what was delivered leaves a window too`() throws {
    let repair = try repair(facts(position(1500), had: [1500]))
    #expect(repair.window?.bytes == 500)
    #expect(repair.window?.isOfNewSlot == false)
    #expect(repair.judgement.verdict == .willSkip)
    #expect(
      repair.judgement.reason.contains("unless the slot has been the connector's all the time"))
    #expect(repair.isPossible)
  }

  @Test func `a new slot where nothing tells of delivery leaves a window without a beginning`()
    throws
  {
    let repair = try repair(facts(nil, PostgreSQLFigures(hasSlot: false), had: []))
    #expect(repair.window?.start == nil)
    #expect(repair.window?.bytes == nil)
    #expect(repair.judgement.verdict == .willSkip)
  }

  @Test func `what was delivered of another life of the database opens no window`() throws {
    let repair = try repair(facts(position(2000), had: [2000, 99_999]))
    #expect(repair.window == nil)
    #expect(repair.judgement.verdict == .resume)
  }

  @Test(arguments: [
    (PostgreSQLFigures(walStatus: "lost"), [:], OffsetVerdict.willRefuse),
    (PostgreSQLFigures(plugin: "wal2json"), [:], .willRefuse),
    (PostgreSQLFigures(isInRecovery: true), [:], .unknown),
    (PostgreSQLFigures(host: "elsewhere"), [:], .unknown),
    (PostgreSQLFigures(), ["snapshot.mode": "initial_only"], .willSkip),
    (PostgreSQLFigures(), ["snapshot.mode": "always"], .willResnapshot),
  ])
  func `what setting the offset does not help is not possible`(
    figures: PostgreSQLFigures, settings: [String: String], verdict: OffsetVerdict
  ) throws {
    let repair = try repair(facts(position(1700), figures, had: [1500], settings))
    #expect(repair.judgement.verdict == verdict, "\(repair.judgement)")
    #expect(!repair.isPossible)
  }

  @Test func `without a database nothing is known`() {
    var facts = postgreSQL(position(2000))
    facts.database = nil
    #expect(SlotRepair(facts) == nil)
  }
}

/// The signal row that reads a window again.
@Suite struct WindowReadingTests {
  private let window = UndeliveredWindow(
    start: LSN(position: 2000), end: LSN(position: 9000), since: nil,
    until: .init(milliseconds: 5_000), transaction: 738, isTransactionWhole: true)

  private func reading(_ settings: [String: String], _ window: UndeliveredWindow) -> WindowReading {
    WindowReading(window, ConnectorConfiguration(properties: settings))
  }

  @Test func `it names the tables, and filters by the transaction`() {
    let reading = reading(
      [
        "signal.data.collection": "public.signals", "table.include.list": "public.a, public\\.b_.*",
      ], window)
    #expect(
      reading.statement == #"""
        INSERT INTO public.signals (id, type, data) VALUES ('cdcwatch-5', 'execute-snapshot', '{"data-collections":["public.a","public\\.b_.*"],"type":"incremental","additional-conditions":[{"data-collection":"public.a","filter":"age(xmin) < age(''738''::xid)"},{"data-collection":"public\\.b_.*","filter":"age(xmin) < age(''738''::xid)"}]}');
        """#)
  }

  @Test func `a transaction of which the end was not delivered is read too`() {
    var window = window
    window.isTransactionWhole = false
    let reading = reading(
      ["signal.data.collection": "s", "table.include.list": "public.a"], window)
    #expect(reading.statement?.contains("age(xmin) <= age(''738''::xid)") == true)
  }

  @Test(arguments: [nil, 0, -1, Int64.max])
  func `without a transaction that can be one the tables are read whole`(transaction: Int64?) {
    var window = window
    window.transaction = transaction
    let reading = reading(
      ["signal.data.collection": "s", "table.include.list": "public.a"], window)
    #expect(reading.statement?.contains("additional-conditions") == false)
    #expect(reading.remarks.contains { $0.contains("reads the tables whole") })
  }

  @Test func `what cannot be known is said`() {
    #expect(reading([:], window).statement == nil)
    #expect(reading([:], window).remarks.first?.contains("takes no signals") == true)
    let tables = reading(["signal.data.collection": "s"], window)
    #expect(tables.statement?.contains("SCHEMA.TABLE") == true)
    #expect(tables.remarks.contains { $0.contains("not in table.include.list") })
  }
}
