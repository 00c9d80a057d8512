internal import JSON
internal import Runtime

// Changes that Connect was asked for, and never answered.
extension DrillRunner {
  /// How long Connect may be at work on a change: a worker gives a call up after 90 s
  /// (`RestServer.DEFAULT_REST_REQUEST_TIMEOUT_MS`), and so does the worker that it asked.
  static var connectPatience: Duration { .seconds(90) }

  /// What stands before the name of an effect that undoes something.
  static var undoing: String { "undo-" }

  /// Waits as long as Connect may still be at work on the step's open change.
  ///
  /// Looked at earlier, the world would tell of what is about to be another one.
  mutating func letConnectFinish(_ step: DrillStep) throws(Halt) {
    guard let open = record.steps[step.id]?.open, !open.isAnswered, answers[step.id] != .done,
      isConnectChange(open.name, of: step)
    else { return }
    let now = world.now
    // A clock that was set back makes the wait no longer than it would be.
    let end = min(open.time, now) + Self.connectPatience
    guard now < end else { return }
    try write(
      .note, step: step.id,
      detail: [
        .init(name: "note", value: .string(RunRecord.waiting)),
        .init(name: "effect", value: .string(open.name)),
        .init(name: "seconds", value: SecondsText.json(end - now)),
      ])
    do throws(StepFailure) {
      try world.wait(until: end)
    } catch {
      throw .step(error)
    }
  }

  private func isConnectChange(_ name: String, of step: DrillStep) -> Bool {
    let isUndoing = name.hasPrefix(Self.undoing)
    let plain = isUndoing ? String(name.dropFirst(Self.undoing.count)) : name
    guard let action = isUndoing ? step.undoAction : step.action else { return false }
    return effects(of: action).contains { $0.name == plain && $0.isConnectChange }
  }
}
