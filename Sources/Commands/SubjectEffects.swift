import Databases
import Drill
import JSON
import Kafka
import Runtime

/// The set-up and the teardown of a run's subject.
struct SubjectEffects {
  let stage: DrillStage
  let record: RunRecord

  /// What the set-up comes to; each can be done twice.
  static func making(_ stage: DrillStage) -> [Effect] {
    guard let shadow = stage.shadow else { return [ledger] }
    return ShadowEffect.all(of: shadow).map {
      Effect($0.id, afterCrash: .again, isConnectChange: $0.isConnectChange)
    }
  }

  /// What the teardown comes to.
  static func removing(_ stage: DrillStage) -> [Effect] {
    guard let shadow = stage.shadow else { return [noLedger] }
    return ShadowRemoval.all(of: shadow).map {
      Effect($0.id, afterCrash: .again, isConnectChange: $0.isConnectChange)
    }
  }

  /// Live: the ledger beside the sentinel table that is there.
  private static let ledger = Effect("ledger", afterCrash: .again)
  private static let noLedger = Effect("remove-ledger", afterCrash: .again)

  func make(_ effect: Effect) throws(CommandFailure) -> EffectResult {
    guard let shadow = stage.shadow, let tables = stage.shadowTables else {
      return try statements(stage.tables.make(host: host, at: now))
    }
    guard let own = ShadowEffect(id: effect.name) else { return EffectResult() }
    let setup = ShadowSetup(
      shadow: shadow, tables: tables, place: place, host: host, clock: stage.context.clock)
    return Self.told(try setup.perform(own))
  }

  func remove(_ effect: Effect) throws(CommandFailure) -> EffectResult {
    guard let shadow = stage.shadow, let tables = stage.shadowTables else {
      return try removeLedger()
    }
    guard let own = ShadowRemoval(id: effect.name) else { return EffectResult() }
    let made = ShadowEffect.connector.id
    let wasMade =
      record.detail(of: made, in: Self.setup) != nil || record.steps[Self.setup]?.open?.name == made
    let teardown = ShadowTeardown(
      shadow: shadow, tables: tables, place: place, wasMade: wasMade)
    var result = Self.told(try teardown.perform(own))
    if own == ShadowRemoval.all(of: shadow).last {
      result.findings = ShadowRemains.lines(shadow)
    }
    return result
  }

  /// The names of cdcwatch's own steps.
  static let setup = "setup"
  static let teardown = "teardown"

  private static func told(_ line: String) -> EffectResult {
    EffectResult(detail: [.init(name: "line", value: .string(line))])
  }

  /// Takes the run's rows and ledger away, and the schema where no other run has anything in it.
  private func removeLedger() throws(CommandFailure) -> EffectResult {
    do throws(DatabaseError) {
      let session = try DatabaseSession.open(
        stage.database, timeout: stage.timeout, stop: stage.context.stop)
      let dialect = stage.tables.dialect
      for statement in stage.tables.drop { try session.rows(statement) }
      for statement in dialect.lock
      where try session.rows(statement).first?.first.flatMap(\.self) != "1" {
        return Self.told("removed: the run's sentinels; another run is at work in the schema")
      }
      if try session.rows(SentinelTables.contents(in: dialect)).isEmpty {
        try session.rows(SentinelTables.dropSchema(in: dialect))
      }
      for statement in dialect.unlock { try session.rows(statement) }
      return Self.told("removed: the run's sentinels and its ledger")
    } catch {
      throw CommandFailure(error, stopStatus: stage.context.stopStatus)
    }
  }

  private func statements(_ statements: [String]) throws(CommandFailure) -> EffectResult {
    do throws(DatabaseError) {
      let session = try DatabaseSession.open(
        stage.database, timeout: stage.timeout, stop: stage.context.stop)
      for statement in statements { _ = try session.rows(statement) }
      return EffectResult()
    } catch {
      throw CommandFailure(error, stopStatus: stage.context.stopStatus)
    }
  }

  private var host: String { HostName.text }
  private var now: Timestamp { stage.context.clock() }
  private var place: ShadowPlace {
    ShadowPlace(
      database: stage.database, connect: stage.live.place, kafka: stage.kafka,
      timeout: stage.timeout, slotLimit: .seconds(30), stop: stage.context.stop)
  }
}
