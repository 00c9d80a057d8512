import CommandLine
import Databases
import Debezium
import Drill
import Kafka
import KafkaConnect
import Runtime

/// Finds out what a drill's shadow would be: builds it, makes nothing, and asks what its rules need.
struct DrillShadowOutline {
  /// Stands for the run's name, which nobody has given yet.
  private static let run = "run"

  let live: PlacedConnector
  /// The connectors of every Connect cluster that is named.
  let all: [PlacedConnector]
  let configuration: ConnectorConfiguration
  let invocation: Invocation
  let context: CommandContext

  /// Without a database the rules about it are not looked at; `hasSignals`: the drill takes a snapshot.
  func outline(
    _ database: DatabaseURI?, hasSignals: Bool
  ) throws(CommandFailure) -> Fact<DrillShadow> {
    let shadow: ShadowConnector
    do throws(ShadowError) {
      shadow = try self.shadow(hasSignals: hasSignals)
    } catch {
      return .notChecked("\(error)")
    }
    guard let database else {
      let gap = ShadowFinding(
        "not-asked", .notChecked, "the rules of a shadow, since no database was named")
      return .told(DrillShadow(shadow, findings: [gap]))
    }
    return .told(DrillShadow(shadow, findings: try findings(shadow, database)))
  }

  private func shadow(hasSignals: Bool) throws(ShadowError) -> ShadowConnector {
    let names = try ShadowNames(run: Self.run)
    guard
      let tables = ShadowTables(names: names, engine: configuration.engine, hasSignals: hasSignals)
    else { throw ShadowError("drills do not know this database", hint: "") }
    var request = ShadowRequest(
      live: live.info.name, configuration: configuration, names: names,
      sentinelTable: tables.sentinels.sentinels, sentinelColumns: ShadowTables.sentinelColumns,
      serverID: 1, brokers: invocation.text(.brokers))
    request.signalTable = tables.signals
    return try ShadowConnector(request)
  }

  private func findings(
    _ shadow: ShadowConnector, _ database: DatabaseURI
  ) throws(CommandFailure) -> [ShadowFinding] {
    let timeout = invocation.duration(.timeout) ?? .seconds(10)
    let place = ShadowPlace(
      database: database, connect: live.place, kafka: Configuration(), timeout: timeout,
      slotLimit: timeout, stop: context.stop)
    do throws(CommandFailure) {
      let survey = try ShadowFactGathering(place: place, engine: configuration.engine)
        .survey(all.map(\.info))
      let consent = ShadowConsent(
        allowsCaptured: false, acceptsUnboundedWAL: invocation.isSet(.acceptUnboundedLog))
      let rules = ShadowRules.findings(
        shadow, .init(name: live.info.name, configuration: configuration), survey.facts, consent)
      return rules + survey.gaps.map { ShadowFinding("not-asked", .notChecked, $0) }
    } catch {
      guard !context.stop.isRaised else { throw error }
      return [ShadowFinding("not-asked", .notChecked, "the rules of a shadow: \(error.message)")]
    }
  }
}
