public import JSON
public import Runtime

/// Does a run's steps one after another, each with a line in the journal before and behind it.
///
/// A runner that takes a run up again is made from the same steps and the journal as it was found:
/// what the journal has as done is not done again.
public struct DrillRunner<World: DrillWorld, Store: JournalStore> {
  /// What a person says of an effect of which nothing tells whether it was done.
  public enum Answer: Sendable, Hashable {
    /// It was done (`--step-done`).
    case done
    /// It is to be done again (`--step-again`).
    case again
  }

  /// The steps, the set-up first and the teardown last.
  public let steps: [DrillStep]
  /// The subject.
  public let subject: DrillSubject
  /// The answers by step.
  public var answers: [String: Answer] = [:]
  /// Is told of each line once it is on the disk.
  public var onLine: ((JournalLine) -> Void)?
  /// The world.
  public var world: World
  /// What the journal says.
  public internal(set) var record: RunRecord

  var journal: Journal
  var store: Store

  /// A runner over a journal that may have lines already.
  public init(
    steps: [DrillStep], subject: DrillSubject, journal: Journal, store: Store, world: World
  ) {
    self.steps = steps
    self.subject = subject
    self.journal = journal
    self.store = store
    self.world = world
    record = RunRecord(journal.lines)
  }

  /// The hash of the journal's last line.
  public var lastHash: String { journal.lastHash }

  /// Why a run cannot go on.
  enum Halt: Error {
    case step(StepFailure)
    /// The journal takes no more lines: nothing more is done.
    case journal(String)

    var reason: String {
      switch self {
      case .step(let failure): failure.reason
      case .journal(let reason): "the journal could not be written: \(reason)"
      }
    }
  }

  // MARK: Running

  /// Begins a run: the first line of its journal.
  public mutating func open(_ detail: [JSONValue.Member]) throws(RuntimeError) {
    do throws(Halt) {
      try write(.started, detail: detail)
    } catch {
      throw .cannotWrite(reason: error.reason)
    }
  }

  /// Notes that another runner takes the run up; throws when the journal takes no line.
  public mutating func takeUp(_ detail: [JSONValue.Member] = []) throws(RuntimeError) {
    do throws(Halt) {
      try write(.note, detail: [.init(name: "note", value: .string(RunRecord.resumed))] + detail)
    } catch {
      throw .cannotWrite(reason: error.reason)
    }
  }

  /// Does every step that is not done yet, and says how that ended.
  public mutating func run() -> RunEnd {
    for step in steps {
      do throws(Halt) {
        try letConnectFinish(step)
      } catch {
        if let end = halted(error, at: step) { return end }
      }
      if record.isDone(step.id) { continue }
      if step.onFailure == .continue, record.steps[step.id]?.ended != nil { continue }
      do throws(Halt) {
        try take(step)
      } catch {
        if let end = halted(error, at: step) { return end }
      }
      if let end = proofEnd(after: step) { return end }
    }
    return ended(RunEnd(record.isOverTarget ? .overTarget : .proved))
  }

  mutating func halted(_ halt: Halt, at step: DrillStep) -> RunEnd? {
    switch halt {
    case .journal: journalFailed(halt.reason, at: step)
    case .step(let failure): failed(step, failure)
    }
  }

  mutating func take(_ step: DrillStep) throws(Halt) {
    let start = ContinuousClock.now
    try write(.started, step: step.id, detail: step.opening)
    try doEffects(of: step, within: Deadline(after: step.timeout))
    let taken = ContinuousClock.now - start
    var detail = [JSONValue.Member(name: "seconds", value: SecondsText.json(taken))]
    if let budget = step.budget, taken > budget {
      detail.append(
        Self.findings([
          "'\(step.id)' took \(SecondsText.json(taken).text) s of a budget of"
            + " \(SecondsText.json(budget).text) s"
        ]))
      detail.append(.init(name: "over_budget", value: .bool(true)))
    }
    try write(.done, step: step.id, detail: detail)
  }

  mutating func doEffects(of step: DrillStep, within deadline: Deadline) throws(Halt) {
    for effect in effects(of: step.action) where !record.isDone(effect, of: step.id) {
      guard !world.isStopped else {
        throw .step(StepFailure(.interrupted, "asked to stop", hint: ""))
      }
      if record.steps[step.id]?.open?.name == effect.name,
        try isSettled(effect, of: step, within: deadline)
      {
        continue
      }
      try make(effect, of: step, within: deadline)
    }
  }

  /// Does an effect, with a line before and behind it.
  mutating func make(
    _ effect: Effect, of step: DrillStep, within deadline: Deadline, named name: String? = nil
  ) throws(Halt) {
    let known: [JSONValue.Member]
    do throws(StepFailure) {
      known = try world.prepare(effect, of: step, record: record)
    } catch {
      throw .step(error)
    }
    try write(.intent, step: step.id, effect: name ?? effect.name, detail: known)
    let result: EffectResult
    do throws(StepFailure) {
      result = try world.perform(effect, of: step, record: record, deadline: deadline)
    } catch {
      throw .step(error)
    }
    try write(
      .done, step: step.id, effect: name ?? effect.name, detail: Self.detail(of: result))
  }

  /// Whether an effect that was begun needs not be done: it was, by the world or by a person's word.
  mutating func isSettled(
    _ effect: Effect, of step: DrillStep, within deadline: Deadline
  ) throws(Halt) -> Bool {
    switch answers[step.id] {
    case .again: return false
    case .done:
      try write(
        .done, step: step.id, effect: effect.name,
        detail: [.init(name: "by", value: .string("--step-done"))])
      return true
    case nil: break
    }
    guard effect.afterCrash == .look else { return false }
    switch world.standing(of: effect, of: step, record: record, deadline: deadline) {
    case .notDone: return false
    case .done(let result):
      var detail = Self.detail(of: result)
      detail.append(.init(name: "by", value: .string("looking")))
      try write(.done, step: step.id, effect: effect.name, detail: detail)
      return true
    case .cannotTell(let reason):
      throw .step(
        StepFailure(
          .untold,
          "'\(effect.name)' of step '\(step.id)' was begun, and whether it was done cannot be told:"
            + " \(reason)",
          hint: "look yourself, then 'cdcwatch drill resume RUN --step-done \(step.id)' or"
            + " '--step-again \(step.id)'"))
    }
  }

  func effects(of action: StepAction) -> [Effect] {
    switch action {
    case .setup, .teardown: world.effects(ofOwn: action)
    default: action.effects
    }
  }
}
