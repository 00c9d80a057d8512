internal import Runtime

// What a run did, undone.
extension DrillRunner {
  /// Undoes what was done, in reverse, and says how that ended.
  public mutating func abort() -> RunEnd {
    if let problem = undoAll() {
      return ended(
        RunEnd(.halfWay, reason: problem, hint: "'cdcwatch drill abort RUN' tries again"))
    }
    return ended(RunEnd(.aborted))
  }

  /// Undoes what was done because a rule of safety has ended the run.
  public mutating func end(forSafety failure: StepFailure) -> RunEnd {
    var reason = failure.reason
    let problem = undoAll()
    if let problem { reason += "; \(problem)" }
    var end = RunEnd(problem == nil ? .refused : .halfWay, reason: reason, hint: failure.hint)
    end.isForSafety = problem == nil
    return ended(end)
  }

  /// Undoes every step that was begun; returns what could not be, nil when all could.
  mutating func undoAll() -> String? {
    do throws(Halt) {
      for step in steps { try letConnectFinish(step) }
      // The sentinels go last: what undoes a step may look at them.
      let teardown = steps.filter { $0.action == .teardown }
      let rest = steps.filter { $0.action != .teardown }
      for step in rest.reversed() + teardown where needsUndoing(step) { try undo(step) }
      return nil
    } catch {
      return error.reason
    }
  }

  // A shadow is removed whole: what its steps did goes with it.
  func needsUndoing(_ step: DrillStep) -> Bool {
    if case .teardown = step.action { return !record.isDone(step.id) }
    guard let known = record.steps[step.id], !known.isUndone else { return false }
    return subject == .live && step.undoAction != nil
  }

  mutating func undo(_ step: DrillStep) throws(Halt) {
    if case .teardown = step.action { return try take(step) }
    guard let action = step.undoAction else { return }
    var way = step
    way.action = action
    let deadline = Deadline(after: step.timeout)
    for effect in effects(of: action) { try undo(by: effect, of: way, within: deadline) }
    try write(.undone, step: step.id)
  }

  /// Does an effect that undoes something, unless the world has it already.
  mutating func undo(
    by effect: Effect, of step: DrillStep, within deadline: Deadline
  ) throws(Halt) {
    if effect.afterCrash == .look,
      case .done = world.standing(of: effect, of: step, record: record, deadline: deadline)
    {
      return
    }
    do throws(Halt) {
      try make(effect, of: step, within: deadline, named: Self.undoing + effect.name)
    } catch .step(var told) {
      told.reason = "'\(step.id)' could not be undone: \(told.reason)"
      throw .step(told)
    } catch {
      throw error
    }
  }
}
