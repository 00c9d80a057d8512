import Checks
import Databases
import Debezium
import Drill
import Kafka
import Runtime

/// What the condition `rules` looks at: asks servers, Connect and Kafka what a rule goes by, and lets
/// it judge.
struct RuleEffects {
  let stage: DrillStage
  let activity: SentinelActivity
  let record: RunRecord

  /// How long a change may take to arrive.
  private static let lagLimit = Duration.seconds(5)

  func finding(_ rule: DrillRule) throws(StepFailure) -> RuleFinding {
    switch rule {
    case .gtidMode: ServerRules.gtidMode(try settings(stage.database))
    case .gtidConsistency: ServerRules.gtidConsistency(try settings(stage.database))
    case .binaryLogs: ServerRules.binaryLogs(try settings(stage.database))
    case .commitOrder:
      try ofReplica { (replica) throws(StepFailure) in
        ServerRules.commitOrder(try settings(replica))
      }
    case .errantGTIDs:
      try ofReplica { (replica) throws(StepFailure) in
        // The replica first: what comes meanwhile seems to be missing, never to be its own.
        let own = try executed(replica, isReplica: true)
        return TransactionRules.errant(
          replica: own, source: try executed(stage.database, isReplica: false))
      }
    case .missingGTIDs:
      try ofReplica { (replica) throws(StepFailure) in
        let source = try executed(stage.database, isReplica: false)
        return TransactionRules.missing(
          source: source, replica: try executed(replica, isReplica: true))
      }
    case .offsetExecuted: TransactionRules.offsetExecuted(try offsetCase())
    case .purgedWithinOffset: TransactionRules.purgedWithinOffset(try offsetCase())
    case .slotPosition: ConnectorRules.slotPosition(try offsetCase())
    case .writerIdentity: ConnectorRules.writerIdentity(try offsetCase())
    case .keepAlive: try keepAlive()
    case .heartbeatGap: try heartbeats().gap
    case .lag: ConnectorRules.lag(lag(), limit: Self.lagLimit)
    }
  }

  // MARK: Servers

  private func settings(_ database: DatabaseURI) throws(StepFailure) -> BinlogSettings {
    try asked { () throws(DatabaseError) in
      try BinlogSettings.ask(database, timeout: stage.timeout, stop: stage.context.stop)
    }
  }

  private func ofReplica(
    _ look: (DatabaseURI) throws(StepFailure) -> RuleFinding
  ) throws(StepFailure) -> RuleFinding {
    guard let replica = stage.replica else {
      return RuleFinding(
        .notKnown, "no replica is named",
        next: "give the drill an input 'replica', and type --set replica=NAME --db NAME=URI")
    }
    return try look(replica)
  }

  private func executed(
    _ database: DatabaseURI, isReplica: Bool
  ) throws(StepFailure) -> GTIDSet {
    let text = try asked { () throws(DatabaseError) in
      let session = try DatabaseSession.open(
        database, timeout: stage.timeout, stop: stage.context.stop)
      guard session.engine != .postgresql else { return String?.none }
      let variable =
        session.engine == .mysql
        ? "@@global.gtid_executed"
        // A replica of MariaDB's may write what it applies into no log of its own.
        : isReplica ? "@@global.gtid_current_pos" : "@@global.gtid_binlog_pos"
      return try session.rows("SELECT \(variable)").first?.first.flatMap(\.self)
    }
    guard let text, let set = try? GTIDSet(parsing: text) else {
      throw StepFailure(
        .check, "\(database) does not tell what it has executed",
        hint: "these rules are for MySQL and MariaDB: when: engine == mysql")
    }
    return set
  }

  private func asked<Value>(_ ask: () throws(DatabaseError) -> Value) throws(StepFailure) -> Value {
    do throws(DatabaseError) {
      return try ask()
    } catch {
      guard error.kind != .stopped else { throw .interrupted }
      throw StepFailure(CommandFailure(error, stopStatus: nil))
    }
  }

  // MARK: The connector

  /// What `offsets check` would gather about the live offset of the subject.
  private func offsetCase() throws(StepFailure) -> OffsetCase {
    do throws(CommandFailure) {
      let (invocation, context) = (stage.invocation, stage.context)
      let all = try PlacedConnector.all(ConnectSettings(invocation, context: context), context)
      return try OffsetCaseGathering(
        PlacedConnector.named(stage.connector, among: all), invocation: invocation,
        context: context
      ).facts(candidate: nil, databases: DatabaseSettings(invocation, context: context))
    } catch {
      throw StepFailure(error, interrupted: stage.context.stop.isRaised)
    }
  }

  private func keepAlive() throws(StepFailure) -> RuleFinding {
    guard let configuration = stage.configuration else {
      return RuleFinding(.notKnown, "the connector is none of Debezium's")
    }
    return ConnectorRules.keepAlive(configuration, target: stage.targets.time)
  }

  private func lag() -> Duration? {
    let start = activity.clock.moment
    guard activity.arrival(until: Deadline(after: Self.lagLimit)) != nil else { return nil }
    return activity.clock.moment.monotonic(since: start)
  }

  // MARK: Heartbeats

  /// The subject's heartbeats since the run began.
  func heartbeats() throws(StepFailure) -> HeartbeatRule {
    let now = stage.context.clock()
    guard let configuration = stage.configuration, let topic = configuration.heartbeatTopic,
      let prefix = configuration.topicPrefix
    else {
      throw StepFailure(
        .check, "the connector's heartbeats have no topic", hint: "is it one of Debezium's?")
    }
    do throws(KafkaError) {
      let reading = HeartbeatReading(
        configuration: stage.kafka, timeout: stage.timeout, stop: stage.context.stop)
      return HeartbeatRule(
        interval: configuration.heartbeatInterval, times: try reading.times(in: topic, of: prefix),
        since: record.steps[SubjectEffects.setup]?.ended ?? record.started ?? now, now: now)
    } catch {
      throw StepFailure(CommandFailure(error), interrupted: stage.context.stop.isRaised)
    }
  }
}
