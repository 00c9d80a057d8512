import Drill
import JSON
import Runtime

/// The world in which drills are run: each effect goes to what knows its kind.
struct RealDrillWorld: DrillWorld {
  let stage: DrillStage
  let activity: SentinelActivity
  let person: DrillPerson
  /// A program that was made ready, and waits.
  private var held: (step: String, program: HeldProgram)?

  init(stage: DrillStage, activity: SentinelActivity, person: DrillPerson) {
    self.stage = stage
    self.activity = activity
    self.person = person
  }

  /// The last effect of the set-up: the first sentinel has arrived.
  static let sentinels = Effect("sentinels", afterCrash: .again)
  /// The first of the teardown: the backups that the run made.
  static let backups = Effect("remove-backups", afterCrash: .again)

  var isStopped: Bool { stage.context.stop.isRaised }
  var now: Timestamp { stage.context.clock() }

  func effects(ofOwn action: StepAction) -> [Effect] {
    switch action {
    case .setup: SubjectEffects.making(stage) + [Self.sentinels]
    case .teardown: [Self.backups] + SubjectEffects.removing(stage)
    default: []
    }
  }

  mutating func wait(until time: Timestamp) throws(StepFailure) {
    while stage.context.clock() < time {
      let rest = min(.seconds(1), time - stage.context.clock())
      if stage.context.stop.wait(until: Deadline(after: rest)) != nil { throw .interrupted }
    }
  }

  mutating func prepare(
    _ effect: Effect, of step: DrillStep, record: RunRecord
  ) throws(StepFailure) -> [JSONValue.Member] {
    guard effect == .program, case .exec(let deed) = step.action else { return [] }
    let (program, detail) = try programEffects(step, record, Deadline(after: step.timeout))
      .hold(deed)
    held = (step.id, program)
    return detail
  }

  mutating func perform(
    _ effect: Effect, of step: DrillStep, record: RunRecord, deadline: Deadline
  ) throws(StepFailure) -> EffectResult {
    let began = activity.clock.moment
    var result = try done(effect, step, record, deadline)
    result.detail.append(JournaledMoment.member("began", began))
    result.detail.append(JournaledMoment.member("ended", activity.clock.moment))
    return result
  }

  private mutating func done(
    _ effect: Effect, _ step: DrillStep, _ record: RunRecord, _ deadline: Deadline
  ) throws(StepFailure) -> EffectResult {
    try begin(step, record)
    switch step.action {
    case .setup: return try make(effect, record, deadline)
    case .teardown: return try remove(effect, record)
    case .check(let conditions):
      return try conditionEffects(record, deadline).perform(conditions, waits: false)
    case .wait(let conditions):
      return try conditionEffects(record, deadline).perform(conditions, waits: true)
    case .connector(let deed):
      if effect == .write || effect == .readBack {
        return try offsetEffects(step, record, deadline).restoring(effect, deed)
      }
      return try ConnectorEffects(stage: stage, record: record, deadline: deadline)
        .perform(effect, deed)
    case .offsets(let deed): return try offsetEffects(step, record, deadline).perform(effect, deed)
    case .sql(let deed):
      return try StatementEffects(stage: stage, record: record, deadline: deadline).perform(deed)
    case .exec(let deed):
      guard let program = held?.program, held?.step == step.id else {
        throw StepFailure(.failed, "the program was not made ready", hint: "resume the run")
      }
      held = nil
      return try programEffects(step, record, deadline).perform(deed, program)
    case .confirm(let text, let word):
      try person.confirm(
        step.id, try stage.filled(text, record), word: try stage.filled(word, record))
      return EffectResult()
    case .sentinel(let demand):
      return try ProofEffects(
        stage: stage, activity: activity, step: step.id, record: record, deadline: deadline
      ).perform(demand)
    case .drill: return EffectResult()
    }
  }

  mutating func standing(
    of effect: Effect, of step: DrillStep, record: RunRecord, deadline: Deadline
  ) -> Standing {
    do throws(StepFailure) {
      try begin(step, record)
      switch step.action {
      case .setup, .teardown: return .notDone
      case .connector:
        return try ConnectorEffects(stage: stage, record: record, deadline: deadline)
          .standing(of: effect)
      case .offsets: return .notDone
      case .sql(let deed):
        return try StatementEffects(stage: stage, record: record, deadline: deadline)
          .standing(deed)
      case .exec(let deed): return try programEffects(step, record, deadline).standing(deed)
      case .check, .wait, .confirm, .sentinel, .drill: return .notDone
      }
    } catch {
      return .cannotTell(error.reason)
    }
  }

