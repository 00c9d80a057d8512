import Checks
import CommandLine
import Databases
import Debezium
import Drill
import JSON
import KafkaConnect
import Runtime

/// What `check` and `wait` steps look at.
struct ConditionEffects {
  let stage: DrillStage
  let activity: SentinelActivity
  let record: RunRecord
  let deadline: Deadline

  /// Looks at all of them: once, or until all hold.
  func perform(_ conditions: [Condition], waits: Bool) throws(StepFailure) -> EffectResult {
    let start = ContinuousClock.now
    while true {
      var sights: [ConditionSight] = []
      for condition in conditions {
        sights.append(try sight(of: condition, since: start, waits: waits))
      }
      let objections = sights.filter { $0.objection != nil }
      guard let first = objections.first else { return Self.result(conditions, sights) }
      guard waits, !deadline.hasPassed else {
        throw StepFailure(
          .check, objections.compactMap(\.objection).joined(separator: "; "),
          hint: first.hint ?? "'cdcwatch connector status \(stage.connector)' shows the connector")
      }
      if stage.context.stop.wait(until: deadline.clamped(to: .milliseconds(500))) != nil {
        throw .interrupted
      }
    }
  }

  private static func result(
    _ conditions: [Condition], _ sights: [ConditionSight]
  ) -> EffectResult {
    let held = conditions.map { "\($0.subject.rawValue): \($0.wanted.filled { _ in nil })" }
    var detail = [JSONValue.Member(name: "holds", value: .array(held.map(JSONValue.string)))]
    let evidence = sights.compactMap(\.evidence)
    if !evidence.isEmpty { detail.append(.init(name: "rules", value: .array(evidence))) }
    return EffectResult(detail: detail, findings: sights.compactMap(\.warning))
  }

