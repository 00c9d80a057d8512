import Debezium
import Drill
import Runtime
import Testing

@Suite struct ShadowNamesTests {
  @Test func `every name carries the run, and the longest run's names are taken everywhere`()
    throws
  {
    let run = String(repeating: "r", count: ShadowNames.runLimit)
    let names = try ShadowNames(run: run)
    for name in [names.slot, names.publication] {
      #expect(name.contains(run))
      #expect(name.utf8.count <= 63)
    }
    for name in [names.connector, names.topicPrefix, names.heartbeatTopic, names.historyTopic] {
      #expect(name.contains(run))
      #expect(name.utf8.count <= 249)
    }
    let topic = try names.topic(of: TableName("cdcwatch_drill.sentinel_\(run)"))
    #expect(topic == "cdcwatch_drill_\(run).cdcwatch_drill.sentinel_\(run)")
    #expect(throws: ShadowError.self) {
      try names.topic(of: TableName("s." + String(repeating: "t", count: 240)))
    }
  }

  @Test(arguments: ["", "R1", "a-b", "a b", "é", "a'b", String(repeating: "r", count: 41)])
  func `an id that some name cannot have is refused`(run: String) {
    #expect(throws: ShadowError.self) { try ShadowNames(run: run) }
  }

  @Test func `the server id is nobody's, also not of a task behind the first`() {
    let first = ShadowServerID.free(for: "r1", taken: [])
    #expect(first == ShadowServerID.free(for: "r1", taken: [7]))
    #expect(first != ShadowServerID.free(for: "r2", taken: []))
    #expect((1_000_000_000...1_999_999_999).contains(first))
    #expect(ShadowServerID.free(for: "r1", taken: [first]) == first + 1)
    #expect(ShadowServerID.free(for: "r1", taken: [first - 10_000]) == first + 1)
    #expect(ShadowServerID.free(for: "r1", taken: [first, first + 1, .max]) == first + 2)
  }

  @Test func `the statements are about the named tables, and each may be done again`() throws {
    for engine in [Engine.postgresql, .mysql, .mariadb] {
      let names = try ShadowNames(run: "r1")
      let tables = try #require(ShadowTables(names: names, engine: engine, hasSignals: true))
      #expect(tables.publication == names.publication)
      #expect(tables.captured.map(\.table) == ["sentinel_r1", "signal_r1"])
      #expect(tables.ownNames == ["sentinel_r1", "ledger_r1", "signal_r1"])
      let made = tables.make(host: "h", at: Timestamp(milliseconds: 0))
      #expect(made.filter { $0.hasPrefix("CREATE") }.allSatisfy { $0.contains("IF NOT EXISTS") })
      #expect(made.contains { $0.hasPrefix("GRANT") } == (engine == .postgresql))
      #expect(tables.drop.count == 3)
      #expect(tables.drop.allSatisfy { $0.contains("IF EXISTS") })
      let without = ShadowTables(names: names, engine: engine, hasSignals: false)
      #expect(without?.drop.count == 2)
      #expect(
        !tables.publish.contains("ledger") && tables.publish.contains(#"."sentinel_r1", "#)
          || engine != .postgresql)
    }
  }

  @Test func `an engine without drills has no tables`() throws {
    let names = try ShadowNames(run: "r1")
    #expect(ShadowTables(names: names, engine: .mongodb, hasSignals: false) == nil)
  }

  @Test func `what a journal names is found again`() throws {
    for engine in [Shadows.postgres, Shadows.mysql] {
      let shadow = try Shadows.build(engine, signals: true)
      for effect in ShadowEffect.all(of: shadow) {
        #expect(ShadowEffect(id: effect.id) == effect)
        #expect(!effect.words(shadow).isEmpty)
      }
      for removal in ShadowRemoval.all(of: shadow) {
        #expect(ShadowRemoval(id: removal.id) == removal)
      }
    }
    for id in ["", "topic ", "remove topic ", "other"] {
      #expect(ShadowEffect(id: id) == nil)
      #expect(ShadowRemoval(id: id) == nil)
    }
  }

  @Test func `what is made is removed, and in the reverse order`() throws {
    let postgres = try Shadows.build(Shadows.postgres)
    #expect(
      ShadowEffect.all(of: postgres).map(\.id) == [
        "tables", "publication", "slot",
        "topic cdcwatch_drill_r1.cdcwatch_drill.sentinel_r1",
        "topic __debezium-heartbeat.cdcwatch_drill_r1", "connector", "start", "own-topics",
      ])
    #expect(
      ShadowRemoval.all(of: postgres).map(\.id) == [
        "stop", "remove offsets", "remove connector", "remove slot", "remove publication",
        "remove topic cdcwatch_drill_r1.cdcwatch_drill.sentinel_r1",
        "remove topic __debezium-heartbeat.cdcwatch_drill_r1", "remove tables",
      ])
    let mysql = try Shadows.build(Shadows.mysql)
    #expect(!ShadowEffect.all(of: mysql).contains(.slot))
    #expect(ShadowRemoval.all(of: mysql).contains(.topic("cdcwatch_drill_r1-history")))
  }
}