  // MARK: cdcwatch's own steps

  private func make(
    _ effect: Effect, _ record: RunRecord, _ deadline: Deadline
  ) throws(StepFailure) -> EffectResult {
    do throws(CommandFailure) {
      guard effect != Self.sentinels else { return try firstSentinel(record, deadline) }
      return try SubjectEffects(stage: stage, record: record).make(effect)
    } catch {
      throw StepFailure(error, interrupted: stage.context.stop.isRaised)
    }
  }

  private func remove(
    _ effect: Effect, _ record: RunRecord
  ) throws(StepFailure) -> EffectResult {
    do throws(CommandFailure) {
      activity.end()
      guard effect != Self.backups else { return try removeBackups(record) }
      return try SubjectEffects(stage: stage, record: record).remove(effect)
    } catch {
      throw StepFailure(error, interrupted: stage.context.stop.isRaised)
    }
  }

  /// Counting begins with the first sentinel that arrives: one that was committed just after RUNNING
  /// may be missing (facts 17).
  private func firstSentinel(
    _ record: RunRecord, _ deadline: Deadline
  ) throws(CommandFailure) -> EffectResult {
    if stage.subject == .shadow {
      try activity.begin(from: [0: 0])
    } else {
      try activity.beginFromEnd(until: deadline)
    }
    guard activity.arrival(until: deadline) != nil else {
      let trouble = activity.progress?.tally.trouble ?? activity.progress?.sightings.trouble
      throw CommandFailure(
        "no sentinel has arrived in '\(stage.topic)'" + (trouble.map { ": \($0)" } ?? ""),
        hint: "'cdcwatch connector status \(stage.connector)', and the worker's log",
        status: .critical)
    }
    let starts = (activity.reader?.starts ?? [:]).sorted { $0.key < $1.key }
      .map { JSONValue.Member(name: String($0.key), value: .integer($0.value)) }
    return EffectResult(detail: [.init(name: "starts", value: .object(starts))])
  }

  /// A runner that takes a run up again reads and writes sentinels from where the first one did.
  private func begin(_ step: DrillStep, _ record: RunRecord) throws(StepFailure) {
    guard activity.reader == nil,
      let detail = record.detail(of: Self.sentinels.name, in: SubjectEffects.setup)
    else { return }
    if case .teardown = step.action { return }
    var starts: [Int32: Int64] = [:]
    for member in detail["starts"]?.members ?? [] {
      guard let partition = Int32(member.name) else { continue }
      starts[partition] = member.value.integerValue
    }
    do throws(CommandFailure) {
      try activity.begin(from: starts)
    } catch {
      throw StepFailure(error)
    }
  }

  private func removeBackups(_ record: RunRecord) throws(CommandFailure) -> EffectResult {
    let archives = Set(
      record.steps.values.flatMap(\.done).filter { $0.name == Effect.backup.name }
        .compactMap { JSONValue.object($0.detail)["archive"]?.stringValue })
    var count = 0
    for archive in archives.sorted() {
      count += try DrillBackups(stage: stage).remove(from: archive)
    }
    return EffectResult(detail: [.init(name: "removed", value: .integer(Int64(count)))])
  }

  // MARK: Who does it

  private func conditionEffects(_ record: RunRecord, _ deadline: Deadline) -> ConditionEffects {
    ConditionEffects(stage: stage, activity: activity, record: record, deadline: deadline)
  }

  private func offsetEffects(
    _ step: DrillStep, _ record: RunRecord, _ deadline: Deadline
  ) -> OffsetEffects {
    OffsetEffects(
      stage: stage, activity: activity, step: step.id, record: record, deadline: deadline)
  }

  private func programEffects(
    _ step: DrillStep, _ record: RunRecord, _ deadline: Deadline
  ) -> ProgramEffects {
    ProgramEffects(stage: stage, step: step.id, record: record, deadline: deadline)
  }
}