  private func sight(
    of condition: Condition, since start: ContinuousClock.Instant, waits: Bool
  ) throws(StepFailure) -> ConditionSight {
    do throws(StepFailure) {
      let wanted = try stage.filled(condition.wanted, record)
      guard condition.subject == .rules else {
        return ConditionSight(objection: try objection(to: condition.subject, wanted, since: start))
      }
      guard let rule = DrillRule(rawValue: wanted) else {
        throw StepFailure(
          .failed, "there is no rule '\(wanted)'",
          hint: "the rules are \(DrillRule.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return ConditionSight(rule, try rules.finding(rule))
    } catch {
      // While servers change places nobody answers for a while.
      guard waits, error.isUnanswered else { throw error }
      return ConditionSight(objection: error.reason, hint: error.hint)
    }
  }

  private var rules: RuleEffects {
    RuleEffects(stage: stage, activity: activity, record: record)
  }

  /// Why a condition does not hold; nil when it does.
  private func objection(
    to subject: Condition.Subject, _ wanted: String, since start: ContinuousClock.Instant
  ) throws(StepFailure) -> String? {
    switch subject {
    case .connector: return try connector(wanted)
    case .sentinels: return sentinels()
    case .slot: return try slot(wanted)
    case .offset: return try offset(wanted)
    case .snapshot where wanted == "completed":
      return try SnapshotSight(stage: stage, record: record).objection()
    case .snapshot: return try snapshot()
    case .elapsed:
      let limit = try duration(wanted)
      let passed = ContinuousClock.now - start
      return passed >= limit ? nil : "\(Figures.span(passed)) of \(wanted) have passed"
    case .lag: return try lag(wanted)
    case .heartbeat: return try heartbeat(wanted)
    case .writer: return try writer(wanted)
    case .rules: return nil
    }
  }

  private func heartbeat(_ wanted: String) throws(StepFailure) -> String? {
    let limit = try duration(wanted)
    let heartbeats = try rules.heartbeats()
    guard heartbeats.interval > .zero else {
      return "'\(stage.connector)' sends no heartbeats (heartbeat.interval.ms is 0)"
    }
    guard let age = heartbeats.age else { return "no heartbeat of '\(stage.connector)' was found" }
    return age <= limit
      ? nil : "the newest heartbeat of '\(stage.connector)' is \(Figures.span(age)) old"
  }

  // MARK: Connect

  private func connector(_ wanted: String) throws(StepFailure) -> String? {
    var cluster = try stage.connect()
    let status: ConnectorStatus
    do throws(ConnectError) {
      status = try cluster.status(stage.connector)
    } catch {
      if case .notFound = error {
        return wanted == "absent" ? nil : "there is no connector '\(stage.connector)'"
      }
      return try stage.asked { () throws(ConnectError) in throw error }
    }
    let isSo =
      switch wanted {
      case "RUNNING": ConnectorChange.resume.outcome(status) == .done
      case "STOPPED": status.isStopped
      case "PAUSED": status.state == .paused
      case "FAILED": status.hasFailed
      default: false
      }
    return isSo
      ? nil : "'\(stage.connector)' is not \(wanted): \(ConnectorEffects.words(status))"
  }

  private func offset(_ wanted: String) throws(StepFailure) -> String? {
    let offsets = try offsets()
    let isThere = offsets.contains { !$0.offset.isNull }
    return isThere == (wanted == "present")
      ? nil : "'\(stage.connector)' has \(isThere ? "an" : "no") offset"
  }

  private func snapshot() throws(StepFailure) -> String? {
    let isUnderWay = try offsets().contains { entry in
      guard let offset = SourceOffset(entry.offset) else { return false }
      return offset.snapshot != nil || offset.incremental != nil
    }
    return isUnderWay ? "a snapshot of '\(stage.connector)' is under way" : nil
  }

  private func offsets() throws(StepFailure) -> [ConnectorOffset] {
    var cluster = try stage.connect()
    return try stage.asked { () throws(ConnectError) in try cluster.offsets(stage.connector) }
  }

  // MARK: Sentinels

  private func sentinels() -> String? {
    if activity.arrival(until: deadline.clamped(to: .seconds(5))) != nil { return nil }
    let progress = activity.progress
    let trouble = progress?.tally.trouble ?? progress?.sightings.trouble
    return "no sentinel that was written in the last seconds has arrived"
      + (trouble.map { ": \($0)" } ?? "")
  }

  private func lag(_ wanted: String) throws(StepFailure) -> String? {
    let limit = try duration(wanted)
    let start = activity.clock.moment
    guard activity.arrival(until: Deadline(after: limit)) == nil else { return nil }
    let taken = activity.clock.moment.monotonic(since: start) ?? limit
    return "a sentinel takes longer than \(wanted) to arrive (\(Figures.span(taken)))"
  }

  private func duration(_ text: String) throws(StepFailure) -> Duration {
    guard let duration = DurationText.parse(text) else {
      throw StepFailure(.failed, "'\(text)' is no duration", hint: "write 5s")
    }
    return duration
  }

  // MARK: The database

  private func slot(_ wanted: String) throws(StepFailure) -> String? {
    let name = stage.shadow?.names.slot ?? liveSlot
    let rows = try rows("SELECT active FROM pg_replication_slots WHERE slot_name = ") { $0(name) }
    let found = rows.first?.first.flatMap(\.self)
    let state = found == nil ? "absent" : found == "t" ? "active" : "inactive"
    if state == wanted || (wanted == "present" && found != nil) { return nil }
    return "the slot '\(name)' is \(state)"
  }

  private var liveSlot: String {
    ConnectorConfiguration(stage.live.info.configuration)?["slot.name"] ?? "debezium"
  }

  private func writer(_ wanted: String) throws(StepFailure) -> String? {
    let before = JSONValue.object(record.opening)["writer"]?.stringValue
    let now = try DatabaseIdentity.text(
      of: stage.database, timeout: stage.timeout, stop: stage.context.stop)
    guard let before else { return "the writer from before the run is not known" }
    return (before == now) == (wanted == "same") ? nil : "the writer is \(now), and was \(before)"
  }

  private func rows(
    _ statement: String, _ value: ((String) -> String) -> String
  ) throws(StepFailure) -> [[String?]] {
    do throws(DatabaseError) {
      let session = try DatabaseSession.open(
        stage.database, timeout: stage.timeout, stop: stage.context.stop)
      return try session.rows(statement + value { session.literal($0) })
    } catch {
      guard error.kind != .stopped else { throw .interrupted }
      throw StepFailure(CommandFailure(error, stopStatus: nil))
    }
  }
}
