internal import JSON
internal import Runtime

// How a run ends.
extension DrillRunner {
  /// The end that a step's failure is; nil when the next step follows.
  mutating func failed(_ step: DrillStep, _ failure: StepFailure) -> RunEnd? {
    guard failure.kind != .interrupted else {
      let note = JSONValue.Member(name: "note", value: .string("interrupted"))
      do throws(Halt) {
        try write(.note, step: step.id, detail: [note])
      } catch {
        return journalFailed(error.reason, at: step)
      }
      return RunEnd(
        .interrupted, step: step.id, reason: "interrupted in step '\(step.id)'",
        hint: "'cdcwatch drill resume RUN' goes on, 'cdcwatch drill abort RUN' undoes it")
    }
    var detail = [
      JSONValue.Member(name: "reason", value: .string(failure.reason)),
      JSONValue.Member(name: "kind", value: .string(failure.kind.rawValue)),
    ]
    if failure.isUnanswered {
      detail.append(.init(name: RunRecord.unanswered, value: .bool(true)))
    }
    if step.onFailure == .continue {
      detail.append(Self.findings(["'\(step.id)' failed: \(failure.reason)"]))
    }
    do throws(Halt) {
      try write(.failed, step: step.id, detail: detail)
    } catch {
      return journalFailed(error.reason, at: step)
    }
    if step.onFailure == .continue { return nil }
    // Undone, a person's word would come too late: it is waited for, before the disaster too.
    if hasMetDisaster || failure.kind == .untold {
      return fromDisasterOn(step, failure)
    }
    return refused(step, failure)
  }

  mutating func fromDisasterOn(_ step: DrillStep, _ failure: StepFailure) -> RunEnd {
    var end = RunEnd(.halfWay, step: step.id, reason: failure.reason, hint: failure.hint)
    if step.onFailure == .abort, let problem = undoAll() { end.reason += "; \(problem)" }
    return ended(end)
  }

  mutating func refused(_ step: DrillStep, _ failure: StepFailure) -> RunEnd {
    if let problem = undoAll() {
      return ended(
        RunEnd(
          .halfWay, step: step.id, reason: "\(failure.reason); \(problem)",
          hint: "'cdcwatch drill abort RUN' tries again to undo it"))
    }
    var end = RunEnd(.refused, step: step.id, reason: failure.reason, hint: failure.hint)
    end.isForSafety = failure.kind == .safety
    return ended(end)
  }

  /// The end that a proof that does not hold is; nil for every other step.
  mutating func proofEnd(after step: DrillStep) -> RunEnd? {
    guard let proof = record.proofs[step.id], proof != .holds else { return nil }
    let detail = record.detail(of: Effect.prove.name, in: step.id)
    return ended(
      RunEnd(
        proof == .lost ? .lost : .notProved, step: step.id,
        reason: detail?["why"]?.stringValue ?? "the proof does not hold",
        hint: "'cdcwatch drill report RUN' names what is missing; all is kept until"
          + " 'cdcwatch drill abort RUN'"))
  }

  var hasMetDisaster: Bool {
    steps.contains { $0.marks == .disaster && record.steps[$0.id] != nil }
  }

  mutating func ended(_ end: RunEnd) -> RunEnd {
    do throws(Halt) {
      try write(
        .ended,
        detail: [
          .init(name: "result", value: .string(end.result.rawValue)),
          .init(name: "reason", value: .string(end.reason)),
        ])
      return end
    } catch {
      var end = end
      if end.reason.isEmpty { end.reason = "the journal could not be written to its end" }
      end.result = .halfWay
      return end
    }
  }

  func journalFailed(_ reason: String, at step: DrillStep) -> RunEnd {
    RunEnd(
      .halfWay, step: step.id,
      reason: "\(reason); nothing more was done",
      hint: "make room, then 'cdcwatch drill resume RUN' goes on from step '\(step.id)'")
  }
}
